"""Whatever is text by itself: plain, marked up, tables, data, source code. Parser child only."""
