"""The window: one file per panel, the theme, and the bridge to jobs. Window process, GUI thread."""
