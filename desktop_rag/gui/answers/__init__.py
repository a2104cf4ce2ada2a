"""Answers as they are read: a turn of a conversation, its cited sentences and its sources.

Window process, GUI thread.
"""
