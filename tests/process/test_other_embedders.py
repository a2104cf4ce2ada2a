"""Embedders besides the bundled one, through the real embed child: GGUF files on llama.cpp, and folders of
sentence-transformers on that library (skipped without the extra)."""

import contextlib
import dataclasses
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer

from desktop_rag.domain.embedder import EmbedderChoice, EmbedderKind, Pooling
from desktop_rag.domain.errors import (
    EmbedderUnusable,
    InstallationError,
    ModelDamaged,
    ModelError,
    ModelMissing,
)
from desktop_rag.workers.embed_client import EmbedClient, embedder_spec
from tests import embedder_files, ggufs
from tests.embedder_files import (
    BertShape,
    bert_vector,
    library_vectors,
    minilm_folder,
    random_weights,
    write_embedder,
    write_minilm,
    write_sentence_folder,
    write_word_table,
)

Vectors = np.ndarray[Any, np.dtype[np.float32]]
Open = Callable[[EmbedderChoice], EmbedClient]

TEXTS = [
    "The notice period is three months to the end of a quarter.",
    "",
    "Dental cleanings are covered twice a year. " * 12,
    "Der Vertrag endet am 31. Dezember; naïve café — “quotes” 日本語",
    "INV-2024-00317",
    "the rent is due on the third working day of each month " * 4,
    "?!",
]
SHORT = [text for text in TEXTS if text]
LONG_PREFIX = "a passage out of one of the documents: " * 40


def gguf(path: Path, **how: Any) -> EmbedderChoice:
    return EmbedderChoice(EmbedderKind.GGUF, path, **how)


def folder_choice(path: Path, **how: Any) -> EmbedderChoice:
    return EmbedderChoice(EmbedderKind.SENTENCE_TRANSFORMERS, path, **how)


def cosines(a: Vectors, b: Vectors) -> Vectors:
    return np.asarray((a * b).sum(axis=1), dtype=np.float32)


@contextlib.contextmanager
def opening() -> Iterator[Open]:
    with contextlib.ExitStack() as stack:

        def open_(choice: EmbedderChoice) -> EmbedClient:
            client = EmbedClient(embedder_spec(), choice)
            stack.callback(client.close)
            return client

        yield open_


@pytest.fixture
def opened() -> Iterator[Open]:
    with opening() as open_:
        yield open_


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedders")


@pytest.fixture(scope="module")
def tiny(files: Path) -> Path:
    return write_embedder(files / "tiny.gguf")


@pytest.fixture(scope="module")
def reader(files: Path) -> Path:
    """Reads from left to right and ends each text with a token of its own, as some large embedders do."""
    return ggufs.write_model(
        files / "reader.gguf",
        context_length=512,
        metadata={"llama.pooling_type": 3, "tokenizer.ggml.add_eos_token": True},
    )


