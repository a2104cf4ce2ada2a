"""Opens untrusted documents. Runs in the parser child only, on its main thread."""
