"""Turns texts into vectors. Embed child only, main thread; the libraries it needs are imported on loading."""
