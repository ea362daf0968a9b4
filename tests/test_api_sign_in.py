"""Signing in: sessions in a browser, tokens in programs, and the brake on guessed passwords."""

import time
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from api import auth
from api.routes.examples import REGISTRATION
from api.settings import Settings
from api.throttle import (
    REGISTRATIONS_PER_ADDRESS,
    TRIES_PER_ADDRESS,
    TRIES_PER_LOGIN,
    TRIES_PER_PAIR,
    WINDOW_S,
    Throttle,
    TooManyTries,
)
from graph.database import Database
from registry import accounts
from registry.access import Office
from registry.models.accounts import Account
from tests.callers import PASSWORD, Caller, caller, interface


@pytest.fixture
def client(db: Database, tmp_path: Path) -> TestClient:
    """A client without an account."""
    return interface(db, tmp_path)


@pytest.fixture
def member(db: Database) -> Caller:
    """Somebody of the committee's office."""
    return caller(db, Office.COMMITTEE, "member")


def request_of(client: TestClient) -> Request:
    """A request to the client's application, as a page gets it."""
    return Request({"type": "http", "app": client.app, "headers": [], "method": "POST", "path": "/"})


def cookie_of(client: TestClient, account: Account) -> str:
    """The header with which the application gives a browser its session."""
    response = Response()
    auth.start_session(request_of(client), response, account)
    return response.headers["set-cookie"]


def sign_in(client: TestClient, account: Account) -> None:
    """Let the client keep the cookie of a session, as a browser does."""
    name, _, rest = cookie_of(client, account).partition("=")
    client.cookies.set(name, rest.partition(";")[0])


def credentials(password: str = PASSWORD, login: str = "member@example.vn") -> dict[str, object]:
    """What a program sends to get a token."""
    return {"login": login, "password": password, "name": "nightly", "days": 2}


def test_a_token_is_issued_against_login_and_password_and_opens_the_interface(
    client: TestClient, member: Caller
) -> None:
    answer = client.post("/api/v1/tokens", json=credentials())
    assert (answer.status_code, answer.headers["cache-control"]) == (201, "no-store")
    headers = {"Authorization": f"bearer {answer.json()['secret']}"}
    me = client.get("/api/v1/me", headers=headers).json()
    assert me["account"]["login"] == "member@example.vn"
    assert "expert:find" in me["permissions"]
    listed = client.get("/api/v1/tokens", headers=headers).json()
    assert [token["name"] for token in listed["data"]] == ["nightly", "tests"]
    assert "digest" not in str(listed)


