"""Whether the process lives, and whether it can answer."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.dependencies import Db
from registry import setup

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """That somebody is there."""

    model_config = ConfigDict(json_schema_extra={"example": {"status": "ok"}})

    status: str = "ok"


@router.get("/health")
def health() -> Health:
    """Whether this process lives; nothing else is asked."""
    return Health()


@router.get("/ready")
def ready(db: Db) -> Health:
    """Whether the database answers and has every migration; 503 where not."""
    setup.ensure_ready(db)
    return Health()
