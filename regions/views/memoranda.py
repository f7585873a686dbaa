"""Memoranda of understanding: versions, who has signed, what that opens, and the acts of those who keep them."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import roles, workflow
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import MemorandumFilters
from regions.forms.acting import ConfirmForm, ReasonForm
from regions.forms.memoranda import DraftForm, SignForm
from regions.history import history_of_rows
from regions.models import Memorandum, Party, Region, Signature
from regions.querysets import covering, today
from regions.rules.memoranda import may_keep_memorandum
from regions.signing import Standing, standings
from regions.statuses import MemorandumStatus, Schedule
from regions.tables.memoranda import MemorandumTable
from regions.views.acting import act_page, for_acting
from regions.wording import last_day
from riia.ui import dates
from riia.ui.dates import in_words
from riia.ui.lists import list_page
from riia.workflow import Offer, offers


@require_safe
@members_only
def memorandum_list(request):
    at = dates.as_at(request)
    rows = Memorandum.objects.visible_to(request.user).for_page()
    if not at.is_today:
        # A draft is no agreement of any day; what is in force on a day is told by its dates.
        rows = rows.exclude(status=MemorandumStatus.DRAFT).filter(covering(at.date, "starts", "expires"))
    return list_page(
        request,
        queryset=rows,
        filterset_class=MemorandumFilters,
        table_class=MemorandumTable,
        template="regions/memorandum_list.html",
        filename="memoranda",
        context={"as_at": at, "begins": _drafting(request), "demonstration": request.reach.in_demonstration},
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=markings(request.user, "The regional team of each region"),
        on_export=lambda kind, count: record_export(
            request.user, "the list of memoranda", kind, count, request.GET.urlencode()
        ),
    )


def _drafting(request) -> list[Region]:
    """The regions whose next version the reader could draft now."""
    reach = request.reach
    if not (reach.administrator or reach.keeps):
        return []
    regions = Region.objects.visible_to(request.user).order_by("is_demonstration", "name")
    regions = regions if reach.administrator else regions.filter(pk__in=reach.keeps)
    return list(regions.exclude(memoranda__status=MemorandumStatus.DRAFT))


def _visible(request, pk: int) -> Memorandum:
    return get_object_or_404(Memorandum.objects.visible_to(request.user).for_page(), pk=pk)


@require_safe
@hidden_from_others
def memorandum_detail(request, pk):
    at = dates.as_at(request)
    memorandum = _visible(request, pk)
    keeps = may_keep_memorandum(request.user, memorandum)
    parties = standings(memorandum, at.date)
    return render(
        request,
        "regions/memorandum_detail.html",
        {
            "memorandum": memorandum,
            "as_at": at,
            "errors": [at.error] if at.error else [],
            "last_day": last_day(memorandum.expires) if memorandum.expires else None,
            "offers": _next_steps(memorandum, request.user),
            "parties": [(one, _actions(one, request.user)) for one in parties],
            "signed": sum(one.counts for one in parties),
            "closed": [one for one in parties if not one.counts],
            "open": [one for one in parties if one.counts],
            "readers": [roles.Role(role).label for role in roles.READERS],
            "keeps": keeps,
            "history": history_of_rows(_rows_of(memorandum), user=request.user) if keeps else [],
            "demonstration": memorandum.region.is_demonstration,
        },
    )


def _next_steps(memorandum: Memorandum, user) -> list[Offer]:
    """What can be done about a version; from the one in force, drafting the next."""
    drafting = offers(memorandum.region, user) if memorandum.status == MemorandumStatus.IN_FORCE else []
    return [one for one in drafting if one.name == workflow.draft_memorandum.__name__] + offers(memorandum, user)


def _actions(standing: Standing, user) -> list[Offer]:
    """What can be done now about a party or its signature; what stands in the way of the rest is plain from the row."""
    found = offers(standing.party, user)
    if standing.signature:
        found += offers(standing.signature, user)
    return [one for one in found if not one.reasons]


def _rows_of(memorandum: Memorandum) -> list:
    parties = list(memorandum.parties.all())
    return [memorandum, *parties, *(one for party in parties for one in party.signatures.all())]


@for_acting
@hidden_from_others
def memorandum_draft(request, pk):
    region = get_object_or_404(Region.objects.visible_to(request.user), pk=pk)
    last = Memorandum.objects.visible_to(request.user).filter(region=region).order_by("-version").first()
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm(initial=DraftForm.begin(last))
    version = last.version + 1 if last else 1
    return act_page(
        request,
        workflow.draft_memorandum,
        region,
        form=form,
        template="regions/memorandum_draft.html",
        context={
            "title": f"Draft version {version} of the memorandum for {region}",
            "submit": "Save the draft",
            "region": region,
            "last": last,
            "demonstration": region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda draft: (
            f"Version {draft.version} is drafted. Its parties are the authorities of {region} on its first day and the "
            "trusts that serve them. Nobody else sees it until it is in force.",
            draft.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def memorandum_bring_into_force(request, pk):
    memorandum = _visible(request, pk)
    earlier = (
        Memorandum.objects.visible_to(request.user)
        .filter(region=memorandum.region, status=MemorandumStatus.IN_FORCE)
        .first()
    )
    changes = [f"The {memorandum.parties.count()} parties can sign version {memorandum.version} from now on."]
    if earlier:
        changes.append(f"Version {earlier.version} ends today. {_counting(earlier)}")
    else:
        changes.append("Until an authority has signed, its readers see nothing that others share.")
    return _act_on_memorandum(
        request,
        workflow.bring_into_force,
        memorandum,
        title=f"Bring version {memorandum.version} into force",
        submit="Bring it into force",
        changes=changes,
        message=f"Version {memorandum.version} is in force. Record the signatures as they come in.",
    )


@for_acting
@hidden_from_others
def memorandum_end(request, pk):
    memorandum = _visible(request, pk)
    return _act_on_memorandum(
        request,
        workflow.end_memorandum,
        memorandum,
        title=f"End version {memorandum.version}",
        submit="End it today",
        changes=[
            f"Version {memorandum.version} ends today. {_counting(memorandum)}",
            "After that, what authorities share is closed to one another until they sign another version.",
        ],
        message=f"Version {memorandum.version} has ended.",
    )


def _counting(memorandum: Memorandum) -> str:
    """How long signatures of a version that ends today go on counting."""
    if not memorandum.grace_days:
        return "Its signatures stop counting with it."
    until = in_words(last_day(today() + timedelta(days=memorandum.grace_days)))
    return f"Its signatures go on counting for {memorandum.grace_days} days of grace, until {until}."


def _act_on_memorandum(
    request, act, memorandum: Memorandum, *, title: str, submit: str, changes: list[str], message: str
) -> HttpResponse:
    return act_page(
        request,
        act,
        memorandum,
        form=ConfirmForm(request.POST if request.method == "POST" else None),
        template=f"regions/{request.resolver_match.url_name}.html",
        context={
            "title": title,
            "submit": submit,
            "memorandum": memorandum,
            "changes": changes,
            "demonstration": memorandum.region.is_demonstration,
        },
        done=lambda _: (message, memorandum.get_absolute_url()),
    )


@for_acting
@hidden_from_others
def party_sign(request, pk):
    parties = Party.objects.visible_to(request.user).select_related("memorandum__region", "authority", "trust")
    party = get_object_or_404(parties.prefetch_related("signatures"), pk=pk)
    memorandum = party.memorandum
    return act_page(
        request,
        workflow.record_signature,
        party,
        form=SignForm(party, request.POST if request.method == "POST" else None),
        template="regions/party_sign.html",
        context={
            "title": f"Record the signature of {party}",
            "submit": "Record the signature",
            "party": party,
            "memorandum": memorandum,
            "back_url": memorandum.get_absolute_url(),
            "demonstration": memorandum.region.is_demonstration,
        },
        inputs=lambda form: form.details,
        done=lambda signature: (
            f"The signature of {party} is recorded. Its readers now see what the others share under: "
            f"{', '.join(_labels(signature))}.",
            memorandum.get_absolute_url(),
        ),
    )


def _labels(signature: Signature) -> list[str]:
    return [one.label for one in Schedule if one.value in signature.schedules]


@for_acting
@hidden_from_others
def signature_withdraw(request, pk):
    related = ("party__memorandum__region", "party__authority", "party__trust")
    signature = get_object_or_404(Signature.objects.visible_to(request.user).select_related(*related), pk=pk)
    party, memorandum = signature.party, signature.party.memorandum
    return act_page(
        request,
        workflow.withdraw_signature,
        signature,
        form=ReasonForm(request.POST if request.method == "POST" else None),
        template="regions/signature_withdraw.html",
        context={
            "title": f"Withdraw the signature of {party}",
            "submit": "Withdraw the signature",
            "signature": signature,
            "party": party,
            "memorandum": memorandum,
            "changes": [
                f"From today the readers of {party} no longer see what other authorities share in {memorandum.region}.",
                f"What {party} shares is closed to the others.",
                "The signature stays in the history. A new one can be recorded at any time.",
            ],
            "back_url": memorandum.get_absolute_url(),
            "demonstration": memorandum.region.is_demonstration,
        },
        done=lambda _: (f"The signature of {party} is withdrawn from today.", memorandum.get_absolute_url()),
    )
