"""The brake on guessed passwords and on registrations: how often an address may try, and a login be tried."""

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
# Registrations from one address, which a workshop for experts abroad may share.
REGISTRATIONS_PER_ADDRESS = 30
_MOST_KEYS = 50_000
_Limits = tuple[tuple[tuple[str, str], int], ...]


class TooManyTries(NotSignedIn):
    """Too many failed sign-ins, or registrations; `wait_s` says when to come back."""

    def __init__(self, wait_s: int, *, registering: bool = False) -> None:
        minutes = max(1, -(-wait_s // 60))
        vi, en = (
            ("Quá nhiều lượt đăng ký từ địa chỉ mạng này.", "Too many registrations from this network address.")
            if registering
            else ("Đăng nhập sai quá nhiều lần.", "Too many failed sign-ins.")
        )
        super().__init__(
            "too-many-registrations" if registering else "too-many-tries",
            vi=f"{vi} Hãy thử lại sau {minutes} phút.",
            en=f"{en} Please try again in {minutes} minute{'s' if minutes > 1 else ''}.",
        )
        self.wait_s = wait_s


class Throttle:
    """Counts tries in the memory of this process; a try counts before its password is checked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, proxies: str = "") -> None:
        """`proxies` are the trusted ones, with commas between: behind them stand many people, so none is an address."""
        self._clock = clock
        self._proxies = _networks(proxies)
        self._tries: OrderedDict[tuple[str, str], list[float]] = OrderedDict()
        self._lock = Lock()

    def count(self, login: str, address: str) -> None:
        """Count a try.

        Raises:
            TooManyTries: the login or the address has used up its tries of the last fifteen minutes.
        """
        wait = self._count(self._limits(login, address))
        if wait:
            raise TooManyTries(wait)

    def count_registration(self, address: str) -> None:
        """Count a registration, which is as dear as a sign-in and tells whether a login is taken.

        Raises:
            TooManyTries: the address has used up its registrations of the last fifteen minutes.
        """
        if self._is_proxy(address):
            return
        wait = self._count(((("registration", _network(address)), REGISTRATIONS_PER_ADDRESS),))
        if wait:
            raise TooManyTries(wait, registering=True)

    def _count(self, limits: _Limits) -> int:
        """Count a try under each key; the seconds to wait where one is used up, and then nothing is counted."""
        now = self._clock()
        with self._lock:
            recent = {key: self._recent(key, now) for key, _ in limits}
            waits = [recent[key][-limit] + WINDOW_S - now for key, limit in limits if len(recent[key]) >= limit]
            if waits:
                return int(max(waits)) + 1
            for key, tries in recent.items():
                self._tries[key] = [*tries, now]
                self._tries.move_to_end(key)
            while len(self._tries) > _MOST_KEYS:
                self._tries.popitem(last=False)
        return 0

    def forgive(self, login: str, address: str) -> None:
        """Take a try back that turned out right, and with it the failures of this login from this address."""
        with self._lock:
            for key, _ in self._limits(login, address):
                if key[0] == "pair":
                    self._tries.pop(key, None)
                elif self._tries.get(key):
                    self._tries[key].pop()

    def _recent(self, key: tuple[str, str], now: float) -> list[float]:
        return [at for at in self._tries.get(key, ()) if at > now - WINDOW_S]

    def _limits(self, login: str, address: str) -> _Limits:
        network = _network(address)
        own = ((("pair", f"{login} {network}"), TRIES_PER_PAIR), (("login", login), TRIES_PER_LOGIN))
        return own if self._is_proxy(address) else (*own, (("address", network), TRIES_PER_ADDRESS))

    def _is_proxy(self, address: str) -> bool:
        """Whether this is a proxy's own address, which stands for everybody whose address it does not tell."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._proxies)


def _networks(texts: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The addresses and networks among texts with commas between; `*`, which means everybody, is none."""
    found = []
    for text in texts.split(","):
        try:
            found.append(ipaddress.ip_network(text.strip(), strict=False))
        except ValueError:
            continue
    return found


def _network(address: str) -> str:
    """The address, or for IPv6 the network of 64 bits that one caller usually holds."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))
