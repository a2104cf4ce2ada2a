"""The page about models: answer models, adapters, search models, and getting them.

Window process, GUI thread.
"""