@pytest.fixture(scope="module")
def client(tiny: Path) -> Iterator[EmbedClient]:
    with opening() as open_:
        yield open_(gguf(tiny))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(embedder_files.BUNDLED / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


class TestGguf:
    def test_says_what_it_is(self, client: EmbedClient) -> None:
        info = client.describe()
        assert (info.name, info.dimension, info.max_tokens) == ("Tiny embedder", 64, 256)
        assert len(bytes.fromhex(info.fingerprint)) == 32

    @pytest.mark.parametrize("pooling", Pooling)
    def test_computes_what_the_model_computes(
        self, files: Path, opened: Open, tokenizer: Tokenizer, pooling: Pooling
    ) -> None:
        """With the pooling of the file's header, whichever it is; long texts included."""
        client = opened(gguf(write_embedder(files / f"{pooling}.gguf", pooling=pooling)))
        ids = [tokenizer.encode(text).ids for text in TEXTS]
        expected = [bert_vector(random_weights(), row, pooling) for row in ids]
        assert cosines(client.encode_passages(TEXTS), np.stack(expected)).min() > 0.9999

    @pytest.mark.parametrize("pooling", Pooling)
    def test_a_chosen_pooling_goes_before_that_of_the_file(
        self, tiny: Path, opened: Open, tokenizer: Tokenizer, pooling: Pooling
    ) -> None:
        vectors = opened(gguf(tiny, pooling=pooling)).encode_passages(TEXTS[:1])
        expected = bert_vector(random_weights(), tokenizer.encode(TEXTS[0]).ids, pooling)
        assert cosines(vectors, expected[None]).min() > 0.9999

    def test_a_file_that_does_not_say_is_pooled_by_the_mean(
        self, files: Path, opened: Open, client: EmbedClient
    ) -> None:
        silent = opened(gguf(write_embedder(files / "silent.gguf", pooling=None)))
        assert cosines(silent.encode_passages(SHORT), client.encode_passages(SHORT)).min() > 0.9999

    def test_counts_the_tokens_of_the_model_itself(self, client: EmbedClient, tokenizer: Tokenizer) -> None:
        expected = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in TEXTS]
        assert client.count_tokens(TEXTS) == expected

    @pytest.mark.parametrize("quantised", [False, True])
    def test_a_text_has_the_same_vector_alone_and_in_any_company(
        self, files: Path, opened: Open, quantised: bool
    ) -> None:
        client = opened(gguf(write_embedder(files / f"{quantised}.gguf", quantised=quantised)))
        many = [f"{text} {number}" for number in range(6) for text in TEXTS]
        alone = np.concatenate([client.encode_sentences([text]) for text in many])
        assert cosines(client.encode_passages(many), alone).min() > 0.9999
        assert cosines(client.encode_passages(many[::-1])[::-1], alone).min() > 0.9999

    def test_texts_that_share_words_are_nearer(self, client: EmbedClient) -> None:
        question, near, far = client.encode_passages(
            ["when is the rent due", "the rent is due on the third of the month", "Bake bread for 45 minutes"]
        )
        assert question @ near > question @ far + 0.05

    def test_any_text_gives_a_vector_of_length_one(self, client: EmbedClient) -> None:
        odd = ["", " ", "\x00", "broken \ud83d smile", "🙂" * 50, "[SEP] [CLS]", "x" * 5000, "\n\t"]
        assert np.linalg.norm(client.encode_passages(odd), axis=1) == pytest.approx(
            np.ones(len(odd)), abs=1e-5
        )

    def test_the_text_s_own_special_tokens_are_only_letters(self, client: EmbedClient) -> None:
        plain, spelled = client.count_tokens(["SEP", "[SEP]"])
        assert spelled == plain + 2

    def test_no_texts_give_no_rows(self, client: EmbedClient) -> None:
        assert client.encode_passages([]).shape == (0, 64)
        assert client.encode_sentences([]).shape == (0, 64)
        assert client.count_tokens([]) == []

    @pytest.mark.parametrize("pooling", [Pooling.MEAN, Pooling.LAST])
    def test_a_long_text_is_cut_and_its_last_token_kept(
        self, tiny: Path, opened: Open, tokenizer: Tokenizer, pooling: Pooling
    ) -> None:
        """With LAST the vector is that of the separator: cut off, it would be that of a word."""
        ids = tokenizer.encode("word " * 300).ids
        expected = bert_vector(random_weights(), [*ids[:255], ids[-1]], pooling)
        client = opened(gguf(tiny, pooling=pooling))
        assert cosines(client.encode_passages(["word " * 300]), expected[None]).min() > 0.9999

    def test_the_last_token_within_the_limit_is_seen_and_the_next_is_not(self, client: EmbedClient) -> None:
        most = "word " * (client.describe().max_tokens - 3)
        bare, full, beyond = client.encode_passages([most, most + "elephant", most + "elephant bread"])
        assert not np.allclose(bare, full, atol=1e-4)
        assert np.allclose(full, beyond, atol=1e-5)


class TestPrefixes:
    def test_questions_and_passages_get_their_own(
        self, tiny: Path, opened: Open, client: EmbedClient
    ) -> None:
        prefixed = opened(gguf(tiny, question_prefix="query: ", passage_prefix="passage: "))
        questions = client.encode_passages([f"query: {text}" for text in TEXTS])
        passages = client.encode_passages([f"passage: {text}" for text in TEXTS])
        assert cosines(prefixed.encode_question(TEXTS), questions).min() > 0.9999
        assert cosines(prefixed.encode_passages(TEXTS), passages).min() > 0.9999
        assert cosines(prefixed.encode_sentences(TEXTS), passages).min() > 0.9999
        assert cosines(questions, passages).max() < 0.9999

    def test_without_any_a_question_is_as_a_passage(self, client: EmbedClient) -> None:
        assert np.array_equal(client.encode_question(SHORT), client.encode_sentences(SHORT))

    def test_what_stands_before_passages_takes_room(
        self, tiny: Path, opened: Open, client: EmbedClient
    ) -> None:
        prefixed = opened(gguf(tiny, passage_prefix="passage: "))
        assert prefixed.describe().max_tokens == client.describe().max_tokens - 2

    def test_no_room_left_is_told(self, tiny: Path, opened: Open) -> None:
        with pytest.raises(EmbedderUnusable, match="too few for a passage"):
            opened(gguf(tiny, passage_prefix=LONG_PREFIX)).describe()


