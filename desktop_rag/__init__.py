"""Desktop RAG: a private document assistant that runs on one person's own computer."""

__version__ = "0.1.0"
