"""Where reviews, inputs and errands are kept: SQLite for the product, memory for tests."""
