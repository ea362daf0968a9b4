"""What can go wrong between a caller and the graph.

GraphError
├── GraphUnavailable     the engine does not answer, or answers no longer
├── GraphRefused         the engine answers but will not let us in
├── QueryTookTooLong     the query met the time limit of the engine
├── NothingWritten       the first statement of a write found nothing to change: all of it was rolled back
└── AlreadyThere         a value that must be unique is taken
"""


class GraphError(Exception):
    """The parent of everything that the graph reports."""


class GraphUnavailable(GraphError):
    """The engine does not answer."""


class GraphRefused(GraphError):
    """The engine refuses the user name or the password."""


class QueryTookTooLong(GraphError):
    """A query met the engine's time limit and was ended."""


class NothingWritten(GraphError):
    """The first statement of a write returned no row, so nothing was written and no event recorded."""


class AlreadyThere(GraphError):
    """A uniqueness constraint was violated by a value that somebody else holds."""
