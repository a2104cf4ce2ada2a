"""Word, PowerPoint and Excel files, and their OpenDocument kin. Parser child only."""
