"""What the window says: the seam to translations, and sentences about counts, time and places. Any thread."""
