"""Approving by a link, without signing in (ACC-7). Opening it never acts; only its form does, once."""

from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from regions import workflow
from regions.forms.approvals import AnswerForm
from regions.rules import approvals as rules
from regions.views.acting import REFUSED, for_acting
from riia.accounts.approval_links import APPROVABLE, link_of
from riia.accounts.models import ApprovalLink
from riia.accounts.statuses import LinkStatus
from riia.workflow import REGISTRY, NotPossible

ENDED, UNKNOWN, TOO_MANY, SOMEBODY_ELSE = 410, 404, 429, 403


class _WithoutReferrer(CsrfViewMiddleware):
    """Browsers that may not say where a page came from call the origin of its form "null"; the form's token counts."""

    def _origin_verified(self, request: HttpRequest) -> bool:
        return request.META.get("HTTP_ORIGIN") == "null" or super()._origin_verified(request)  # type: ignore[misc]

    def _check_referer(self, request: HttpRequest) -> None:
        return


_protected = decorator_from_middleware(_WithoutReferrer)


@dataclass(frozen=True)
class Ended:
    """Why nothing can be done here, and what to do instead, in words; the status of the answer."""

    title: str
    text: str
    advice: str
    status: int


NO_SUCH_LINK = Ended(
    "This link does not work",
    "There is no such link. It may have been cut off when it was copied.",
    "Use the link in the latest message that you were sent, or sign in to see what waits for you.",
    UNKNOWN,
)
TRY_LATER = Ended(
    "Too many links that do not work",
    "Links that nobody was sent were tried from your network several times.",
    "Wait a minute, then use the link in the latest message that you were sent.",
    TOO_MANY,
)


# The page's own protection stands in for the one of all other pages, so that it can do without a referrer.
@csrf_exempt
@login_not_required
@_protected
@for_acting
def approval(request: HttpRequest, token: str) -> HttpResponse:
    link = link_of(token)
    if link is None:
        # The limit of the sign-in page, which counts forms alone, asked to count opened pages too.
        limit = {"app": "allauth.account", "action": "approval_link_guessed"}
        guesses_left = ratelimit.consume(request, limit_get=True, **limit)
        return _ended(request, NO_SUCH_LINK if guesses_left else TRY_LATER)
    if request.user.is_authenticated and request.user.pk != link.user_id:
        return _ended(request, _for_somebody_else(request))
    if reason := rules.what_ended(link):
        return _ended(request, _over(link, reason))
    form = AnswerForm(bool(APPROVABLE[link.act].sends_back), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _answer(request, link, form)
    return _page(request, link, form)


def _answer(request: HttpRequest, link: ApprovalLink, form: AnswerForm) -> HttpResponse:
    back = form.sends_back and request.POST.get("answer") == "back"
    answer = APPROVABLE[link.act].sends_back if back else link.act
    try:
        # The link alone says who acts: nobody is signed in by it.
        workflow.answer_by_link(link, by=link.user, answer=answer, why=form.cleaned_data.get("why", "") if back else "")
    except NotPossible as refusal:
        if reason := rules.what_ended(_anew(link)):
            return _ended(request, _over(link, reason))
        form.add_error(None, refusal.reasons)
        return _page(request, link, form)
    context = {"link": link, "label": REGISTRY[answer].label}
    return _quiet(render(request, "accounts/approval_done.html", context))


def _anew(link: ApprovalLink) -> ApprovalLink:
    """The link as it stands after somebody else was faster, or something was in the way."""
    return ApprovalLink.objects.select_related("user", "asked_by").get(pk=link.pk)


def _page(request: HttpRequest, link: ApprovalLink, form: AnswerForm) -> HttpResponse:
    item, act, approvable = rules.item_of(link), rules.act_of(link), APPROVABLE[link.act]
    context = {
        "link": link,
        "item": item,
        "act": act,
        "template": approvable.template,
        "sends_back": REGISTRY[approvable.sends_back] if approvable.sends_back else None,
        "reasons": [] if form.errors else act.reasons(item, link.user),
        "form": form,
        "days": settings.APPROVAL_LINK_DAYS,
        **approvable.context(item, link.user),
    }
    return _quiet(render(request, "accounts/approval.html", context, status=REFUSED if form.errors else 200))


def _for_somebody_else(request: HttpRequest) -> Ended:
    return Ended(
        "This link was sent to somebody else",
        f"You are signed in as {request.user}. A link for approval works for the person it was sent to alone.",
        "If it is yours, sign out first and open it again.",
        SOMEBODY_ELSE,
    )


def _over(link: ApprovalLink, reason: str) -> Ended:
    used = link.status == LinkStatus.USED
    advice = (
        "There is nothing more to do. Sign in to see what became of it."
        if used
        else f"Ask {link.asked_by} for a new link, or sign in to see what waits for you."
    )
    return Ended("This link can no longer be used", reason, advice, ENDED)


def _ended(request: HttpRequest, ended: Ended) -> HttpResponse:
    return _quiet(render(request, "accounts/approval_ended.html", {"ended": ended}, status=ended.status))


def _quiet(response: HttpResponse) -> HttpResponse:
    """Its address opens something, so no other site, cache or search engine gets to know it."""
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
