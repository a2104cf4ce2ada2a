"""RTF, in files and in messages. Parser child only."""
