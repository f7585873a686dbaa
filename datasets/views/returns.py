"""One return: what it holds, where it stands, and the steps that people take with it (DAT-6)."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from datasets import workflow
from datasets.editions import changes_between, last_period, lines_of
from datasets.forms.returns import AnswerForm, CommentForm, EditionForm, QueryForm
from datasets.models import Edition, Remark, Return
from datasets.previewing import Band, own_bands
from datasets.rules.returns import edition_for, is_own, may_check, may_fill_in, unanswered
from datasets.standing import standing_of
from datasets.statuses import IN_THE_AUTHORITYS_HANDS, PeriodStatus
from regions.access import hidden_from_others
from regions.forms.acting import ConfirmForm, ReasonForm
from regions.history import history_of_rows
from regions.views.acting import act_page, for_acting
from riia.workflow import Offer, offers

WITH_ALL = (
    "authority",
    "collection_period__collection__region",
    "collection_period__version",
    "edition__made_by",
    "signed__made_by",
    "published__made_by",
    "submitted_by",
    "signed_by",
)


def visible_return(request, pk: int) -> Return:
    """A return that the reader sees, with what its pages show of it."""
    rows = Return.objects.visible_to(request.user).select_related(*WITH_ALL)
    return get_object_or_404(rows, pk=pk)


@require_safe
@hidden_from_others
def return_detail(request, pk):
    """A return: state, whose turn, figures, warnings, remarks, editions and history."""
    return_ = visible_return(request, pk)
    user, period = request.user, return_.collection_period
    edition = edition_for(user, return_)
    works = is_own(user, return_) or may_check(user, return_)
    return render(
        request,
        "datasets/return_detail.html",
        {
            "return": return_,
            "period": period,
            "standing": standing_of(return_),
            "offers": _offers(return_, user),
            "fills": may_fill_in(user, return_) and return_.status in IN_THE_AUTHORITYS_HANDS,
            "edition": edition,
            "themes": lines_of(return_, edition) if edition else [],
            "before": last_period(return_) if edition else "",
            "warnings": list(edition.warnings.select_related("item", "reason_by")) if edition else [],
            "remarks": list(_remarks(request, return_)),
            "editions": list(_editions(request, return_)),
            "previewed": _previewed(request, return_),
            "works": works,
            "history": history_of_rows([return_]) if works else [],
            "parents": [("Home", "/"), ("Data", "/data/"), (str(period), period.get_absolute_url())],
            "demonstration": period.collection.region.is_demonstration,
        },
    )


def _offers(return_: Return, user: Any) -> list[Offer]:
    """What the reader can do, without what goes without saying: nothing to answer, nothing published, no preview."""
    hidden = set()
    if return_.published_id is None:
        hidden.add(workflow.drop_restatement.__name__)
    if return_.collection_period.status != PeriodStatus.PREVIEW:
        hidden.add(workflow.comment_in_preview.__name__)
    found = [one for one in offers(return_, user) if one.name not in hidden]
    answering = workflow.answer_query.__name__
    found = [one for one in found if one.name != answering or not one.reasons]
    record = workflow.record_edition.__name__
    if return_.published_id and return_.edition_id == return_.published_id:
        found = [
            Offer(one.name, "Restate this quarter", one.url, one.reasons) if one.name == record else one
            for one in found
        ]
    # What moves the return on comes first, once nothing stands in its way.
    return sorted(found, key=lambda one: (one.name == record and return_.edition_id is not None, bool(one.reasons)))


def _remarks(request, return_: Return) -> Any:
    rows = Remark.objects.visible_to(request.user).filter(of_return=return_)
    return rows.select_related("item", "by").order_by("-pk")


def _editions(request, return_: Return) -> Any:
    return Edition.objects.visible_to(request.user).filter(of_return=return_).select_related("made_by")


def _previewed(request, return_: Return) -> list[Band]:
    """The bands and flags that the authority looks at before others do (DAT-18)."""
    if return_.collection_period.status != PeriodStatus.PREVIEW or not is_own(request.user, return_):
        return []
    return own_bands(request.user, return_.collection_period, frozenset({return_.authority_id}))


@require_safe
@hidden_from_others
def edition_detail(request, pk, number):
    """One edition, and what is not the same in the one before it, or in another one that is named."""
    return_ = visible_return(request, pk)
    rows = list(_editions(request, return_).select_related("of_return__collection_period__version"))
    edition = next((one for one in rows if one.number == number), None)
    if edition is None:
        raise Http404
    wanted = request.GET.get("with", "")
    others = [one for one in rows if one.number != number]
    other = next((one for one in others if str(one.number) == wanted), None)
    errors = [f"There is no edition “{wanted[:20]}” to compare with"] if wanted and not other else []
    if not wanted:
        other = next((one for one in others if one.number < number), None)
    return render(
        request,
        "datasets/edition_detail.html",
        {
            "return": return_,
            "edition": edition,
            "other": other,
            "others": others,
            "changes": changes_between(other, edition) if other else [],
            "themes": lines_of(return_, edition),
            "errors": errors,
            "back_url": return_.get_absolute_url(),
            "demonstration": return_.collection_period.collection.region.is_demonstration,
        },
    )


# --- Steps ------------------------------------------------------------------------------------------------------------


def _step(request, act: Any, return_: Return, *, form: Any, title: str, submit: str, say: str, **more: Any) -> Any:
    """The page of one step. `more` is context, and `inputs` and `template` of the page."""
    inputs, template = more.pop("inputs", None), more.pop("template", "datasets/_act.html")
    context = {
        "title": title,
        "submit": submit,
        "return": return_,
        "demonstration": return_.collection_period.collection.region.is_demonstration,
        **more,
    }
    return act_page(
        request,
        act,
        return_,
        form=form,
        template=template,
        context=context,
        inputs=inputs,
        done=lambda one: (say, one.get_absolute_url()),
    )


def _data(request) -> Any:
    return request.POST if request.method == "POST" else None


@for_acting
@hidden_from_others
def return_submit(request, pk):
    return_ = visible_return(request, pk)
    return _step(
        request,
        workflow.submit_return,
        return_,
        form=ConfirmForm(_data(request)),
        title=f"Submit {return_}",
        submit="Submit to the director",
        say="The return is submitted. The director is asked to sign it off.",
        changes=[
            "The director is asked at once to sign it off.",
            f"From now on the team of {return_.collection_period.collection.region} sees the figures.",
            "To change a figure after that, take the return back.",
        ],
    )


@for_acting
@hidden_from_others
def return_sign_off(request, pk):
    """What the director stands behind: what changed since the last sign-off, all figures, every warning with reason."""
    return_ = visible_return(request, pk)
    edition = return_.edition
    return _step(
        request,
        workflow.sign_off_return,
        return_,
        form=EditionForm(_data(request), initial={"edition": edition.number if edition else 0}),
        title=f"Sign off {return_}",
        submit="Sign off these figures",
        say="The return is signed off. The regional team accepts or queries it.",
        template="datasets/return_sign_off.html",
        edition=edition,
        changed=changes_between(return_.signed, edition) if edition and return_.signed else [],
        themes=lines_of(return_, edition) if edition else [],
        before=last_period(return_),
        warnings=list(edition.warnings.select_related("item", "reason_by")) if edition else [],
    )


@for_acting
@hidden_from_others
def return_query(request, pk):
    return_ = visible_return(request, pk)
    items = return_.collection_period.version.items.all()
    return _step(
        request,
        workflow.query_return,
        return_,
        form=QueryForm(items, _data(request)),
        title=f"Query {return_}",
        submit="Ask",
        say="The query is asked. The performance lead is told.",
        changes=["The performance lead answers, or changes the figures and submits the return again."],
    )


@for_acting
@hidden_from_others
def return_answer(request, pk):
    return_ = visible_return(request, pk)
    queries = unanswered(return_)
    return _step(
        request,
        workflow.answer_query,
        return_,
        form=AnswerForm(queries, _data(request)),
        title=f"Answer a query about {return_}",
        submit="Answer",
        say="The answer is kept.",
        template="datasets/return_answer.html",
        inputs=lambda form: form.details,
        queries=queries,
        changes=["When every query has its answer and no figure changed, the return goes back to where it was."],
    )


@for_acting
@hidden_from_others
def return_accept(request, pk):
    return_ = visible_return(request, pk)
    number = return_.edition.number if return_.edition else 0
    published = return_.collection_period.status == PeriodStatus.PUBLISHED
    return _step(
        request,
        workflow.accept_return,
        return_,
        form=EditionForm(_data(request), initial={"edition": number}),
        title=f"Accept {return_}",
        submit="Accept",
        say="The return is accepted.",
        changes=[
            "The period is published, so these figures are published at once, and whoever took an export is told."
            if published
            else "It will be in the preview, and published with its period.",
        ],
    )


@for_acting
@hidden_from_others
def return_withdraw(request, pk):
    return_ = visible_return(request, pk)
    return _step(
        request,
        workflow.withdraw_return,
        return_,
        form=ReasonForm(_data(request)),
        title=f"Take back {return_}",
        submit="Take it back",
        say="The return is back in the authority’s hands.",
        changes=[
            "The regional team no longer sees these figures and is told that they were taken back.",
            "They can be changed, and are submitted and signed off again.",
        ],
    )


@for_acting
@hidden_from_others
def return_drop(request, pk):
    return_ = visible_return(request, pk)
    return _step(
        request,
        workflow.drop_restatement,
        return_,
        form=ConfirmForm(_data(request)),
        title=f"Give up the restatement of {return_}",
        submit="Leave it as it was published",
        say="The quarter stays as it was published.",
        changes=["What was begun is kept among the editions, and nobody else sees it."],
    )


@for_acting
@hidden_from_others
def return_comment(request, pk):
    return_ = visible_return(request, pk)
    return _step(
        request,
        workflow.comment_in_preview,
        return_,
        form=CommentForm(_data(request)),
        title=f"Comment on {return_} before publication",
        submit="Send the comment",
        say="The comment is sent to the regional team.",
        changes=["The regional team reads it. To change a figure, take the return back."],
    )
