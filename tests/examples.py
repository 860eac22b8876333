"""How many examples a property is tried with: a tenth in `make check` of what it gets in `make check-long`.

The two profiles say so for every property; `pytest --hypothesis-profile=long` takes the long one.
"""

from hypothesis import settings

CHECK, LONG = "check", "long"
MANY = 200  # examples a property gets in the long run

settings.register_profile(CHECK, max_examples=MANY // 10, deadline=None)
settings.register_profile(LONG, max_examples=MANY, deadline=None)


def examples(many: int, *, check: int | None = None) -> settings:
    """For a property that needs more: so many in the long run; in `make check` so many, a tenth where not said."""
    in_the_long_run = settings.get_current_profile_name().startswith(LONG)
    return settings(max_examples=many if in_the_long_run else check or many // 10)
