"""The list of self-evaluations by cycle: how far each is, whose turn it is, and no word of a text."""

from typing import Any

import django_tables2

from regions.tables.cells import link
from riia.ui.markup import anchor
from riia.ui.tables import Table
from selfassessment.models import SelfEvaluation
from selfassessment.progress import Standing, standing_of


class EvaluationTable(Table):
    """Self-evaluations with their step; the rows come from `progress.with_progress`."""

    caption = "Self-evaluations"
    unit = ("self-evaluation", "self-evaluations")
    export = (
        ("authority__slug", "authority"),
        ("authority__name", "authority_name"),
        ("cycle__region__slug", "region"),
        ("cycle__name", "cycle"),
        ("status", "status"),
        ("step", "step"),
        ("turn", "whose_turn"),
        ("next", "next_step"),
        ("next_day", "next_day"),
        ("received_on", "received_on"),
        ("opens_on", "open_to_readers_from"),
        ("done", "sections_done"),
        ("sections", "sections"),
    )
    authority = django_tables2.Column(accessor="authority__name", verbose_name="Authority")
    cycle = django_tables2.Column(
        accessor="cycle__name", verbose_name="Cycle", order_by=("cycle__opens_on", "cycle__region__name")
    )
    status = django_tables2.Column(verbose_name="Step")
    turn = django_tables2.Column(empty_values=(), orderable=False, verbose_name="Whose turn")
    due = django_tables2.Column(empty_values=(), orderable=False, verbose_name="What comes next")
    received = django_tables2.Column(
        accessor="received_on", empty_values=(), verbose_name="Received", order_by="received_on"
    )
    done = django_tables2.Column(empty_values=(), verbose_name="Sections done")

    class Meta(Table.Meta):
        model = SelfEvaluation
        fields = ("authority", "cycle", "status", "turn", "due", "received", "done")
        empty_text = "There is no such self-evaluation."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._standings: dict[int, Standing] = {}

    def of(self, record: SelfEvaluation) -> Standing:
        """Where a row is, worked out once."""
        if record.pk not in self._standings:
            self._standings[record.pk] = standing_of(record)
        return self._standings[record.pk]

    def render_authority(self, record: SelfEvaluation) -> str:
        return link(record, record.authority.name)

    def render_cycle(self, record: SelfEvaluation) -> str:
        return anchor(record.cycle.get_absolute_url(), f"{record.cycle.name}, {record.cycle.region.name}")

    def render_status(self, record: SelfEvaluation) -> str:
        return self.of(record).step

    def render_turn(self, record: SelfEvaluation) -> str:
        return self.of(record).whose

    def render_due(self, record: SelfEvaluation) -> str:
        return self.of(record).due

    def render_received(self, record: SelfEvaluation) -> str:
        return self.of(record).received

    def render_done(self, record: SelfEvaluation) -> str:
        standing = self.of(record)
        return f"{standing.done} of {standing.sections}"

    # --- What a download holds ---

    def value_step(self, record: SelfEvaluation) -> str:
        return self.of(record).step

    def value_turn(self, record: SelfEvaluation) -> str:
        return self.of(record).turn

    def value_next(self, record: SelfEvaluation) -> str:
        return self.of(record).next_step

    def value_next_day(self, record: SelfEvaluation) -> Any:
        return self.of(record).next_day

    def value_done(self, record: SelfEvaluation) -> int:
        return self.of(record).done

    def value_sections(self, record: SelfEvaluation) -> int:
        return self.of(record).sections
