"""Measured speed: `python -m bench` prints medians beside a baseline of the same run."""
