"""How known families of embedders want to be used, by name; for files that do not say. Shelf child; pure.

Sources are the models' own cards, as llama.cpp's and sentence-transformers' files of them state too:
E5 (intfloat/multilingual-e5-small, e5-base-v2, multilingual-e5-large-instruct, e5-mistral-7b-instruct),
nomic-ai/nomic-embed-text-v1.5 and v2-moe, google/embeddinggemma-300m, Qwen/Qwen3-Embedding-0.6B,
BAAI/bge-m3, bge-small-en-v1.5 and bge-small-zh-v1.5, Snowflake/snowflake-arctic-embed-m and -l-v2.0,
mixedbread-ai/mxbai-embed-large-v1, sentence-transformers/all-MiniLM-L6-v2, thenlper/gte-base,
ibm-granite/granite-embedding-107m-multilingual, jinaai/jina-embeddings-v2-base-en.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop_rag.domain.embedder import Pooling

_TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
_REPRESENT = "Represent this sentence for searching relevant passages: "
_REPRESENT_CHINESE = "为这个句子生成表示以用于检索相关文章："


@dataclass(frozen=True, slots=True)
class Family:
    """`pooling` is None where members of the family differ."""

    question_prefix: str
    passage_prefix: str
    pooling: Pooling | None


_NOMIC = Family("search_query: ", "search_document: ", Pooling.MEAN)
_GEMMA = Family("task: search result | query: ", "title: none | text: ", Pooling.MEAN)
# The first that matches a name (lower case, words joined by dashes) counts.
_BY_NAME: tuple[tuple[re.Pattern[str], Family], ...] = tuple(
    (re.compile(rf"(?:^|-)(?:{pattern})(?:-|$)"), family)
    for pattern, family in (
        (r"qwen-?3-embedding", Family(_TASK, "", Pooling.LAST)),
        (r"e5-mistral-7b-instruct", Family(_TASK + " ", "", Pooling.LAST)),
        (r"e5-large-instruct", Family(_TASK + " ", "", Pooling.MEAN)),
        (r"e5-(?:small|base|large)", Family("query: ", "passage: ", Pooling.MEAN)),
        (r"nomic-embed-text", _NOMIC),
        (r"embedding-?gemma", _GEMMA),
        (r"bge-m3", Family("", "", Pooling.CLS)),
        (r"bge-(?:small|base|large)-en", Family(_REPRESENT, "", Pooling.CLS)),
        (r"bge-(?:small|base|large)-zh", Family(_REPRESENT_CHINESE, "", Pooling.CLS)),
        (r"arctic-embed-[ml]-v2(?:-0)?", Family("query: ", "", Pooling.CLS)),
        (r"arctic-embed", Family(_REPRESENT, "", Pooling.CLS)),
        (r"mxbai-embed-large", Family(_REPRESENT, "", Pooling.CLS)),
        (r"granite-embedding", Family("", "", Pooling.CLS)),
        (r"all-minilm|paraphrase|jina-embeddings-v2|gte-(?:small|base|large)", Family("", "", Pooling.MEAN)),
    )
)
_BY_ARCHITECTURE = {"nomic-bert": _NOMIC, "nomic-bert-moe": _NOMIC, "gemma-embedding": _GEMMA}


def family_of(names: Iterable[str], architecture: str = "") -> Family | None:
    """By the names that a file or folder has or gives, the best first; else by an architecture that only one
    family has."""
    for name in names:
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower())
        for pattern, family in _BY_NAME:
            if pattern.search(plain):
                return family
    return _BY_ARCHITECTURE.get(architecture)
