"""Who can read a text once it is released, said before it is (SE-5, SE-20, ACC-14).

The sentences follow `querysets.others_text`; a test asks both about everybody.
"""

from dataclasses import dataclass

from regions import roles
from regions.models import Appointment, Authority, Signature
from regions.querysets import today
from regions.reach import COUNTS_AS_SIGNED
from regions.roles import Role
from regions.statuses import MemorandumStatus, Schedule
from riia.ui.dates import in_words
from selfassessment.models import PanelMember, SelfEvaluation
from selfassessment.statuses import ON_THE_PANEL, EvaluationStatus, PanelStatus


@dataclass(frozen=True)
class Readers:
    """A group of readers: who, why they read, and the names of those that it has today."""

    who: str
    why: str
    names: tuple[str, ...]


def who_can_read(evaluation: SelfEvaluation) -> list[Readers]:
    """Everybody outside the authority who reads the text from the day on which it opens, by group; as of today."""
    region = evaluation.cycle.region
    found = [
        Readers(
            "Authorities that take part",
            "their directors, chief executives, lead members, reading officers and trusts’ chief executives",
            tuple(str(one) for one in taking_part(evaluation)),
        ),
        Readers(f"The board and the team of {region}", "by their seats", tuple(_of_the_region(evaluation))),
        Readers("Representatives of the LGA", "agreed by name for this cycle", tuple(_agreed(evaluation))),
        Readers("The moderation panel", "from the day on which it begins to judge", tuple(_panel(evaluation))),
    ]
    return [one for one in found if one.names or one.why == "by their seats"]


def taking_part(evaluation: SelfEvaluation) -> list[Authority]:
    """The other authorities with a current signature that joined the cycle; released first where the region asks."""
    cycle = evaluation.cycle
    joined = SelfEvaluation.objects.filter(cycle=cycle, joined_on__isnull=False).exclude(pk=evaluation.pk)
    if cycle.release_first:
        joined = joined.filter(status=EvaluationStatus.RELEASED)
    signed = signed_authorities(cycle.region_id)
    rows = joined.select_related("authority").order_by("authority__name")
    return [one.authority for one in rows if one.authority_id in signed]


def signed_authorities(region: int) -> set[int]:
    """The authorities whose signature of the region's memorandum for self-evaluations counts today (ACC-4)."""
    rows = Signature.objects.filter(party__memorandum__region=region, party__authority__isnull=False)
    rows = rows.exclude(party__memorandum__status=MemorandumStatus.DRAFT).select_related("party__memorandum")
    on = today()
    return {
        one.party.authority_id
        for one in rows
        if one.party.authority_id
        and one.party.memorandum.starts <= on
        and one.standing_on(on) in COUNTS_AS_SIGNED
        and Schedule.SELF_EVALUATION in set(one.schedules) & set(one.party.memorandum.schedules)
    }


def _of_the_region(evaluation: SelfEvaluation) -> list[str]:
    rows = Appointment.objects.giving_access(today()).filter(
        seat__region=evaluation.cycle.region, seat__role__in=(*roles.BOARD, *roles.TEAM)
    )
    return [f"{one.person}, {one.seat.name}" for one in rows.select_related("person", "seat").order_by("person__name")]


def _agreed(evaluation: SelfEvaluation) -> list[str]:
    rows = evaluation.cycle.agreed_readers.filter(starts__lte=today(), ends__gt=today())
    seated = Appointment.objects.giving_access(today()).filter(
        seat__role=Role.LGA_ADVISER, seat__region=evaluation.cycle.region
    )
    rows = rows.filter(person__in=seated.values("person")).select_related("person")
    return [f"{one.person}, until {in_words(one.last_day)}" for one in rows]


def _panel(evaluation: SelfEvaluation) -> list[str]:
    rows = PanelMember.objects.filter(panel__evaluation=evaluation, status__in=ON_THE_PANEL)
    rows = rows.filter(panel__announced_on__isnull=False).exclude(panel__status=PanelStatus.STOPPED)
    return sorted(set(rows.values_list("person__name", flat=True)))
