"""Addresses that chat adapters keep, the same in every store."""

from bot.ports import Store

HERE, THERE = "teams:contoso", "teams:fabrikam"


def test_an_address_is_read_as_it_was_kept(store: Store) -> None:
    """By its key, and among all of its workspace."""
    store.addresses.keep(HERE, "29:mia", {"service": "https://one/", "name": "Mía \N{GRINNING FACE}"})
    assert store.addresses.one(HERE, "29:mia") == {"service": "https://one/", "name": "Mía \N{GRINNING FACE}"}
    assert store.addresses.of(HERE) == {
        "29:mia": {"service": "https://one/", "name": "Mía \N{GRINNING FACE}"}
    }


def test_a_newer_address_takes_the_place_of_an_older_one(store: Store) -> None:
    """A channel moves to another service; nothing of the old address is left."""
    store.addresses.keep(HERE, "19:a", {"service": "https://one/", "team": "T"})
    store.addresses.keep(HERE, "19:a", {"service": "https://two/"})
    assert store.addresses.of(HERE) == {"19:a": {"service": "https://two/"}}


def test_workspaces_do_not_see_each_others_addresses(store: Store) -> None:
    """The same key in two of them is two addresses."""
    store.addresses.keep(HERE, "29:mia", {"service": "https://one/"})
    store.addresses.keep(THERE, "29:mia", {"service": "https://two/"})
    assert store.addresses.one(THERE, "29:mia") == {"service": "https://two/"}
    assert store.addresses.of("teams:nowhere") == {}
    assert store.addresses.one("teams:nowhere", "29:mia") is None


def test_a_forgotten_address_is_gone_and_forgetting_twice_does_no_harm(store: Store) -> None:
    """The bot was taken out of a team."""
    store.addresses.keep(HERE, "19:a", {"service": "https://one/"})
    store.addresses.forget(HERE, "19:a")
    store.addresses.forget(HERE, "19:a")
    assert store.addresses.of(HERE) == {}


def test_what_was_kept_of_an_address_is_not_changed_by_whoever_reads_it(store: Store) -> None:
    """A value is handed out, not the store's own."""
    kept = {"service": "https://one/"}
    store.addresses.keep(HERE, "19:a", kept)
    kept["service"] = "https://evil/"
    assert store.addresses.one(HERE, "19:a") == {"service": "https://one/"}
