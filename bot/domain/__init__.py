"""The decision review itself: values and rules, pure and synchronous, standard library only."""
