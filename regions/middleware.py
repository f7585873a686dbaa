"""The reach of whoever asks, once a request, and the second factor that some seats require."""

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from regions.reach import reach_of

# Where somebody who must first enrol a second factor may still go.
EXEMPT = ("/accounts/", "/static/", "/healthz", "/readyz", "/help/", "/accessibility/", "/privacy/", "/cookies/")
ACTING_AS_KEY = "acting_as"


class ReachMiddleware:
    """`request.reach`: what the person's appointments open (see `regions.reach`)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reach = SimpleLazyObject(lambda: reach_of(request.user, request.session.get(ACTING_AS_KEY)))
        return self.get_response(request)


class SecondFactorMiddleware:
    """ACC-6: regional team, board and administrators go to enrolment until they have a second factor."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith(EXEMPT) and request.user.is_authenticated and lacks_second_factor(request):
            messages.warning(request, "Your seat needs a second factor. Set one up to go on.")
            return redirect("mfa_index")
        return self.get_response(request)


def lacks_second_factor(request) -> bool:
    """Whether this person must have a second factor and has none. A passkey or an authenticator app counts."""
    if not request.reach.needs_second_factor or (request.user.is_demo and settings.ALLOW_DEMO):
        return False
    return not request.user.has_second_factor
