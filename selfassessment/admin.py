"""Self-evaluations for administrators, to look up who, when and which step.

No text is shown here: no section, revision, finding, judgement, point or feedback. An administrator's account opens
none (the table in ACC, ACC-13). Everything is changed on the portal's own pages, by those whose it is.
"""

from django.contrib import admin

from regions.admin.base import ReadOnlyAdmin
from selfassessment.models import AgreedReader, Cycle, Panel, SelfEvaluation, Template


@admin.register(Template)
class TemplateAdmin(ReadOnlyAdmin):
    """Which templates there are; what they ask is read on their own pages."""

    exclude = ["content"]
    list_display = ["name", "region", "status", "label", "made_at"]
    list_filter = ["status", "region"]
    list_select_related = ["region"]
    search_fields = ["name"]


@admin.register(Cycle)
class CycleAdmin(ReadOnlyAdmin):
    list_display = ["name", "region", "status", "opens_on", "closes_on", "release_on", "moderate_by", "feedback_by"]
    list_filter = ["status", "region"]
    list_select_related = ["region", "template"]
    search_fields = ["name", "region__name"]


@admin.register(AgreedReader)
class AgreedReaderAdmin(ReadOnlyAdmin):
    list_display = ["person", "cycle", "starts", "ends"]
    list_select_related = ["person", "cycle__region", "cycle__template"]
    search_fields = ["person__name"]


@admin.register(SelfEvaluation)
class SelfEvaluationAdmin(ReadOnlyAdmin):
    """How far each has come; its text is not shown, nor is a revision linked."""

    exclude = ["revision"]
    list_display = ["authority", "cycle", "status", "received_on", "opens_on"]
    list_filter = ["status", "cycle__region"]
    list_select_related = ["authority", "cycle__region", "cycle__template"]
    search_fields = ["authority__name"]


@admin.register(Panel)
class PanelAdmin(ReadOnlyAdmin):
    """Step and days of each moderation; nothing of what is said in it."""

    exclude = ["revision"]
    list_display = ["evaluation", "status", "announced_on", "judge_by", "reply_until"]
    list_filter = ["status"]
    list_select_related = ["evaluation__authority", "evaluation__cycle__region", "evaluation__cycle__template"]
    search_fields = ["evaluation__authority__name"]
