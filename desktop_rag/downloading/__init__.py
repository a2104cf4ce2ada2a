"""Fetches model files that the person asked for. Download child: the one process that may open a connection,
and exists only while a download runs. What opens none (patience, parts on the disk) its client uses too."""
