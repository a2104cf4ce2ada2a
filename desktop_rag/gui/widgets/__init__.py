"""What all parts of the window share: the theme, small widgets, dialogs, notices. Knows no part.

Window process, GUI thread.
"""
