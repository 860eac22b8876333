"""The kinds of personal data that a setting may name; how each is found is in `personal_data.py`."""

from enum import StrEnum


class Personal(StrEnum):
    """A kind of personal data, called in texts and settings by its value."""

    EMAIL = "e-mail"
    PHONE = "phone"
    IBAN = "iban"
