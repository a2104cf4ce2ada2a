"""Writes answers with a local GGUF model and its LoRA adapters. Chat child only; a model file comes from
strangers, so its header is read and checked here before llama.cpp gets to see it."""
