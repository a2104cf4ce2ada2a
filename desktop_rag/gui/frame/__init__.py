"""The window's frame: its panes, the pages that lie over them, keys, and what is dropped anywhere.

Window process, GUI thread.
"""
