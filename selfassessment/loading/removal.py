"""Taking the demonstration's self-evaluations out again. The trail stays."""

from django.db.models import QuerySet

from regions.models import Region
from selfassessment import models
from selfassessment.models import Cycle, Finding, Panel, PanelMember, Revision, SectionText, SelfEvaluation, Template


def rows_of_evaluations() -> list[QuerySet]:
    """The rows in the order in which they can go; those that protect one another let go first."""
    regions = Region.objects.filter(is_demonstration=True)
    cycles = Cycle.objects.filter(region__in=regions)
    evaluations = SelfEvaluation.objects.filter(cycle__in=cycles)
    revisions = Revision.objects.filter(evaluation__in=evaluations)
    texts = SectionText.objects.filter(evaluation__in=evaluations)
    panels = Panel.objects.filter(evaluation__in=evaluations)
    members = PanelMember.objects.filter(panel__in=panels)
    templates = Template.objects.filter(region__in=regions)
    volunteers = models.Volunteer.objects.filter(cycle__in=cycles)
    findings = Finding.objects.filter(revision__in=revisions)
    findings.update(carried_from=None, fate="")
    templates.update(drafted_from=None)
    fields = {"status": "expected", "revision": None, "released_at": None, "opens_on": None}
    evaluations.update(**fields)
    of_panels = (models.Feedback, models.Point, models.AgreedView)
    of_revisions = (models.Approval, models.OfficeComment, models.Reopening)
    of_evaluations = (
        *(models.OfficeMember, models.Addendum, models.Pause, models.Conversation),
        *(models.NamedEditor, models.InvitedReader, models.Reading, models.Attachment),
    )
    return [
        *(one.objects.filter(panel__in=panels) for one in of_panels),
        *(one.objects.filter(member__in=members) for one in (models.Judgement, models.Objection)),
        members,
        panels,
        models.Calibration.objects.filter(volunteer__in=volunteers),
        volunteers,
        findings,
        *(one.objects.filter(revision__in=revisions) for one in of_revisions),
        revisions,
        *(one.objects.filter(text__in=texts) for one in (models.Unsaved, models.SectionSave)),
        texts,
        *(one.objects.filter(evaluation__in=evaluations) for one in of_evaluations),
        evaluations,
        *(one.objects.filter(cycle__in=cycles) for one in (models.Priority, models.AgreedReader)),
        cycles,
        templates,
    ]
