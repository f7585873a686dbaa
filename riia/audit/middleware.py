"""One id for each request, in the logs, in the trail and in the answer, so that the three can be put together."""

import logging
import re
import time
import uuid

from riia.audit.context import request_id
from riia.audit.logs import without_secrets

logger = logging.getLogger("riia.request")
ACCEPTABLE = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestIdMiddleware:
    """Take the id that a proxy gave, if it looks like one, else make one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        offered = request.headers.get("X-Request-Id", "")
        request.id = offered if ACCEPTABLE.match(offered) else uuid.uuid4().hex
        token = request_id.set(request.id)
        began = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = request.id
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    # The path alone: a query string can hold what somebody searched for.
                    "path": without_secrets(request.path),
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - began) * 1000, 1),
                    "user": getattr(getattr(request, "user", None), "pk", None),
                },
            )
            return response
        finally:
            request_id.reset(token)
