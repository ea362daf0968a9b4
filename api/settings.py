"""The settings of an installation: the only place where the environment is read."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SHORTEST_SECRET = 32
# A secret that holds one of these came out of an example, not out of a generator.
_EXAMPLES = ("change", "default", "example", "password", "secret", "registry", "123456")
_WEAK_PASSWORDS = frozenset({"neo4j", "password", "changeme", "admin", "root", "registry", "secret"})


class Settings(BaseSettings):
    """What an installation may choose; each setting is an environment variable with the prefix REGISTRY_."""

    model_config = SettingsConfigDict(env_prefix="REGISTRY_", extra="ignore", frozen=True, hide_input_in_errors=True)

    graph_uri: str | None = Field(
        default=None,
        description="Bolt address of a Neo4j, such as neo4j+s://graph.example.vn; empty starts the engine that comes "
        "with the installation.",
    )
    graph_user: str = Field(default="neo4j", description="User name for the database that graph_uri names.")
    graph_password: SecretStr | None = Field(
        default=None, description="Password for the database that graph_uri names; a well-known default is refused."
    )
    graph_name: str | None = Field(
        default=None, description="Name of the database on the server; empty takes the one that the server offers."
    )
    graph_heap: str = Field(
        default="1g",
        pattern=r"^[1-9][0-9]{0,6}[mgMG]$",
        description="Memory of the heap of the engine that comes with the installation, such as 512m or 2g.",
    )
    data_folder: Path = Field(
        default=Path("var"), description="Folder for everything that the registry keeps outside the database."
    )
    keep_index: bool = Field(
        default=True,
        description="Whether the index of the people who agreed to be matched is kept in the data folder, readable "
        "only by its owner, so that a restart need not build it.",
    )
    embedding_model: Path | None = Field(
        default=None,
        description="Folder of a sentence-transformers model (tokenizer.json and model.onnx, or model.safetensors with "
        "config.json) by which the ranking also compares meanings; needs the extra `embedding`; empty switches it off.",
    )
    secret: SecretStr | None = Field(
        default=None,
        description=f"Text of at least {SHORTEST_SECRET} random characters that signs sessions, the same for all "
        "workers; empty makes one and keeps it, readable only by its owner, in the data folder.",
    )
    token: SecretStr | None = Field(
        default=None,
        description="Access token of the account that the commands of cases, roles and the ledger act as; empty asks "
        "for its password, or acts as the operator where a command only reads.",
    )
    host: str = Field(default="127.0.0.1", description="Address on which the pages and the interface are served.")
    port: Annotated[int, Field(ge=1, le=65535)] = Field(default=8000, description="Port on which they are served.")
    language: Literal["vi", "en"] = Field(
        default="vi", description="Language for readers whose browser asks for neither Vietnamese nor English."
    )
    time_zone: str = Field(default="Asia/Ho_Chi_Minh", description="Time zone of dates and times in pages.")
    secure_cookies: bool = Field(
        default=False,
        description="Whether the session's cookie travels over HTTPS only; switch it on wherever HTTPS is used.",
    )
    session_hours: Annotated[int, Field(ge=1, le=720)] = Field(
        default=12, description="Hours after which somebody must sign in again."
    )
    base_url: str = Field(
        default="http://127.0.0.1:8000",
        description="Address under which readers reach the registry, for links in exports and reports.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses, with commas between, of the proxies whose word on the caller's address is believed.",
    )

    @field_validator("secret")
    @classmethod
    def _strong(cls, secret: SecretStr | None) -> SecretStr | None:
        if secret is None:
            return None
        text = secret.get_secret_value()
        if len(text) < SHORTEST_SECRET or len(set(text)) < 10:
            raise ValueError(f"REGISTRY_SECRET must be at least {SHORTEST_SECRET} random characters.")
        if any(word in text.lower() for word in _EXAMPLES):
            raise ValueError("REGISTRY_SECRET looks like an example; make one with `openssl rand -hex 32`.")
        return secret

    @field_validator("token")
    @classmethod
    def _some_token(cls, token: SecretStr | None) -> SecretStr | None:
        return token if token is not None and token.get_secret_value().strip() else None

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"There is no time zone {name}.") from None
        return name

    @field_validator("base_url")
    @classmethod
    def _an_address(cls, address: str) -> str:
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("REGISTRY_BASE_URL must begin with http:// or https:// and name a host.")
        return address.rstrip("/")

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        if self.graph_uri is None:
            return self
        if "@" in urlsplit(self.graph_uri).netloc:
            raise ValueError("REGISTRY_GRAPH_URI must not hold a password; give it in REGISTRY_GRAPH_PASSWORD.")
        if self.graph_password is None:
            raise ValueError("REGISTRY_GRAPH_URI needs REGISTRY_GRAPH_PASSWORD.")
        if self.graph_password.get_secret_value().lower() in _WEAK_PASSWORDS:
            raise ValueError("REGISTRY_GRAPH_PASSWORD is a well-known default; choose another one.")
        return self


def index_folder(settings: Settings) -> Path:
    """The folder in which the index of people is kept where it is to be kept."""
    return settings.data_folder / "index"


def session_secret(settings: Settings) -> str:
    """The text that signs sessions: the one that is set, else one that is made once and kept in the data folder."""
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    settings.data_folder.mkdir(parents=True, exist_ok=True)
    path = settings.data_folder / "session-secret"
    if not path.exists():
        _make(path)
    return _kept(path)


def _make(path: Path) -> None:
    """Put a new secret there whole or not at all; of several processes that start at once, the first one's stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()


def _kept(path: Path) -> str:
    text = path.read_text().strip()
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"{path} holds no usable secret; delete the file and start again.")
    return text
