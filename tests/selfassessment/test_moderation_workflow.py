"""Moderation from an offer to final feedback (MOD-1 to MOD-5, MOD-7, MOD-8)."""

from selfassessment.models import Panel
from selfassessment.statuses import PanelStatus
from tests.selfassessment import moderating


def test_mod_1_a_panel_goes_from_its_forming_to_final_feedback(cast):
    panel = moderating.final(cast)
    assert (panel.status, Panel.objects.get().final_at is None) == (PanelStatus.FINAL, False)
