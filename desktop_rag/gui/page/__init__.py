"""The source beside the answer: a page of a document, its words lit, found, selected.

Window process, GUI thread.
"""
