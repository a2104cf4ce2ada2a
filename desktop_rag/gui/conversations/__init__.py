"""The conversations kept: their list, and what is done with one of them.

Window process, GUI thread.
"""
