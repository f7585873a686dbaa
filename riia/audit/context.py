"""What the trail and the logs know of the request they are written in."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
