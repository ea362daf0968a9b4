"""The brake on guessed passwords: how often one address may try, and how often one login may be tried."""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from registry.errors import NotSignedIn

WINDOW_S = 15 * 60
# A login from one address; a login from everywhere, which is higher so that a stranger cannot lock somebody out
# with a few tries; an address with any login, which a whole office may share.
TRIES_PER_PAIR, TRIES_PER_LOGIN, TRIES_PER_ADDRESS = 5, 50, 50
_MOST_KEYS = 50_000


class TooManyTries(NotSignedIn):
    """Too many failed sign-ins; `wait_s` says when to come back."""

    def __init__(self, wait_s: int) -> None:
        minutes = max(1, -(-wait_s // 60))
        super().__init__(
            "too-many-tries",
            vi=f"Đăng nhập sai quá nhiều lần. Hãy thử lại sau {minutes} phút.",
            en=f"Too many failed sign-ins. Please try again in {minutes} minute{'s' if minutes > 1 else ''}.",
        )
        self.wait_s = wait_s


class Throttle:
    """Counts tries in the memory of this process; a try counts before its password is checked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[tuple[str, str], list[float]] = OrderedDict()
        self._lock = Lock()

    def count(self, login: str, address: str) -> None:
        """Count a try.

        Raises:
            TooManyTries: the login or the address has used up its tries of the last fifteen minutes.
        """
        now = self._clock()
        with self._lock:
            recent = {key: self._recent(key, now) for key, _ in _limits(login, address)}
            waits = [
                recent[key][-limit] + WINDOW_S - now
                for key, limit in _limits(login, address)
                if len(recent[key]) >= limit
            ]
            if waits:
                raise TooManyTries(int(max(waits)) + 1)
            for key, tries in recent.items():
                self._tries[key] = [*tries, now]
                self._tries.move_to_end(key)
            while len(self._tries) > _MOST_KEYS:
                self._tries.popitem(last=False)

    def forgive(self, login: str, address: str) -> None:
        """Take a try back that turned out right, and with it the failures of this login from this address."""
        with self._lock:
            for key, _ in _limits(login, address):
                if key[0] == "pair":
                    self._tries.pop(key, None)
                elif self._tries.get(key):
                    self._tries[key].pop()

    def _recent(self, key: tuple[str, str], now: float) -> list[float]:
        return [at for at in self._tries.get(key, ()) if at > now - WINDOW_S]


def _limits(login: str, address: str) -> tuple[tuple[tuple[str, str], int], ...]:
    network = _network(address)
    return (
        (("pair", f"{login} {network}"), TRIES_PER_PAIR),
        (("login", login), TRIES_PER_LOGIN),
        (("address", network), TRIES_PER_ADDRESS),
    )


def _network(address: str) -> str:
    """The address, or for IPv6 the network of 64 bits that one caller usually holds."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
