"""What is kept on disk: SQLite is the truth, the vector index a cache that can always be rebuilt."""
