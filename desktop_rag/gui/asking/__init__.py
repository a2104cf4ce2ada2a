"""Asking: the question box, what is searched and how it is answered, and one conversation's column.

Window process, GUI thread.
"""
