"""What a GGUF embedder's header says, what is filled in from its family, and what cannot be searched with."""

from pathlib import Path

import llama_cpp
import pytest

from desktop_rag.domain.embedder import EmbedderFacts, EmbedderKind, Pooling
from desktop_rag.domain.errors import EmbedderUnusable, ModelError, ModelUnsupported
from desktop_rag.generation.embedder_facts import check_embedder, embedder_facts, is_embedder
from desktop_rag.generation.embedder_families import family_of
from desktop_rag.generation.gguf_header import Header, read_header
from desktop_rag.generation.inspection import inspect
from desktop_rag.generation.model_facts import check_model
from tests.embedder_files import BertShape, write_embedder
from tests.ggufs import Metadata, write_adapter, write_model, write_tensors, write_vocabulary_only

Tensors = dict[str, tuple[int, ...]]
TENSORS: Tensors = {"token_embd.weight": (8, 20), "blk.0.attn_q.weight": (8, 8)}


def written(
    path: Path, architecture: str = "bert", metadata: Metadata | None = None, tensors: Tensors | None = None
) -> Header:
    said = {f"{architecture}.context_length": 512, f"{architecture}.embedding_length": 8}
    said |= {"tokenizer.ggml.tokens": list(range(20))}  # type: ignore[dict-item]  # a list is as good as texts
    write_tensors(path, architecture, tensors or TENSORS, {**said, **(metadata or {})})
    return read_header(path)


def refusal(header: Header) -> ModelError:
    with pytest.raises(ModelError) as caught:
        check_embedder(header)
    assert caught.value.hint
    return caught.value


def facts_of(header: Header, name: str = "m.gguf") -> EmbedderFacts:
    assert is_embedder(header)
    check_embedder(header)
    return embedder_facts(header, Path(name))


def test_a_file_that_llama_cpp_embeds_with_is_told_as_it_is(tmp_path: Path) -> None:
    path = write_embedder(
        tmp_path / "tiny.gguf",
        name="Tiny search",
        pooling=Pooling.MEAN,
        shape=BertShape(width=32, positions=100),
        metadata={"general.license": "mit"},
    )
    facts = facts_of(read_header(path))
    assert (facts.kind, facts.name, facts.architecture) == (EmbedderKind.GGUF, "Tiny search", "bert")
    assert (facts.dimension, facts.max_tokens, facts.pooling) == (32, 100, Pooling.MEAN)
    assert (facts.quantisation, facts.licence, facts.size_bytes) == ("F32", "MIT", path.stat().st_size)
    assert facts.parameters == sum(tensor.values for tensor in read_header(path).tensors)
    assert (facts.question_prefix, facts.passage_prefix) == ("", "")


def test_the_sizes_are_those_that_llama_cpp_loads(tmp_path: Path) -> None:
    path = write_embedder(tmp_path / "tiny.gguf", shape=BertShape(width=32, positions=100))
    facts = facts_of(read_header(path))
    llama = llama_cpp.Llama(str(path), embedding=True, n_ctx=64, n_threads=1, verbose=False)
    try:
        assert llama_cpp.llama_model_n_embd_out(llama.model) == facts.dimension
        assert llama_cpp.llama_model_n_ctx_train(llama.model) == facts.max_tokens
        assert llama_cpp.llama_model_n_params(llama.model) == facts.parameters
        assert llama_cpp.llama_pooling_type(llama.ctx) == llama_cpp.LLAMA_POOLING_TYPE_MEAN
    finally:
        llama.close()


@pytest.mark.parametrize(
    ("number", "pooling"), [(1, Pooling.MEAN), (2, Pooling.CLS), (3, Pooling.LAST), (0, None)]
)
def test_the_way_of_pooling_is_the_headers(tmp_path: Path, number: int, pooling: Pooling | None) -> None:
    header = written(tmp_path / "m.gguf", metadata={"bert.pooling_type": number})
    assert facts_of(header).pooling is pooling


@pytest.mark.parametrize(
    ("architecture", "metadata"),
    [
        ("qwen3", {"qwen3.pooling_type": 3}),
        ("llama", {"llama.attention.causal": False}),
        ("nomic-bert", {}),
        ("gemma-embedding", {}),
        ("jina-bert-v2", {}),
        ("llama-embed", {}),
    ],
)
def test_what_only_embeds_is_an_embedder_and_still_no_answer_model(
    tmp_path: Path, architecture: str, metadata: Metadata
) -> None:
    header = written(tmp_path / "m.gguf", architecture, metadata)
    assert facts_of(header).dimension == 8
    with pytest.raises(ModelUnsupported, match="numbers for searching"):
        check_model(header)


def test_models_adapters_and_other_files_are_no_embedders(tmp_path: Path) -> None:
    assert not is_embedder(read_header(write_model(tmp_path / "m.gguf")))
    assert not is_embedder(read_header(write_adapter(tmp_path / "a.gguf")))
    for architecture, metadata in (
        ("clip", {"clip.attention.causal": False}),
        ("dream", {"dream.attention.causal": False}),
        ("bert", {"general.type": "mmproj"}),
        ("t5", {}),
    ):
        assert not is_embedder(written(tmp_path / "o.gguf", architecture, metadata))


