"""What the registry refuses, and the words for it in both languages.

RegistryError
├── Invalid             something that was given is wrong; `errors` says where
├── NotFound            there is no such thing, or none that the actor may know of
├── NotAllowed          the actor may not do this
│   └── WrongOffice     another office than the actor's does this; the sentence names it
├── NotSignedIn         nobody is signed in, or the sign-in failed
├── Conflict            what is asked contradicts the state of things
│   ├── Stale           somebody else changed it since it was read
│   └── Duplicate       another record holds the same identifier
├── PreconditionMissing a change must say which version it changes
├── RequestReused       an idempotency key came again with another body
├── Merged              the record went into another one, which is named
├── ModelRefused        the language model that is set cannot be used
├── NotReady            the database lacks a migration, or the index is not built
└── Unavailable         the graph database does not answer; nothing was changed, or it is not known
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong value: where (a JSON pointer such as `/name/as_written`), a stable code, and both sentences."""

    pointer: str
    code: str
    vi: str
    en: str


class RegistryError(Exception):
    """A refusal with a stable code and a sentence in Vietnamese and in English."""

    def __init__(self, code: str, *, vi: str, en: str, errors: tuple[FieldError, ...] = ()) -> None:
        super().__init__(en)
        self.code = code
        self.vi = vi
        self.en = en
        self.errors = errors

    def sentence(self, language: str) -> str:
        """The sentence for a reader of `vi` or `en`."""
        return self.vi if language == "vi" else self.en


class Invalid(RegistryError):
    """What was given is wrong; every wrong value is named at once."""

    def __init__(self, *errors: FieldError) -> None:
        count = len(errors)
        super().__init__(
            "invalid",
            vi=f"Có {count} chỗ cần sửa: " + " ".join(error.vi for error in errors[:5]),
            en=f"{count} value{'s' if count > 1 else ''} must be corrected: " + " ".join(e.en for e in errors[:5]),
            errors=errors,
        )


class NotFound(RegistryError):
    """There is no such record."""

    def __init__(self, kind_vi: str, kind_en: str, id: str) -> None:
        super().__init__(
            "not-found", vi=f"Không có {kind_vi} nào mang mã {id}.", en=f"There is no {kind_en} with the id {id}."
        )


class NotAllowed(RegistryError):
    """The actor may not do this."""

    def __init__(self, permission: str) -> None:
        super().__init__(
            "not-allowed",
            vi=f"Tài khoản của bạn không được phép làm việc này ({permission}).",
            en=f"Your account may not do this ({permission}).",
        )


class WrongOffice(NotAllowed):
    """Another office than the actor's does this; `who` names it in both languages."""

    def __init__(self, *, who: tuple[str, str]) -> None:
        vi, en = who
        RegistryError.__init__(
            self,
            "wrong-office",
            vi=f"Việc này thuộc thẩm quyền của: {vi}. Tài khoản của bạn không phải cơ quan đó.",
            en=f"This is for: {en}. Your account does not speak for that office.",
        )


class NotSignedIn(RegistryError):
    """Nobody is signed in, or the sign-in failed."""


class Conflict(RegistryError):
    """What is asked contradicts the state of things."""


class Stale(Conflict):
    """The record changed since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "stale",
            vi="Hồ sơ này đã được người khác sửa sau khi bạn mở. Hãy xem bản mới rồi lưu lại; "
            "những gì bạn nhập vẫn còn.",
            en="Somebody changed this record after you opened it. Look at the new version and save again; "
            "what you typed is still here.",
        )


class Duplicate(Conflict):
    """Another record holds the same identifier."""


class PreconditionMissing(RegistryError):
    """A change must say which version of the record it changes."""

    def __init__(self) -> None:
        super().__init__(
            "precondition-missing",
            vi="Yêu cầu sửa phải có tiêu đề If-Match ghi phiên bản (ETag) mà bạn đã đọc.",
            en="A change needs an If-Match header with the version (ETag) that you read.",
        )


class RequestReused(RegistryError):
    """An idempotency key came again with another body."""

    def __init__(self) -> None:
        super().__init__(
            "request-reused",
            vi="Khoá Idempotency-Key này đã dùng cho một yêu cầu có nội dung khác.",
            en="This Idempotency-Key was used for a request with another body.",
        )


class Merged(RegistryError):
    """The record `id` was merged into another, whose id is `survivor`."""

    def __init__(self, id: str, survivor: str) -> None:
        super().__init__(
            "merged",
            vi=f"Hồ sơ {id} đã được gộp vào hồ sơ {survivor}.",
            en=f"The record {id} was merged into {survivor}.",
        )
        self.id = id
        self.survivor = survivor


class ModelRefused(RegistryError):
    """The language model that a setting names cannot be used; `fault` tells the fault in a code."""

    def __init__(self, fault: str, *, vi: str, en: str) -> None:
        super().__init__(
            "model-refused",
            vi=f"Không dùng được mô hình ngôn ngữ của REGISTRY_EMBEDDING_MODEL: {vi}.",
            en=f"The language model of REGISTRY_EMBEDDING_MODEL cannot be used: {en}.",
        )
        self.fault = fault


class NotReady(RegistryError):
    """The database or the index is not ready to be used."""


class Unavailable(RegistryError):
    """The graph database does not answer."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "unavailable",
            vi="Cơ sở dữ liệu hiện không trả lời. Hãy thử lại sau ít phút.",
            en="The database does not answer at the moment. Please try again in a few minutes.",
        )
        self.why = why
