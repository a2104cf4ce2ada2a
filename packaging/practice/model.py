"""The practice model in PyTorch: LLaMA's layers at a small size, with LoRA beside every matrix if wanted."""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

SHARPNESS, LIKENESS, NEARNESS = 2.0, 3.0, 9.0
"""How firmly heads begin with what `begin_by_…` gives them."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the model; `rope_base` as in llama.cpp's `rope.freq_base`."""

    vocabulary: int
    width: int = 160
    layers: int = 4
    heads: int = 6
    head_width: int = 32
    hidden: int = 416
    context: int = 1024
    rope_base: float = 10_000.0
    norm_epsilon: float = 1e-5

    def as_dict(self) -> dict[str, int | float]:
        return asdict(self)


class Linear(nn.Module):
    """A matrix without bias, and beside it a low-rank change that training or use may switch on."""

    def __init__(self, wide_in: int, wide_out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(wide_out, wide_in) * wide_in**-0.5)
        self.lora_a: nn.Parameter | None = None
        self.lora_b: nn.Parameter | None = None

    def add_lora(self, rank: int) -> None:
        """Rank by input and output by rank; the change is zero at first."""
        wide_out, wide_in = self.weight.shape
        self.lora_a = nn.Parameter(torch.randn(rank, wide_in) * wide_in**-0.5)
        self.lora_b = nn.Parameter(torch.zeros(wide_out, rank))

    def forward(self, x: Tensor) -> Tensor:
        y = functional.linear(x, self.weight)
        if self.lora_a is not None and self.lora_b is not None:
            y = y + functional.linear(functional.linear(x, self.lora_a), self.lora_b)
        return y