def test_a_reranker_is_refused_as_one(tmp_path: Path) -> None:
    stated = written(tmp_path / "r.gguf", metadata={"bert.pooling_type": 4})
    early = written(tmp_path / "s.gguf", tensors={**TENSORS, "cls.output.weight": (8, 1)})
    for header in (stated, early):
        error = refusal(header)
        assert isinstance(error, EmbedderUnusable)
        assert "reranker" in error.message
    with_head = written(
        tmp_path / "t.gguf", metadata={"bert.pooling_type": 2}, tensors={**TENSORS, "cls.weight": (8, 8)}
    )
    assert facts_of(with_head).pooling is Pooling.CLS


def test_an_embedder_without_weights_vocabulary_or_sizes_is_refused(tmp_path: Path) -> None:
    words = read_header(write_vocabulary_only(tmp_path / "v.gguf"))
    no_weights = Header("V", 3, {**words.metadata, "general.architecture": "bert"}, (), 0, 0)
    assert "only the vocabulary" in refusal(no_weights).message
    assert (
        "no vocabulary"
        in refusal(written(tmp_path / "a.gguf", metadata={"tokenizer.ggml.tokens": 1})).message
    )
    for key in ("bert.context_length", "bert.embedding_length"):
        for number in (0, 1 << 31):
            assert "does not say" in refusal(written(tmp_path / "b.gguf", metadata={key: number})).message


def test_vectors_are_as_long_as_what_the_last_layer_makes_of_them(tmp_path: Path) -> None:
    dense = {**TENSORS, "dense_2.weight": (8, 32), "dense_3.weight": (32, 12)}
    assert facts_of(written(tmp_path / "a.gguf", tensors=dense)).dimension == 12
    said = written(tmp_path / "b.gguf", metadata={"bert.embedding_length_out": 6})
    assert facts_of(said).dimension == 6


@pytest.mark.parametrize(
    ("stated", "rows", "tokens"), [(512, 512, 512), (514, 514, 512), (8194, 0, 8192), (2048, 300, 300)]
)
def test_no_text_is_longer_than_there_are_positions(
    tmp_path: Path, stated: int, rows: int, tokens: int
) -> None:
    tensors = {**TENSORS, "position_embd.weight": (8, rows)} if rows else TENSORS
    header = written(tmp_path / "m.gguf", metadata={"bert.context_length": stated}, tensors=tensors)
    assert facts_of(header).max_tokens == tokens


QWEN = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
REPRESENT = "Represent this sentence for searching relevant passages: "


@pytest.mark.parametrize(
    ("name", "question", "passage", "pooling"),
    [
        ("Multilingual E5 Small", "query: ", "passage: ", Pooling.MEAN),
        ("multilingual-e5-large-instruct-q8_0", f"{QWEN} ", "", Pooling.MEAN),
        ("e5-base-v2", "query: ", "passage: ", Pooling.MEAN),
        ("Nomic Embed Text v1.5", "search_query: ", "search_document: ", Pooling.MEAN),
        ("Embeddinggemma 300M", "task: search result | query: ", "title: none | text: ", Pooling.MEAN),
        ("Qwen3 Embedding 0.6B", QWEN, "", Pooling.LAST),
        ("Bge M3", "", "", Pooling.CLS),
        ("bge-small-en-v1.5", REPRESENT, "", Pooling.CLS),
        ("Snowflake Arctic Embed L v2.0", "query: ", "", Pooling.CLS),
        ("snowflake-arctic-embed-m-v1.5", REPRESENT, "", Pooling.CLS),
        ("mxbai-embed-large-v1", REPRESENT, "", Pooling.CLS),
        ("all-MiniLM-L6-v2-Q8_0", "", "", Pooling.MEAN),
        ("gte-base", "", "", Pooling.MEAN),
    ],
)
def test_a_known_family_is_used_as_its_card_says(
    tmp_path: Path, name: str, question: str, passage: str, pooling: Pooling
) -> None:
    family = family_of([name])
    assert family is not None
    assert (family.question_prefix, family.passage_prefix, family.pooling) == (question, passage, pooling)
    by_header = facts_of(written(tmp_path / "m.gguf", metadata={"general.name": name}))
    by_file_name = facts_of(written(tmp_path / "m.gguf"), name=f"{name}.gguf")
    for facts in (by_header, by_file_name):
        assert (facts.question_prefix, facts.passage_prefix) == (question, passage)
        assert facts.pooling is pooling


def test_a_name_that_only_looks_alike_is_no_known_family() -> None:
    assert [name for name in ("Tiny", "be5-smaller", "mybge-m30", "") if family_of([name])] == []


def test_an_architecture_that_one_family_alone_has_tells_the_family(tmp_path: Path) -> None:
    facts = facts_of(written(tmp_path / "x.gguf", "nomic-bert"))
    assert (facts.question_prefix, facts.passage_prefix) == ("search_query: ", "search_document: ")


def test_the_headers_pooling_goes_before_the_familys(tmp_path: Path) -> None:
    said: Metadata = {"general.name": "bge-m3", "bert.pooling_type": 1}
    assert facts_of(written(tmp_path / "m.gguf", metadata=said)).pooling is Pooling.MEAN


def test_a_look_at_the_file_says_the_same(tmp_path: Path) -> None:
    written(tmp_path / "bge-m3.gguf")
    facts = inspect(tmp_path / "bge-m3.gguf")
    assert isinstance(facts, EmbedderFacts)
    assert (facts.path, facts.pooling) == (tmp_path / "bge-m3.gguf", Pooling.CLS)
