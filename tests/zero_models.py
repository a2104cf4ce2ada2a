"""Language models of any size, written in no time: all weights are zero, and the file has holes there.
llama.cpp reads and computes as with any other; what they write means nothing, what they take up is real."""

from dataclasses import dataclass
from pathlib import Path

from gguf import GGMLQuantizationType, GGUFWriter, TokenType
from gguf.constants import GGML_QUANT_SIZES
from gguf.gguf_writer import TensorInfo

from tests import ggufs

Type = GGMLQuantizationType
ALIGNMENT = 32


@dataclass(frozen=True, slots=True)
class ZeroModel:
    """`heads` share `kv_heads` keys and values of `head` numbers each; a `tied` one looks words up in the
    table that it also writes with. `merges` is how many rules the vocabulary has for each of its `words`;
    None is a vocabulary of another kind, with scores."""

    layers: int
    width: int
    hidden: int
    heads: int
    kv_heads: int
    words: int
    type: Type = Type.F16
    table_type: Type | None = None
    head: int = 64
    tied: bool = True
    merges: float | None = 1.0
    architecture: str = "llama"
    trained_tokens: int = 131072

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Rows first, as the writer wants them."""
        queries, keys = self.heads * self.head, self.kv_heads * self.head
        layer = {
            "attn_norm": (self.width,),
            "attn_q": (queries, self.width),
            "attn_k": (keys, self.width),
            "attn_v": (keys, self.width),
            "attn_output": (self.width, queries),
            "ffn_norm": (self.width,),
            "ffn_gate": (self.hidden, self.width),
            "ffn_up": (self.hidden, self.width),
            "ffn_down": (self.width, self.hidden),
        }
        if self.architecture == "qwen3":
            layer |= {"attn_q_norm": (self.head,), "attn_k_norm": (self.head,)}
        shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (self.words, self.width)}
        shapes["output_norm.weight"] = (self.width,)
        if not self.tied:
            shapes["output.weight"] = (self.words, self.width)
        for number in range(self.layers):
            shapes |= {f"blk.{number}.{name}.weight": shape for name, shape in layer.items()}
        return shapes

    def type_of(self, name: str, shape: tuple[int, ...]) -> Type:
        if len(shape) == 1:
            return Type.F32
        is_table = name in ("token_embd.weight", "output.weight")
        return self.table_type or self.type if is_table else self.type


def write_zero_model(path: Path, model: ZeroModel) -> Path:
    writer = GGUFWriter(path, model.architecture)
    _write_numbers(writer, model)
    _write_words(writer, model)
    end = 0
    for name, shape in model.shapes.items():
        kind = model.type_of(name, shape)
        block, block_bytes = GGML_QUANT_SIZES[kind]
        size = shape[-1] // block * block_bytes * (shape[0] if len(shape) > 1 else 1)
        writer.tensors[-1][name] = TensorInfo(shape=shape, dtype=kind, nbytes=size)
        end += -(-size // ALIGNMENT) * ALIGNMENT
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    assert writer.fout is not None
    file = writer.fout[0]
    writer.write_padding(file, file.tell())
    file.truncate(file.tell() + end)
    writer.close()
    return path


def _write_numbers(writer: GGUFWriter, model: ZeroModel) -> None:
    writer.add_name("Zero")
    writer.add_context_length(model.trained_tokens)
    writer.add_embedding_length(model.width)
    writer.add_block_count(model.layers)
    writer.add_feed_forward_length(model.hidden)
    writer.add_head_count(model.heads)
    writer.add_head_count_kv(model.kv_heads)
    writer.add_key_length(model.head)
    writer.add_value_length(model.head)
    writer.add_rope_dimension_count(model.head)
    writer.add_layer_norm_rms_eps(1e-5)


def _write_words(writer: GGUFWriter, model: ZeroModel) -> None:
    known = ggufs._gpt2_vocabulary() if model.merges is not None else ggufs._llama_vocabulary()
    more = model.words - len(known.tokens)
    writer.add_tokenizer_model("gpt2" if model.merges is not None else "llama")
    writer.add_token_list([*known.tokens, *(b"word%d" % number for number in range(more))])
    writer.add_token_types([*known.types, *([TokenType.NORMAL] * more)])
    if model.merges is not None:
        writer.add_tokenizer_pre("gpt-2")
        rules = int(model.words * model.merges) - 1
        writer.add_token_merges(["Ġ Ġ", *(f"wo rd{number}" for number in range(rules))])
    else:
        writer.add_token_scores([*known.scores, *([-5.0] * more)])
    writer.add_bos_token_id(ggufs.BOS)
    writer.add_eos_token_id(ggufs.EOS)
    writer.add_add_bos_token(False)
    writer.add_chat_template(ggufs.CHATML)
