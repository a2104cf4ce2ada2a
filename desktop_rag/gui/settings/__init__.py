"""The page with all settings, a module for each section.

Window process, GUI thread.
"""
