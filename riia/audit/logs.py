"""Log lines as JSON, one object a line."""

import json
import logging
import re

from riia.audit.context import request_id

EXTRAS = ("method", "path", "status", "milliseconds", "user", "event")


# Links that let their reader in, by invitation, to set a new password or to approve, stay out of the logs.
SECRET = re.compile(r"(/(?:accounts/(?:invitation|password/reset/key)|approve)/)[^/\s\"]+")


def without_secrets(text: str) -> str:
    """A path, or a line that holds one, without the secret of a link."""
    return SECRET.sub(r"\1...", text)


class JsonFormatter(logging.Formatter):
    """Format a record as {"at", "level", "logger", "message", "request_id", ...}."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_secrets(record.getMessage()),
            # Django reports a 404 after the middleware is done with the request, but hands the request along.
            "request_id": request_id.get() or getattr(getattr(record, "request", None), "id", ""),
        }
        line |= {
            name: getattr(record, name) for name in EXTRAS if isinstance(getattr(record, name, None), str | int | float)
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)
