"""Protection against requests that a foreign page makes a browser send with the reader's cookie."""

from urllib.parse import urlsplit

from fastapi import Request

from registry.errors import RegistryError

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(RegistryError):
    """A browser sent this on behalf of another site."""

    def __init__(self) -> None:
        super().__init__(
            "foreign-origin",
            vi="Yêu cầu này đến từ một trang web khác nên bị từ chối. Hãy mở trang của Hệ thống rồi làm lại.",
            en="This request came from another site and was refused. Open the registry's own page and try again.",
        )


def refuse_foreign(request: Request) -> None:
    """Refuse an unsafe request that another site caused.

    Browsers say in Sec-Fetch-Site, or in Origin where they are old, which page sent a request. A program sends
    neither and carries no cookie of a reader; a bearer token is never sent by a browser on its own.

    Raises:
        ForeignOrigin: the request must not be answered.
    """
    if request.method in SAFE_METHODS or request.headers.get("authorization", "").lower().startswith("bearer "):
        return
    site = request.headers.get("sec-fetch-site")
    if site in {"same-origin", "none"}:
        return
    origin = request.headers.get("origin")
    if site is None and origin is None:
        return
    if site is None and urlsplit(origin or "").netloc in _own_hosts(request):
        return
    raise ForeignOrigin


def _own_hosts(request: Request) -> set[str]:
    """The host that was asked, and the one that readers use where a proxy stands between."""
    return {request.headers.get("host") or "-", urlsplit(request.app.state.settings.base_url).netloc}
