"""What views ask before they answer: is this reader a member, and which day does the page describe?"""

import functools
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from regions.querysets import today

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
    """Members' objects: there is no such page for who is signed in without an appointment (ACC-3)."""

    @functools.wraps(view)
    def guarded(request, *args, **kwargs):
        if not (request.reach.member or request.reach.administrator):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class AsAt:
    """The day that a page describes, from `?on=YYYY-MM-DD`; today where none is asked for (DIR-2).

    `date` is None and `error` a sentence where what was asked for is not a date: the page then shows no rows.
    """

    def __init__(self, request):
        asked = request.GET.get("on", "").strip()
        self.asked = asked
        self.error = ""
        self.date: date | None = today()
        if asked:
            try:
                self.date = date.fromisoformat(asked)
            except ValueError:
                self.date = None
                self.error = f"“{asked}” is not a date. Give it as year, month and day, such as 2017-11-01."

    @property
    def is_today(self) -> bool:
        return self.date == today()

    @property
    def is_past(self) -> bool:
        return self.date is not None and self.date < today()
