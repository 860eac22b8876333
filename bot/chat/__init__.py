"""Chat adapters, one folder a platform, each with the same four files: listen, post, dialect, serve."""
