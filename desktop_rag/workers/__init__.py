"""The process boundary: frames, the life of a child, and a worker and client for each child."""
