"""Where an engine answers, and as whom."""

from dataclasses import dataclass, field

DATABASE = "registry"
USER = "root"


@dataclass(frozen=True)
class Address:
    """A Bolt address with the user to log in as; its text does not show the password."""

    uri: str
    user: str
    password: str = field(repr=False)
