"""The stylesheet, the script and the icon, which browsers keep until their content has another address."""

import os
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOLDER: Final = Path(__file__).parent.parent / "static"
_KEPT: Final = "public, max-age=31536000, immutable"


class KeptFiles(StaticFiles):
    """Static files; one that was asked for by the digest of its content never changes under that address."""

    def __init__(self) -> None:
        super().__init__(directory=_FOLDER)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, to be kept for a year where its address says its version."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if b"v=" in scope.get("query_string", b""):
            response.headers["Cache-Control"] = _KEPT
        return response