class TestLeftToRight:
    def test_a_text_has_the_same_vector_alone_and_in_any_company(self, reader: Path, opened: Open) -> None:
        client = opened(gguf(reader))
        many = [f"{number} {text}" for number in range(5) for text in TEXTS]
        alone = np.concatenate([client.encode_sentences([text]) for text in many])
        assert cosines(client.encode_passages(many), alone).min() > 0.9999

    def test_texts_differ_though_all_end_alike(self, reader: Path, opened: Open) -> None:
        vectors = opened(gguf(reader)).encode_passages(SHORT)
        others = vectors @ vectors.T - 2 * np.eye(len(SHORT))
        assert others.max() < 0.9999

    def test_the_token_that_ends_a_text_is_kept_when_it_is_cut(
        self, reader: Path, files: Path, opened: Open
    ) -> None:
        """The last word that is seen decides the vector only where no token ends the text."""
        cut = ["a" * 511 + end for end in ("bbb", "ccc")]
        kept = opened(gguf(reader)).encode_passages(["a" * 511, *cut])
        assert cosines(kept[:1], kept[1:2]).min() > 0.99999
        assert cosines(kept[1:2], kept[2:]).min() > 0.99999

    def test_an_empty_text_is_no_obstacle_where_no_token_surrounds_it(
        self, files: Path, opened: Open
    ) -> None:
        bare = ggufs.write_model(files / "bare.gguf", context_length=128)
        vectors = opened(gguf(bare, pooling=Pooling.LAST)).encode_passages(["", "a"])
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(2), abs=1e-5)


class TestRefused:
    @pytest.mark.parametrize(
        ("write", "error", "words"),
        [
            (lambda path: None, ModelMissing, "not there"),
            (lambda path: path.mkdir(), ModelMissing, "not there"),
            (lambda path: path.write_bytes(b""), ModelDamaged, "not a GGUF"),
            (lambda path: path.write_bytes(b"PK\x03\x04" * 100), ModelDamaged, "not a GGUF"),
            (lambda path: path.write_bytes(b"GGUF" + b"\xff" * 100), ModelError, "could not be|damaged"),
            (lambda path: ggufs.truncated(write_embedder(path), path, -100_000), ModelDamaged, "damaged"),
            (
                lambda path: ggufs.truncated(write_embedder(path), path, 100_000),
                ModelError,
                "could not|damaged",
            ),
            (
                lambda path: write_embedder(path, metadata={"bert.pooling_type": 4}),
                EmbedderUnusable,
                "reranker",
            ),
            (
                lambda path: write_embedder(path, metadata={"bert.context_length": 999}),
                ModelDamaged,
                "damaged",
            ),
            (ggufs.write_vocabulary_only, ModelError, "could not|damaged"),
            (ggufs.write_adapter, ModelError, "could not|damaged"),
            (
                lambda path: ggufs.write_tensors(path, "martian", {"a": (32,)}),
                EmbedderUnusable,
                r"of a kind \(martian\)",
            ),
            (
                lambda path: write_embedder(path, shape=BertShape(positions=16)),
                EmbedderUnusable,
                "too few",
            ),
        ],
        ids=[
            "missing",
            "a folder",
            "empty",
            "another format",
            "a header that makes no sense",
            "cut at its end",
            "cut in its header",
            "a reranker",
            "another shape than it says",
            "vocabulary only",
            "an adapter",
            "an unknown kind",
            "too short",
        ],
    )
    def test_what_cannot_be_used_is_told_in_plain_words(
        self,
        tmp_path: Path,
        opened: Open,
        write: Callable[[Path], object],
        error: type[ModelError],
        words: str,
    ) -> None:
        path = tmp_path / "model.gguf"
        write(path)
        client = opened(gguf(path))
        with pytest.raises(error, match=words) as caught:
            client.describe()
        assert caught.value.hint
        assert client.child.alive

    def test_weights_that_are_no_numbers_are_told_when_texts_are_read(
        self, tmp_path: Path, opened: Open
    ) -> None:
        weights = random_weights()
        weights["encoder.layer.1.output.dense.bias"][3] = np.nan
        client = opened(gguf(write_embedder(tmp_path / "nan.gguf", weights=weights)))
        with pytest.raises(EmbedderUnusable, match="no number"):
            client.encode_passages(["a text"])

    def test_a_reranker_is_refused_whatever_pooling_is_chosen(self, tmp_path: Path, opened: Open) -> None:
        path = write_embedder(tmp_path / "rank.gguf", metadata={"bert.pooling_type": 4})
        with pytest.raises(EmbedderUnusable, match="reranker"):
            opened(gguf(path, pooling=Pooling.MEAN)).describe()


