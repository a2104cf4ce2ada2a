"""Messages, mailboxes and web archives, which are made like messages. Parser child only."""
