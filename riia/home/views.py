"""The front door."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render


@login_not_required
def home(request):
    return HttpResponse("Regional improvement portal")


def forbidden(request, exception=None):
    """The 403 page, with the reason in words where there is one."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)
