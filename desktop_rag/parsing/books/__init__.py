"""Electronic books. Parser child only."""
