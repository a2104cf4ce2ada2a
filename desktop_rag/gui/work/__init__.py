"""What the desktop shows of long work: progress on the program's icon, quiet notifications.

Window process, GUI thread.
"""
