"""What becomes of typed text that is sent after the session has ended: it is shown again, never lost (SE-11)."""

from typing import Final

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

SIGNED_OUT: Final = 401
TOKEN: Final = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
TYPED: Final = ("-text", "-title", "-url", "-fate_words")


class _Check(CsrfViewMiddleware):
    """The framework's own check, which gives its reason instead of answering."""

    def _reject(self, request, reason):
        return reason


def _unguarded(request) -> HttpResponse:
    """What the check takes a view to be: one that is not exempt."""
    return HttpResponse()


def sent_too_late(request) -> bool:
    """Whether a form of ours was sent with a token from before somebody signed in again; then nothing may be written.

    What comes from anywhere else than our own pages is refused outright.
    """
    check = _Check(_unguarded)
    if check.process_view(request, _unguarded, (), {}) is None:
        return False
    if "HTTP_ORIGIN" in request.META and check._origin_verified(request):  # type: ignore[attr-defined]
        return True
    raise PermissionDenied("That form was not sent from a page of the portal. Nothing was saved.")


def _sent(request) -> list[tuple[str, str]]:
    return [(name, value) for name, values in request.POST.lists() if name != TOKEN for value in values]


def words_sent(request) -> list[str]:
    """The words that somebody typed, to be shown to them again."""
    return [value for name, value in _sent(request) if name.endswith(TYPED) and value.strip()]


def typed_before_sign_in(request) -> HttpResponse:
    """For who isn't signed in: to sign-in; with typed text, the page that shows it again and sends it once more.

    It shows nothing but what came with the request.
    """
    sent, typed = _sent(request), words_sent(request)
    if not typed:
        return redirect_to_login(request.get_full_path())
    sign_in = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
    context = {"sent": sent, "typed": typed, "sign_in": sign_in, "address": request.path}
    return render(request, "selfassessment/signed_out.html", context, status=SIGNED_OUT)