class TestFingerprint:
    def test_is_the_file_s_wherever_it_lies(self, tiny: Path, tmp_path: Path, opened: Open) -> None:
        copy = Path(shutil.copy(tiny, tmp_path / "renamed.gguf"))
        assert opened(gguf(copy)).describe().fingerprint == opened(gguf(tiny)).describe().fingerprint

    def test_differs_with_all_that_decides_the_vectors(
        self, tiny: Path, tmp_path: Path, opened: Open
    ) -> None:
        other = write_embedder(tmp_path / "other.gguf", seed=2)
        choices = [
            EmbedderChoice(),
            gguf(tiny),
            gguf(other),
            gguf(tiny, pooling=Pooling.CLS),
            gguf(tiny, passage_prefix="passage: "),
            gguf(tiny, question_prefix="query: "),
        ]
        prints = [opened(choice).describe().fingerprint for choice in choices]
        assert len(set(prints)) == len(choices)

    def test_saying_what_the_file_says_makes_no_difference(self, tiny: Path, opened: Open) -> None:
        said = gguf(tiny, pooling=Pooling.MEAN, question_prefix="", passage_prefix="")
        assert opened(said).describe() == opened(gguf(tiny)).describe()

    def test_the_bundled_embedder_keeps_its_own(self, opened: Open) -> None:
        """Of the first release: vectors in people's libraries are found by it."""
        assert (
            opened(EmbedderChoice()).describe().fingerprint
            == "8abab434c24d0954223b6a96ff610d45e072196f26975ab58baa94323837a6a5"
        )


class TestChild:
    @pytest.mark.skipif(sys.platform == "win32", reason="ends a process by a signal")
    def test_one_that_was_killed_comes_back_with_the_same_embedder(self, tiny: Path, opened: Open) -> None:
        client = opened(gguf(tiny, pooling=Pooling.CLS, question_prefix="query: "))
        before = client.encode_question(TEXTS)
        pid = client.child.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        while client.child.alive:
            pass
        assert np.array_equal(client.encode_question(TEXTS), before)
        assert client.child.pid != pid

    def test_a_file_exchanged_before_a_restart_is_told(self, tmp_path: Path, opened: Open) -> None:
        path = write_embedder(tmp_path / "model.gguf")
        client = opened(gguf(path))
        client.encode_passages(["a text"])
        client.child.close()
        write_embedder(tmp_path / "new", seed=2).replace(path)
        with pytest.raises(EmbedderUnusable, match="changed"):
            client.encode_passages(["a text"])

    def test_two_side_by_side_do_not_meet(self, client: EmbedClient, opened: Open) -> None:
        bundled = opened(EmbedderChoice())
        for _turn in range(2):
            assert client.encode_passages(SHORT).shape == (len(SHORT), 64)
            assert bundled.encode_passages(SHORT).shape == (len(SHORT), 384)

    def test_writes_next_to_nothing_to_its_log(self, tiny: Path, opened: Open) -> None:
        """What llama.cpp says of each batch would bury the reason of a crash."""
        client = opened(gguf(tiny))
        client.encode_passages(TEXTS * 20)
        assert client.child._running is not None
        assert len(client.child._running._stderr) < 1000


def test_a_gguf_of_the_bundled_embedder_s_weights_gives_the_library_s_vectors(
    files: Path, opened: Open
) -> None:
    """llama.cpp in eight bits against sentence-transformers in full precision. Measured: worst 0.998."""
    client = opened(gguf(write_minilm(files / "minilm.gguf", quantised=True)))
    assert (client.describe().dimension, client.describe().max_tokens) == (384, 512)
    assert cosines(client.encode_passages(TEXTS), library_vectors(minilm_folder(), TEXTS)).min() > 0.995


@pytest.fixture(scope="module")
def minilm() -> Iterator[EmbedClient]:
    with opening() as open_:
        yield open_(folder_choice(minilm_folder()))


@pytest.fixture(scope="module")
def written(files: Path) -> Path:
    """Says itself what stands before questions and passages."""
    prompts = {"query": "query: ", "passage": "passage: "}
    return write_sentence_folder(files / "written", pooling=Pooling.CLS, prompts=prompts)