class Layer(nn.Module):
    """Attention with rotary places (pairs 2i, 2i+1, as llama.cpp has them) and a gated feed-forward part."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads, self.head_width = shape.heads, shape.head_width
        inner = shape.heads * shape.head_width
        self.attn_norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)
        self.ffn_norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)
        self.attn_q, self.attn_k = Linear(shape.width, inner), Linear(shape.width, inner)
        self.attn_v, self.attn_output = Linear(shape.width, inner), Linear(inner, shape.width)
        self.ffn_gate, self.ffn_up = Linear(shape.width, shape.hidden), Linear(shape.width, shape.hidden)
        self.ffn_down = Linear(shape.hidden, shape.width)
        for matrix in (self.attn_output, self.ffn_down):
            nn.init.normal_(matrix.weight, std=0.02 * matrix.weight.shape[1] ** -0.5)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor) -> Tensor:
        y = self.attn_norm(x)
        query, key = (self._turned(self._split(m(y)), cos, sin) for m in (self.attn_q, self.attn_k))
        value = self._split(self.attn_v(y))
        seen = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = x + self.attn_output(seen.transpose(1, 2).flatten(2))
        y = self.ffn_norm(x)
        return x + self.ffn_down(functional.silu(self.ffn_gate(y)) * self.ffn_up(y))

    def rows(self, head: int) -> slice:
        return slice(head * self.head_width, (head + 1) * self.head_width)

    def look_back(self, head: int, distance: int, rope_base: float) -> None:
        """Makes the head see the token at that distance; it hands on half a width of it."""
        half, rows = self.head_width // 2, self.rows(head)
        speeds = rope_base ** (-2 * torch.arange(half) / self.head_width)
        strength = torch.where(torch.arange(half) < half // 2, SHARPNESS, 0.0)
        self.attn_q.weight[rows] *= 0.1
        self.attn_k.weight[rows] *= 0.1
        self.attn_q.weight[rows, 0] = torch.stack((strength, 0 * strength), -1).flatten()
        turned = (strength * (speeds * distance).cos(), strength * (speeds * distance).sin())
        self.attn_k.weight[rows, 0] = torch.stack(turned, -1).flatten()
        basis = torch.linalg.qr(torch.randn(self.attn_v.weight.shape[1], 2 * self.head_width)).Q
        basis[0] = 0.0
        self.attn_v.weight[rows] = basis[:, : self.head_width].T * basis.shape[0] ** -0.5
        self.attn_output.weight[:, rows] = basis[:, self.head_width :]

    def look_up(self, head: int, asks: Tensor, answers: Tensor) -> None:
        """Makes the head see, from tokens along `asks`, the nearest one along `answers` (some 100 back)."""
        half, rows = self.head_width // 2, self.rows(head)
        slow = (torch.arange(half) >= 3 * half // 8) & (torch.arange(half) < 3 * half // 4)
        strength = torch.stack((torch.where(slow, NEARNESS, 0.0), torch.zeros(half)), -1).flatten()
        self.attn_q.weight[rows] = torch.outer(strength, asks)
        self.attn_k.weight[rows] = torch.outer(strength, answers)

    def hand_on(self, head: int) -> None:
        """Makes the head give a random share of what it sees to the layers after it."""
        rows = self.rows(head)
        basis = torch.linalg.qr(torch.randn(self.attn_v.weight.shape[1], 2 * self.head_width)).Q
        self.attn_v.weight[rows] = basis[:, : self.head_width].T
        self.attn_output.weight[:, rows] = basis[:, self.head_width :]

    def look_for(self, head: int, before: "Layer", its_head: int) -> None:
        """Makes the head see where `before` saw the token that is here now, and copy from there.

        Only slowly turning pairs compare, as the distance may be long.
        """
        rows, its_rows = self.rows(head), before.rows(its_head)
        slow = (torch.arange(self.head_width) >= self.head_width // 2)[:, None]
        width = self.attn_v.weight.shape[1]
        self.attn_q.weight[rows] = LIKENESS * slow * before.attn_v.weight[its_rows] * width**0.5
        self.attn_k.weight[rows] = LIKENESS * slow * before.attn_output.weight[:, its_rows].T
        basis = torch.linalg.qr(torch.randn(width, self.head_width)).Q.T
        self.attn_v.weight[rows] = basis
        self.attn_output.weight[:, rows] = basis.T

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, self.head_width)).transpose(1, 2)

    @staticmethod
    def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        even, odd = x[..., 0::2], x[..., 1::2]
        return torch.stack((even * cos - odd * sin, even * sin + odd * cos), dim=-1).flatten(-2)


class Reader(nn.Module):
    """Scores of the next token at each place; the embedding is the output matrix too."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        nn.init.normal_(self.token_embd.weight, std=shape.width**-0.5)
        self.blk = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.output_norm = nn.RMSNorm(shape.width, eps=shape.norm_epsilon)

    def forward(self, tokens: Tensor, places: Tensor, mask: Tensor, wanted: Tensor | None = None) -> Tensor:
        """`tokens` and `places` are batch by length; `mask` is batch by length by length, True where seen.

        `wanted`, batch by length, picks the places whose scores are worked out, one after another.
        """
        cos, sin = self._angles(places)
        x, mask = self.token_embd(tokens), mask[:, None]
        for layer in self.blk:
            x = layer(x, cos, sin, mask)
        x = x if wanted is None else x[wanted]
        return functional.linear(self.output_norm(x), self.token_embd.weight)

    @torch.no_grad()
    def begin_by_copying(self) -> None:
        """Starts near what every reader must find first, which chance takes half an hour to find.

        Heads of the first layer look one, two, three … tokens back (at the place alone: the first value of
        every embedding is made the same, and rotary angles do the rest). Heads of the second look for
        the token of now behind the first one's shoulder: what follows there is likely to follow again.
        """
        self.token_embd.weight[:, 0] = 0.3
        first, second = self.blk[0], self.blk[1]
        for head in range(3):
            first.look_back(head, head + 1, self.shape.rope_base)
        for head in range(3):
            second.look_for(head, first, head)

    @torch.no_grad()
    def begin_by_citing(self, marks: list[int], head: int, *, again: bool) -> None:
        """Gives one head of the first layer another start: every token sees the last mark before it.

        So a fact knows its passage's number, which chance finds last of all. What tells marks from other
        tokens, and what they all share, is worked out from the embeddings of now by least squares. `again` is
        for later, when training has blurred which mark is the nearest: what is made of it stays.
        """
        tokens = self.blk[0].attn_norm(self.token_embd.weight)
        is_mark = torch.zeros(len(tokens), 1)
        is_mark[marks] = 1.0
        weight = torch.where(is_mark > 0, 10.0, 1.0)
        wanted = torch.cat((torch.ones_like(is_mark), is_mark), dim=1)
        square = tokens.T @ (weight * tokens) + torch.eye(tokens.shape[1])
        everything, mark = torch.linalg.solve(square, tokens.T @ (weight * wanted)).unbind(1)
        self.blk[0].look_up(head, everything, mark)
        if not again:
            self.blk[0].hand_on(head)

    def _angles(self, places: Tensor) -> tuple[Tensor, Tensor]:
        half = torch.arange(self.shape.head_width // 2, device=places.device)
        speeds = self.shape.rope_base ** (-2 * half / self.shape.head_width)
        angles = places[:, None, :, None] * speeds
        return angles.cos(), angles.sin()

    def add_lora(self, rank: int) -> list[nn.Parameter]:
        """Freezes the model and gives back what is left to train."""
        self.requires_grad_(requires_grad=False)
        for module in self.modules():
            if isinstance(module, Linear):
                module.add_lora(rank)
        return [parameter for parameter in self.parameters() if parameter.requires_grad]
