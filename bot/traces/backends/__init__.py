"""What backends answer that is no OTLP: each form is turned into spans under the keys of a convention.

An answer of several pages is kept as a JSON list of them, each to the letter as it came.
"""
