"""PDF: text with offsets, pages drawn, words placed. Parser child only."""
