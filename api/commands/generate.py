"""`registry generate`: the demonstration network of people who do not exist."""

from typing import Annotated

import typer

from api.commands import terminal
from api.commands.opening import OPERATOR, ready_database
from api.commands.terminal import Terminal
from api.language import number_text
from graph.database import Database
from registry import bulk
from registry.generator import LARGEST, SMALLEST, network

NAME = "generate"
SOURCE = "generated"
SEED = 57


def run(
    context: typer.Context,
    size: Annotated[int, typer.Option(min=SMALLEST, max=LARGEST, help="Số chuyên gia. · How many experts.")] = 2000,
    seed: Annotated[int, typer.Option(min=0, help="Số gieo: cùng số, cùng mạng lưới. · Seed of the network.")] = SEED,
) -> None:
    """Tạo mạng lưới minh hoạ gồm người không có thật, được đánh dấu ở mọi nơi hiển thị.

    Generate the demonstration network: people who do not exist, marked as such wherever they show, real institutes
    and missions made up after the national tasks. The same size and seed give the same network, and storing it again
    changes nothing.

    Ví dụ · Example: **registry generate --size 10000 --seed 7**
    """
    reader = terminal.of(context)
    with ready_database(reader.settings) as db:
        load(reader, db, size=size, seed=seed)


def load(reader: Terminal, db: Database, *, size: int, seed: int) -> int:
    """Generate and store a network; return how many records were stored now."""
    made = network(size, seed=seed)
    with reader.progress("Đang tạo mạng lưới minh hoạ", "Generating the network", total=size) as advance:
        stored = bulk.store_institutes(db, OPERATOR, made.institutes(), source=SOURCE)
        stored += bulk.store_experts(
            db, OPERATOR, made.experts(), source=SOURCE, progress=lambda done: advance(done, size)
        )
        stored += bulk.store_missions(db, OPERATOR, made.missions(), source=SOURCE)
    counted = number_text(size, reader.language)
    if stored:
        reader.say(
            f"Mạng lưới minh hoạ {counted} người (không có thật) đã ở trong cơ sở dữ liệu.",
            f"The demonstration network of {counted} people (who do not exist) is in the database.",
        )
    else:
        reader.say(
            f"Mạng lưới minh hoạ {counted} người đã có sẵn; không thay đổi gì.",
            f"The demonstration network of {counted} people is already there; nothing was changed.",
        )
    return stored
