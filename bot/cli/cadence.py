"""What `check` says of the policy that is in force."""

from collections.abc import Iterator
from datetime import UTC, datetime

from bot.chat.words import Words
from bot.domain.due import Policy, Who
from bot.policy import LoadedPolicy, load_policy
from bot.settings import Settings


def in_force(settings: Settings, words: Words) -> Iterator[str]:
    """A few lines. PersonError where the policy file cannot be used."""
    loaded = load_policy(settings.policy, settings.workspace_zone)
    yield words("check_policy", path=str(settings.policy or ""))
    yield _hours(loaded, words)
    yield _questions(loaded.policy, words)
    yield _walls(loaded.policy, words)


def _hours(loaded: LoadedPolicy, words: Words) -> str:
    policy = loaded.policy
    return words(
        "check_policy_hours",
        start=f"{policy.hours.start:%H:%M}",
        end=f"{policy.hours.end:%H:%M}",
        direct=f"{policy.direct_at:%H:%M}",
        zone=loaded.zone,
        country=loaded.country,
        part=loaded.part,
        also=len(loaded.also),
        next_off=_next_day_off(loaded),
    )


def _next_day_off(loaded: LoadedPolicy) -> str:
    """The next day off, by which somebody sees whether the right country is meant; empty where there is none."""
    today = datetime.now(UTC).date()
    coming = (day for day in loaded.free(today.year) if day >= today)
    return min((day.isoformat() for day in coming), default="")


def _questions(policy: Policy, words: Words) -> str:
    later = (policy.still_silent_days, policy.last_days)[: policy.most - 1]
    return words(
        "check_policy_questions",
        in_thread=policy.first_word is Who.THREAD,
        hours=policy.silent_hours,
        later=" / ".join(str(days) for days in later),
        owner=policy.stalled_days,
        silent=policy.owner_silent_days,
        asks_last_owner=Who.LAST_OWNER in policy.next_owners,
    )


def _walls(policy: Policy, words: Words) -> str:
    return words(
        "check_policy_walls",
        days=", ".join(f"{day:+d}" if day else "0" for day in policy.wall_days),
        late=policy.late_days,
        accepter=Who.ACCEPTER in policy.late_too,
        review_owner=Who.REVIEW_OWNER in policy.late_too,
        repeat=policy.repeat_calendar_days,
        drill=policy.drill_calendar_days,
    )
