"""Runs that agents send while they run: OTLP over HTTP at `/v1/traces` and `/v1/logs`, kept, and found again.

door       the requests and their answers
reader     a process of its own that reads and redacts: see `docs/decisions/0007-received-spans-are-read-elsewhere.md`
digesting  from the bytes of a request to what is kept of it, pure; `splitting` and `cleaning` are its parts
finding    from what is kept to one trace, and to the runs around a moment
"""
