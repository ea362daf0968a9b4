"""How loops are compiled, and the arrays they take."""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Float32s = NDArray[np.float32]
Float64s = NDArray[np.float64]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
UInt8s = NDArray[np.uint8]
UInt16s = NDArray[np.uint16]

Compiled = TypeVar("Compiled", bound=Callable[..., object])


def compiled(function: Compiled) -> Compiled:
    """Compile a function on its first call, and keep it on disk where there is a folder to keep it in.

    What is kept is made anew only when the file of the function changes: functions that call each other stand together.
    """
    try:
        return cast(Compiled, njit(nogil=True, cache=True)(function))
    except RuntimeError:
        return cast(Compiled, njit(nogil=True)(function))


def inlined(function: Compiled) -> Compiled:
    """Write a function out wherever a compiled one calls it: to hand arrays over costs more than most of these do."""
    return cast(Compiled, njit(nogil=True, inline="always")(function))
