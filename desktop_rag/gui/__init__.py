"""The window: a folder for each of its parts, what they share, and the bridge to jobs.

Window process, GUI thread.
"""
