"""Models put together without being validated again, for the many thousands that are known to be well formed."""

from functools import cache
from typing import TypeVar

from pydantic import BaseModel

Built = TypeVar("Built", bound=BaseModel)


def built(model: type[Built], values: dict[str, object]) -> Built:
    """The model with these values, which must be all its fields as validation would leave them.

    `model_construct` does the same but goes through the fields of the class each time, which took a third of the
    time of a whole network. A test validates what is built here.
    """
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", values)
    object.__setattr__(made, "__pydantic_fields_set__", _fields(model))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


@cache
def _fields(model: type[BaseModel]) -> set[str]:
    """One set for all instances: these models are frozen, so that nothing is ever added to it."""
    return set(model.model_fields)
