"""Groups of authorities: who belongs to them on a day, and keeping them (DIR-17)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from regions import workflow
from regions.access import hidden_from_others, members_only
from regions.exporting import markings, record_export
from regions.filters import GroupFilters, kept_regions
from regions.forms.groups import AddGroupForm, AddMemberForm, EndMemberForm
from regions.history import history_of_rows
from regions.models import Group, GroupMember
from regions.periods import life_in_words
from regions.rules.groups import may_keep_group
from regions.tables.groups import GroupTable
from regions.views.acting import REFUSED, act_page, for_acting
from regions.views.offering import fact_offers
from regions.wording import first_day_out, last_day
from riia.ui import dates
from riia.ui.dates import in_words
from riia.ui.lists import list_page
from riia.workflow import NotPossible

NOT_A_KEEPER = "Groups are added by those who keep the directory: regional teams, for their region, and administrators."


@require_safe
@members_only
def group_list(request):
    """Groups as at a day, with how many authorities each has then."""
    at = dates.as_at(request)
    return list_page(
        request,
        queryset=Group.objects.visible_to(request.user).for_list(at.date),
        filterset_class=GroupFilters,
        table_class=GroupTable,
        template="regions/group_list.html",
        filename="groups",
        context={
            "as_at": at,
            "adds": bool(request.reach.administrator or request.reach.keeps),
            "demonstration": request.reach.in_demonstration,
        },
        as_at=at.date,
        errors=[at.error] if at.error else [],
        table_kwargs={"on": at.date},
        marking=markings(request.user, "The regional teams, each for its region’s groups"),
        on_export=lambda kind, rows: record_export(
            request.user, "the list of groups", kind, rows, request.GET.urlencode()
        ),
    )


@require_safe
@hidden_from_others
def group_detail(request, slug):
    """One group on a day: its authorities then, and who was or will be in it at other times."""
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("region"), slug=slug)
    at = dates.as_at(request)
    members = list(group.members.select_related("authority__region").order_by("authority__name", "starts"))
    keeps = may_keep_group(request.user, group)
    for one in members:
        one.group = group
    return render(
        request,
        "regions/group_detail.html",
        {
            "group": group,
            "parents": [("Home", "/"), ("Groups", "/groups/")],
            "as_at": at,
            "errors": [at.error] if at.error else [],
            "on": "" if at.is_today else f"?on={at.date}",
            "members": [(one, _term(one)) for one in members if one.covers(at.date)],
            "others": [(one, _term(one)) for one in members if not one.covers(at.date)],
            "offers": fact_offers(group, request.user),
            "keeps": keeps,
            "history": history_of_rows([group, *members], user=request.user) if keeps else [],
            "demonstration": group.is_demonstration,
        },
    )


def _term(member: GroupMember) -> str:
    return life_in_words(member.starts, member.ends)


# --- Keeping them -----------------------------------------------------------------------------------------------------


@for_acting
@members_only
def group_add(request):
    """Make a group: in a region that the reader keeps, or across regions."""
    reach = request.reach
    if not (reach.administrator or reach.keeps):
        raise PermissionDenied(NOT_A_KEEPER)
    data = request.POST if request.method == "POST" else None
    form = AddGroupForm(kept_regions(request), reach.administrator, data)
    if form.is_valid():
        try:
            group = _add(form, request.user)
        except NotPossible as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, f"There is now a group “{group}”. Add its authorities.")
            return HttpResponseRedirect(group.get_absolute_url())
    context = {
        "title": "Add a group of authorities",
        "submit": "Add the group",
        "form": form,
        "back_url": "/groups/",
        "changes": ["Members find the group in the list of groups, and can filter authorities by it."],
        "demonstration": reach.in_demonstration,
    }
    return render(request, "regions/_act.html", context, status=REFUSED if form.errors else 200)


def _add(form: AddGroupForm, by) -> Group:
    if form.chosen:
        return workflow.add_group(form.chosen, by=by, **form.details)
    return workflow.add_group_across(by, by=by, **form.details)


@for_acting
@hidden_from_others
def group_member_add(request, pk):
    group = get_object_or_404(Group.objects.visible_to(request.user).select_related("region"), pk=pk)
    return act_page(
        request,
        workflow.add_group_member,
        group,
        form=AddMemberForm(group, request.user, request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"Add an authority to {group}",
            "submit": "Add the authority",
            "changes": [f"From its first day the authority belongs to {group}, in lists and filters of that day."],
            "demonstration": group.is_demonstration,
        },
        done=lambda member: (
            f"{member.authority} belongs to {group} from {in_words(member.starts)}.",
            group.get_absolute_url(),
        ),
    )


@for_acting
@hidden_from_others
def group_member_end(request, pk):
    members = GroupMember.objects.visible_to(request.user).select_related("group__region", "authority")
    member = get_object_or_404(members, pk=pk)
    group = member.group
    return act_page(
        request,
        workflow.end_group_member,
        member,
        form=EndMemberForm(request.POST if request.method == "POST" else None),
        template="regions/_act.html",
        context={
            "title": f"End the membership: {member}",
            "submit": "End the membership",
            "changes": [f"{member.authority} belongs to {group} until the last day. Its time there is kept."],
            "back_url": group.get_absolute_url(),
            "demonstration": group.is_demonstration,
        },
        inputs=lambda form: {
            "ends": first_day_out(form.cleaned_data["last_day"]),
            "reason": form.cleaned_data["reason"],
        },
        done=lambda one: (
            f"{one.authority} {'belonged' if one.ends <= dates.as_at(request).today else 'belongs'} to {group} "
            f"until {in_words(last_day(one.ends))}.",
            group.get_absolute_url(),
        ),
    )
