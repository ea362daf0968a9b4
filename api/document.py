"""The document of the JSON interface: OpenAPI, with refusals under the content type that they really have."""

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

Document = dict[str, object]


def install(app: FastAPI) -> None:
    """Describe the application at `/api/openapi.json`; the document is made once, when it is first needed."""

    def document() -> Document:
        if app.openapi_schema is None:
            made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
            for operations in made["paths"].values():
                for operation in operations.values():
                    content = operation["responses"]["default"]["content"]
                    content["application/problem+json"] = content.pop("application/json")
            app.openapi_schema = made
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign] # FastAPI's documented way to change the document.
