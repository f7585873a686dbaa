"""Answers about health, and headers on every answer that Django and django-csp don't set."""

from riia.home import health

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)"


class HealthMiddleware:
    """Health checks come from balancers by address, without the portal's name: they answer before it is asked for."""

    answers = {"/healthz": health.healthz, "/readyz": health.readyz}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = self.answers.get(request.path)
        return answer(request) if answer else self.get_response(request)


class SecureHeadersMiddleware:
    """No browser features the portal doesn't use; nothing of a signed-in person's pages kept in shared caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.setdefault("Cache-Control", "private, no-cache")
            if getattr(request, "user", None) is not None and request.user.is_authenticated:
                response["Cache-Control"] = "private, no-store"
        return response
