"""Samples of self-evaluations and what belongs to them for the who-may table (see `regions.who_may`).

Nothing is read from the database.
"""

from collections.abc import Iterator

from django.db import models

from datasets.who_may import authority_of, region_of
from regions.models import Person
from regions.who_may import ELSEWHERE, FROM_ABOVE, IF_THEIRS, ME, OWN, SOMEBODY_ELSE
from selfassessment.models import (
    Addendum,
    AgreedReader,
    AgreedView,
    Approval,
    Attachment,
    Conversation,
    Cycle,
    InvitedReader,
    NamedEditor,
    Objection,
    OfficeMember,
    Panel,
    PanelMember,
    Pause,
    Point,
    Priority,
    Revision,
    SectionText,
    SelfEvaluation,
    Template,
    Volunteer,
)
from selfassessment.statuses import MemberStatus, Office, PanelPart

Sample = tuple[str, str, models.Model]
IF_NAMED = "if named for it"


def evaluation_of(
    where: int, officers: tuple[Person, ...] = (), editors: tuple[NamedEditor, ...] = ()
) -> SelfEvaluation:
    """A self-evaluation of a place, with those who work for its chief executive's office, and those who write."""
    found = SelfEvaluation(pk=where, authority=authority_of(where), cycle=Cycle(region=region_of(where)))
    members = [OfficeMember(person=one, office=Office.CHIEF_EXECUTIVE) for one in officers]
    found.__dict__["_prefetched_objects_cache"] = {"office_members": members, "editors": list(editors)}
    return found


def _evaluations(where: int) -> Iterator[Sample]:
    yield "a self-evaluation", "", evaluation_of(where)
    if where == OWN:
        # The asker is nobody's person in this table, so an officer without one is the asker.
        yield "a self-evaluation", IF_NAMED, evaluation_of(where, (Person(),), (NamedEditor(),))


def _approvals(where: int) -> Iterator[Sample]:
    revision = Revision(evaluation=evaluation_of(where))
    on, office = "an approval", {"office": Office.CHIEF_EXECUTIVE}
    yield on, "", Approval(revision=revision, person=Person(user_id=SOMEBODY_ELSE), **office)
    if where == OWN:
        yield on, IF_THEIRS, Approval(revision=revision, person=Person(user_id=ME), **office)


def _officers(where: int) -> Iterator[Sample]:
    on = "an officer of an approver"
    yield on, "", OfficeMember(evaluation=evaluation_of(where), person=Person(user_id=SOMEBODY_ELSE))
    if where == OWN:
        yield on, IF_THEIRS, OfficeMember(evaluation=evaluation_of(where), person=Person(user_id=ME))


def _addenda(where: int) -> Iterator[Sample]:
    yield "an addendum", "", Addendum(evaluation=evaluation_of(where))


def _pauses(where: int) -> Iterator[Sample]:
    yield "a pause of the clocks", "", Pause(evaluation=evaluation_of(where))


def _conversations(where: int) -> Iterator[Sample]:
    yield "an annual conversation", "", Conversation(evaluation=evaluation_of(where))


FROM_ABOVE.update({Addendum: _addenda, Conversation: _conversations, Pause: _pauses})
FROM_ABOVE.update({Approval: _approvals, OfficeMember: _officers, SelfEvaluation: _evaluations})


def _templates(where: int) -> Iterator[Sample]:
    yield "a region’s template of self-evaluations", "", Template(region=region_of(where))
    yield "the template for every region", "", Template()


def _cycles(where: int) -> Iterator[Sample]:
    yield "a cycle of self-evaluations", "", Cycle(region=region_of(where))


def _readers(where: int) -> Iterator[Sample]:
    yield "an agreed reader", "", AgreedReader(cycle=Cycle(region=region_of(where)))


def _sections(where: int) -> Iterator[Sample]:
    yield "a section", "", SectionText(evaluation=evaluation_of(where))
    if where == OWN:
        yield "a section", IF_NAMED, SectionText(evaluation=evaluation_of(where, editors=(NamedEditor(),)))


def _editors(where: int) -> Iterator[Sample]:
    yield "a named editor", "", NamedEditor(evaluation=evaluation_of(where))


def _invited(where: int) -> Iterator[Sample]:
    yield "an invited reader", "", InvitedReader(evaluation=evaluation_of(where))


FROM_ABOVE.update({InvitedReader: _invited, NamedEditor: _editors, SectionText: _sections})
FROM_ABOVE.update({AgreedReader: _readers, Cycle: _cycles, Template: _templates})


def _priorities(where: int) -> Iterator[Sample]:
    yield "a priority of the region", "", Priority(cycle=Cycle(region=region_of(where)))


FROM_ABOVE.update({Priority: _priorities})


def _attachments(where: int) -> Iterator[Sample]:
    yield "a file of a self-evaluation", "", Attachment(evaluation=evaluation_of(where))
    if where == OWN:
        yield (
            "a file of a self-evaluation",
            IF_NAMED,
            Attachment(evaluation=evaluation_of(where, editors=(NamedEditor(),))),
        )


FROM_ABOVE[Attachment] = _attachments


# --- Moderation -------------------------------------------------------------------------------------------------------

ON_ITS_PANEL = "if on its panel"


def _panel_of(where: int, member: bool = False) -> Panel:
    """The panel of a place's text; with `member`, the asker (who is nobody's person) has each part of it."""
    panel = Panel(pk=where, evaluation=evaluation_of(where))
    parts = PanelPart if member else ()
    panel.__dict__["_prefetched_objects_cache"] = {"members": [_member_of(panel, Person(), part) for part in parts]}
    return panel


def _member_of(panel: Panel, person: Person, part: str = PanelPart.MODERATOR) -> PanelMember:
    return PanelMember(panel=panel, person=person, part=part, status=MemberStatus.ACCEPTED)


def _with_panels(where: int) -> Iterator[tuple[str, Panel]]:
    yield "", _panel_of(where)
    if where != ELSEWHERE:
        yield ON_ITS_PANEL, _panel_of(where, member=True)


def _panels(where: int) -> Iterator[Sample]:
    for condition, panel in _with_panels(where):
        yield "a moderation panel", condition, panel


def _panel_members(where: int) -> Iterator[Sample]:
    yield "a member of a panel", "", _member_of(_panel_of(where), Person(pk=SOMEBODY_ELSE))
    if where != ELSEWHERE:
        yield "a member of a panel", IF_THEIRS, _member_of(_panel_of(where), Person())


def _objections(where: int) -> Iterator[Sample]:
    yield "an objection", "", Objection(member=_member_of(_panel_of(where), Person(pk=SOMEBODY_ELSE)))


def _views(where: int) -> Iterator[Sample]:
    for condition, panel in _with_panels(where):
        yield "an agreed view", condition, AgreedView(panel=panel)


def _points(where: int) -> Iterator[Sample]:
    for condition, panel in _with_panels(where):
        yield "a point to discuss", condition, Point(panel=panel)


def _volunteers(where: int) -> Iterator[Sample]:
    cycle = Cycle(region=region_of(where))
    yield "an offer to moderate", "", Volunteer(cycle=cycle, person=Person(pk=SOMEBODY_ELSE))
    if where == OWN:
        yield "an offer to moderate", IF_THEIRS, Volunteer(cycle=cycle, person=Person())


FROM_ABOVE.update({AgreedView: _views, Objection: _objections, Panel: _panels, PanelMember: _panel_members})
FROM_ABOVE.update({Point: _points, Volunteer: _volunteers})
