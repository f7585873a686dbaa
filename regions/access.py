"""What views ask before they answer: is this reader a member?"""

import functools

from django.core.exceptions import PermissionDenied
from django.http import Http404

NO_APPOINTMENT = (
    "You are signed in, but hold no current appointment in the directory, so members' pages are closed to you. "
    "If that is wrong, ask your regional team."
)


def members_only(view):
    """Lists for members: 403 with the reason for who is signed in without an appointment. Administrators may look."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.reach.member or request.reach.administrator):
            raise PermissionDenied(NO_APPOINTMENT)
        return view(request, *args, **kwargs)

    return guarded


def hidden_from_others(view):
    """Members' objects: there is no such page for who is signed in without an appointment (ACC-3).

    Who does a task for somebody comes in without a seat; what they then see, `visible_to` says (ACC-12).
    """

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.reach.member or request.reach.administrator or request.reach.delegated):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
