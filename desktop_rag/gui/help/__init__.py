"""The guide inside the program, the tour of the first run, and what to do when all else fails.

Window process, GUI thread.
"""
