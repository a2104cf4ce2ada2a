"""The library: its folders and files, how each is, and what can be done about it.

Window process, GUI thread.
"""
