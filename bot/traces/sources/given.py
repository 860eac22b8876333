"""What a source is built from: settings by name, and the one door to the world."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.errors import PersonError
from bot.traces.sources.fetching import Door


@dataclass(frozen=True)
class Given:
    """The settings and the door. A source of one's own reads settings of its own in the same way."""

    settings: Mapping[str, str] = field(repr=False)
    door: Door

    def setting(self, name: str) -> str:
        """A setting by its name, "" where it is not set."""
        return self.settings.get(name, "").strip()

    def needed(self, name: str) -> str:
        """A setting without which this source cannot work. PersonError `source_setting_missing` (setting)."""
        found = self.setting(name)
        if not found:
            raise PersonError("source_setting_missing", setting=name)
        return found
