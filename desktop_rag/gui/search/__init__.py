"""Finding while somebody types: results from the library without asking anything.

Window process, GUI thread.
"""