@pytest.fixture(scope="module")
def prompted(written: Path) -> Iterator[EmbedClient]:
    with opening() as open_:
        yield open_(folder_choice(written))


class TestSentenceFolder:
    def test_gives_the_library_s_vectors(self, minilm: EmbedClient) -> None:
        info = minilm.describe()
        assert (info.dimension, info.max_tokens) == (384, 256)
        expected = library_vectors(minilm_folder(), TEXTS)
        assert cosines(minilm.encode_passages(TEXTS), expected).min() > 0.99999
        assert cosines(minilm.encode_question(TEXTS), expected).min() > 0.99999

    def test_points_where_the_bundled_form_of_the_same_model_points(
        self, minilm: EmbedClient, opened: Open
    ) -> None:
        bundled = opened(EmbedderChoice())
        assert cosines(minilm.encode_passages(SHORT), bundled.encode_passages(SHORT)).min() > 0.96

    def test_counts_tokens_and_reads_any_text(self, minilm: EmbedClient, tokenizer: Tokenizer) -> None:
        odd = [*TEXTS, "broken \ud83d smile", "\x00", "word " * 3000]
        valid = [text.encode("utf-8", "replace").decode() for text in odd]
        expected = [len(tokenizer.encode(text, add_special_tokens=False).ids) for text in valid]
        assert minilm.count_tokens(odd) == expected
        assert np.linalg.norm(minilm.encode_passages(odd), axis=1) == pytest.approx(
            np.ones(len(odd)), abs=1e-5
        )
        assert minilm.encode_sentences([]).shape == (0, 384)

    def test_is_quiet(self, minilm: EmbedClient) -> None:
        minilm.encode_passages(SHORT * 6)
        assert minilm.child._running is not None
        assert minilm.child._running._stderr == b""

    def test_prefixes_and_pooling_are_the_folder_s(self, prompted: EmbedClient, tokenizer: Tokenizer) -> None:
        for encode, prefix in (
            (prompted.encode_question, "query: "),
            (prompted.encode_passages, "passage: "),
            (prompted.encode_sentences, "passage: "),
        ):
            ids = [tokenizer.encode(prefix + text).ids for text in SHORT]
            expected = np.stack([bert_vector(random_weights(), row, Pooling.CLS) for row in ids])
            assert cosines(encode(SHORT), expected).min() > 0.9999
        assert prompted.describe().max_tokens == 254

    def test_chosen_prefixes_go_before_those_of_the_folder(
        self, written: Path, opened: Open, prompted: EmbedClient, tokenizer: Tokenizer
    ) -> None:
        client = opened(folder_choice(written, question_prefix="find: ", passage_prefix=""))
        question = bert_vector(random_weights(), tokenizer.encode("find: " + TEXTS[0]).ids, Pooling.CLS)
        passage = bert_vector(random_weights(), tokenizer.encode(TEXTS[0]).ids, Pooling.CLS)
        assert cosines(client.encode_question(TEXTS[:1]), question[None]).min() > 0.9999
        assert cosines(client.encode_passages(TEXTS[:1]), passage[None]).min() > 0.9999
        assert client.describe().fingerprint != prompted.describe().fingerprint

    def test_a_mere_table_of_words_can_be_used(self, tmp_path: Path, opened: Open) -> None:
        """As static embedding models are: without layers, and without a limit of their own."""
        client = opened(folder_choice(write_word_table(tmp_path / "table")))
        near, far, empty = client.encode_passages(["rent and bread", "rent and oxen", ""])
        assert (client.describe().dimension, client.count_tokens(["rent and bread"])) == (32, [3])
        assert 0.3 < near @ far < 0.95
        assert np.linalg.norm(empty) == pytest.approx(1, abs=1e-5)

    def test_damaged_weights_are_told(self, written: Path, tmp_path: Path, opened: Open) -> None:
        copy = Path(shutil.copytree(written, tmp_path / "damaged"))
        weights = copy / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:-100_000])
        client = opened(folder_choice(copy))
        with pytest.raises(EmbedderUnusable, match="could not be loaded"):
            client.describe()
        assert client.child.alive


def test_without_the_library_the_way_to_get_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[]")
    code = (
        "import sys; sys.modules['sentence_transformers'] = None; "
        "from desktop_rag.workers.embed_worker import main; main()"
    )
    spec = dataclasses.replace(embedder_spec(), command=(sys.executable, "-c", code))
    client = EmbedClient(spec, folder_choice(tmp_path))
    try:
        with pytest.raises(InstallationError, match="not installed") as caught:
            client.describe()
        assert "pip install" in caught.value.hint
    finally:
        client.close()
