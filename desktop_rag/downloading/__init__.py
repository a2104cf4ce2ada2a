"""Fetches model files that the person asked for. Download child only: the one process that may open a
connection, and exists only while a download runs."""