def test_a_revoked_token_opens_nothing(client: TestClient, member: Caller) -> None:
    [token] = client.get("/api/v1/tokens", headers=member.headers).json()["data"]
    assert client.delete(f"/api/v1/tokens/{token['id']}", headers=member.headers).status_code == 204
    answer = client.get("/api/v1/me", headers=member.headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("header", ["Basic bWVtYmVyOnBhc3N3b3Jk", "vnr_without_scheme"])
def test_another_scheme_than_bearer_is_refused(client: TestClient, header: str) -> None:
    answer = client.get("/api/v1/me", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "scheme-unknown")


def test_whoever_is_not_signed_in_is_told_so(client: TestClient) -> None:
    answer = client.get("/api/v1/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")


def test_a_session_opens_the_interface_until_it_ends(client: TestClient, member: Caller) -> None:
    sign_in(client, member.account)
    assert client.get("/api/v1/me").json()["account"]["id"] == member.account.id
    response = Response()
    auth.end_session(request_of(client), response)
    assert "Max-Age=0" in response.headers["set-cookie"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(client: TestClient, member: Caller) -> None:
    cookie = cookie_of(client, member.account)
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert member.account.login not in cookie


def test_over_https_the_cookie_is_bound_to_this_host(db: Database, tmp_path: Path, member: Caller) -> None:
    client = interface(db, tmp_path, secure_cookies=True)
    cookie = cookie_of(client, member.account)
    assert cookie.startswith("__Host-registry=")
    assert "Secure" in cookie
    assert "max-age" in client.get("/api/v1/health").headers["strict-transport-security"]


def test_a_changed_password_ends_every_session(db: Database, client: TestClient, member: Caller) -> None:
    sign_in(client, member.account)
    change = {"old": PASSWORD, "new": "một mật khẩu khác hẳn"}
    assert client.put("/api/v1/me/password", json=change).status_code == 200
    assert client.get("/api/v1/me").status_code == 401
    assert client.get("/api/v1/me", headers=member.headers).status_code == 401
    sign_in(client, accounts.account(db, member.account.id))
    assert client.get("/api/v1/me").status_code == 200


def test_a_closed_account_ends_every_session(db: Database, client: TestClient, member: Caller) -> None:
    sign_in(client, member.account)
    assert client.post(f"/api/v1/accounts/{member.account.id}/deactivate").status_code == 200
    assert client.get("/api/v1/me").status_code == 401


def test_a_session_that_somebody_else_sealed_is_no_session(client: TestClient, member: Caller) -> None:
    forged = URLSafeTimedSerializer("another secret of thirty-two characters", salt="session")
    for value in (forged.dumps([member.account.id, 1]), "nonsense", cookie_of(client, member.account)[20:60]):
        client.cookies.set("registry-session", value)
        assert client.get("/api/v1/me").status_code == 401


def test_an_old_session_is_no_session(client: TestClient, member: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, member.account)
    hours = Settings(data_folder=Path()).session_hours
    later = int(time.time()) + hours * 3600 + 60
    monkeypatch.setattr("itsdangerous.timed.TimestampSigner.get_timestamp", lambda _: later)
    assert client.get("/api/v1/me").status_code == 401


def test_guessing_a_password_is_stopped_and_says_when_to_come_back(client: TestClient, member: Caller) -> None:
    wrong = credentials("không phải mật khẩu ấy")
    codes = [client.post("/api/v1/tokens", json=wrong).json()["code"] for _ in range(TRIES_PER_PAIR)]
    assert codes == ["sign-in-failed"] * TRIES_PER_PAIR
    answer = client.post("/api/v1/tokens", json=credentials(), headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-tries")
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW_S + 1
    assert "15 minutes" in answer.json()["detail"]


def test_whoever_knows_the_password_is_not_slowed_down(client: TestClient, member: Caller) -> None:
    for _ in range(2):
        for _ in range(TRIES_PER_PAIR - 1):
            client.post("/api/v1/tokens", json=credentials("không phải mật khẩu ấy"))
        assert client.post("/api/v1/tokens", json=credentials()).status_code == 201


class Clock:
    """A clock that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        """The time that was set."""
        return self.now


def test_a_login_is_free_again_after_the_window() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(TRIES_PER_PAIR):
        throttle.count("a@example.vn", "192.0.2.1")
    with pytest.raises(TooManyTries):
        throttle.count("a@example.vn", "192.0.2.1")
    clock.now = WINDOW_S + 1
    throttle.count("a@example.vn", "192.0.2.1")


def test_a_stranger_elsewhere_does_not_lock_somebody_out() -> None:
    throttle = Throttle(Clock())
    for _ in range(TRIES_PER_PAIR):
        throttle.count("a@example.vn", "192.0.2.1")
    throttle.count("a@example.vn", "198.51.100.7")


def test_one_address_cannot_try_many_logins_not_even_from_its_whole_network() -> None:
    throttle = Throttle(Clock())
    for number in range(TRIES_PER_ADDRESS):
        throttle.count(f"{number}@example.vn", f"2001:db8::{number:x}")
    with pytest.raises(TooManyTries):
        throttle.count("another@example.vn", "2001:db8::ffff")
    throttle.count("another@example.vn", "2001:db8:0:1::1")


@pytest.mark.parametrize("address", ["172.18.0.1", "10.9.8.7", "fd00::1"])
def test_a_proxy_that_tells_no_address_locks_nobody_else_out(address: str) -> None:
    throttle = Throttle(Clock(), proxies="172.18.0.1, 10.0.0.0/8,fd00::/64,*")
    for number in range(TRIES_PER_ADDRESS + 1):
        throttle.count(f"{number}@example.vn", address)
    for _ in range(REGISTRATIONS_PER_ADDRESS + 1):
        throttle.count_registration(address)
    for _ in range(TRIES_PER_PAIR):
        throttle.count("a@example.vn", address)
    with pytest.raises(TooManyTries):
        throttle.count("a@example.vn", address)


def test_who_is_no_trusted_proxy_is_counted_by_address() -> None:
    throttle = Throttle(Clock(), proxies="*,127.0.0.1")
    for number in range(TRIES_PER_LOGIN):
        throttle.count(f"{number}@example.vn", "192.0.2.1")
    with pytest.raises(TooManyTries):
        throttle.count("another@example.vn", "192.0.2.1")


def test_the_container_is_told_which_proxies_to_believe() -> None:
    compose = (Path(__file__).parent.parent / "docker-compose.yml").read_text(encoding="utf-8")
    assert "REGISTRY_TRUSTED_PROXIES: ${REGISTRY_TRUSTED_PROXIES:-" in compose


def test_an_address_registers_only_so_often_and_is_told_when_to_come_back(client: TestClient) -> None:
    throttle = client.app.state.throttle  # type: ignore[attr-defined]
    for _ in range(REGISTRATIONS_PER_ADDRESS - 1):
        throttle.count_registration("testclient")
    assert client.post("/api/v1/experts", json=REGISTRATION).status_code == 201
    answer = client.post("/api/v1/experts", json=REGISTRATION, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-registrations")
    assert 0 < int(answer.headers["retry-after"]) <= WINDOW_S + 1
    assert "Too many registrations" in answer.json()["detail"]
