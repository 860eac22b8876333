"""A pasted link becomes the bytes of a trace.

links       a link taken apart, without trust
sites       a configured backend, its addresses and its credentials
guarding    which addresses may be connected to
fetching    the one door: no redirect elsewhere, caps, time
troubles    what an answer means
capturing   pages to one capture; whether the run has arrived
given       what a source is built from
registry    all sources by entry point
recognised  links that are only named

Every other module is one backend.
"""
