"""Ids of ours: UUIDv7 as text, so that they sort by the time of their making."""

import uuid_utils


def new_id() -> str:
    """A new id: 36 characters."""
    return str(uuid_utils.uuid7())
