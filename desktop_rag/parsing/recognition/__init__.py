"""Text recognition (OCR), and pictures as documents. Parser child only."""
