"""What sums of money come to in one currency, roughly: enough to tell whether two programmes are alike in size."""

from functools import cache

from registry.lists.source import Provenance, Row, read


class Currency(Row):
    """A currency (ISO 4217) and about how many US dollars one unit of it is worth."""

    code: str
    dollars: float
    verified: bool


class CurrenciesFile(Provenance):
    """The currencies that sums may be compared in."""

    currencies: tuple[Currency, ...]


@cache
def currencies_file() -> CurrenciesFile:
    """The file as a whole, read once."""
    return read(CurrenciesFile, "currencies.json")


@cache
def _worth() -> dict[str, float]:
    return {currency.code: currency.dollars for currency in currencies_file().currencies}


def in_dollars(amount: float | None, currency: str | None) -> float | None:
    """About what a sum comes to in US dollars; None where there is none, or its currency is not listed."""
    worth = _worth().get(currency or "")
    return None if amount is None or worth is None else amount * worth
