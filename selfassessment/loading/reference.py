"""Loading the template that every region can begin with (SE-6). Repeatable: a second load changes nothing."""

import json
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from regions.loading.comparing import VERB, Outcome
from riia.audit import trail
from selfassessment.models import Template
from selfassessment.plans import content_of, sections_from
from selfassessment.statuses import TemplateStatus

FILE = Path(__file__).resolve().parent.parent / "reference" / "template.json"


def load_template(file: Path = FILE) -> Outcome:
    """Ship the template unless one of its name is there; one that differs stays as it is, and the load says so.

    The file holds {"name", "label", "sections": [...]}, sections and questions as in `plans`.
    """
    given = json.loads(file.read_text(encoding="utf-8"))
    content = content_of(sections_from(given["sections"]))
    outcome = Outcome(str(Template._meta.verbose_name_plural))
    with transaction.atomic():
        stored = Template.objects.filter(region=None, name=given["name"]).first()
        if stored is None:
            made = Template.objects.create(
                name=given["name"],
                label=given["label"],
                content=content,
                status=TemplateStatus.IN_USE,
                made_at=timezone.now(),
            )
            trail.record(VERB, "Loaded the default template", by=None, on=made, after=trail.snapshot(made))
            outcome.added = 1
        elif stored.content == content:
            outcome.unchanged = 1
        else:
            outcome.left.append(f"{stored} is in use and is never changed; the file needs another name")
    return outcome
