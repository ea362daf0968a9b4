"""Query parameters: what the interface's document does not name is refused by its name."""

from fastapi import FastAPI, Request

from registry.errors import FieldError, Invalid


def refuse_unknown(request: Request) -> None:
    """Refuse a query parameter that this operation does not have, rather than answer as if it were not there.

    Raises:
        Invalid: names each unknown parameter.
    """
    if not request.query_params:
        return
    known = _known(request.app)[request.scope["route"].name]
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if unknown:
        raise Invalid(*(_unknown(name[:60], sorted(known)) for name in unknown[:20]))


def _known(app: FastAPI) -> dict[str, set[str]]:
    """The query parameters of each operation, read once out of the document of the interface."""
    known: dict[str, set[str]] | None = getattr(app.state, "query_parameters", None)
    if known is None:
        operations = [operation for path in app.openapi()["paths"].values() for operation in path.values()]
        known = {
            operation["operationId"]: {
                parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"
            }
            for operation in operations
        }
        app.state.query_parameters = known
    return known


def _unknown(name: str, known: list[str]) -> FieldError:
    names = ", ".join(known)
    vi = f"Không có tham số {name}" + (f"; có thể dùng: {names}." if known else ".")
    en = f"There is no parameter {name}" + (f"; possible are: {names}." if known else ".")
    return FieldError(f"/{name}", "parameter-unknown", vi, en)
