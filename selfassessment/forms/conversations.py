"""What is asked about the annual conversation: its date, pack, notes and actions (SE-18)."""

from typing import Any, Final

from django import forms
from django.forms import BoundField

from regions.forms.editing import TextField
from riia.ui.forms import DateField
from selfassessment.forms.approvals import LONGEST_WORDS
from selfassessment.forms.child_details import NoChildForm
from selfassessment.models import Conversation
from selfassessment.rules.pauses import MOST_ROWS

# Rows for something new below those that are filled in.
EMPTY_ROWS: Final = 2
LONGEST_LINE: Final = 300
PACK: Final = {"title": "What it is", "url": "Web address"}
ACTIONS: Final = {"action": "What is to be done", "owner": "Who", "due": "By when"}


class PlanConversationForm(forms.Form):
    """The date."""

    held_on = DateField(label="Date of the conversation")


class ConversationForm(NoChildForm):
    """Date, notes, and rows for the pack and the actions; `seen` is the save that the form began with.

    A row that is emptied is taken out. Rows for something new are there each time the form is opened.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    held_on = DateField(label="Date of the conversation")
    notes = TextField(label="Notes", max_length=LONGEST_WORDS, help_text="No names or details of children.")

    def __init__(self, conversation: Conversation, data: Any = None) -> None:
        begun = {name: getattr(conversation, name) for name in ("held_on", "notes")}
        super().__init__(data, initial=begun | {"seen": conversation.number})
        self.rows = {
            "pack": self._add_rows("pack", PACK, conversation.pack),
            "actions": self._add_rows("actions", ACTIONS, conversation.actions),
        }

    def _add_rows(self, kind: str, names: dict[str, str], stored: list[dict[str, Any]]) -> int:
        sent = [place for place in range(MOST_ROWS) if any(f"{kind}-{place}-{one}" in self.data for one in names)]
        number = max([min(len(stored) + EMPTY_ROWS, MOST_ROWS), *(place + 1 for place in sent)])
        for place in range(number):
            row = stored[place] if place < len(stored) else {}
            for name, label in names.items():
                self.fields[f"{kind}-{place}-{name}"] = forms.CharField(
                    label=label, required=False, max_length=LONGEST_LINE, initial=row.get(name, "")
                )
            if kind == "actions":
                self.fields[f"{kind}-{place}-done"] = forms.BooleanField(
                    label="Done", required=False, initial=bool(row.get("done"))
                )
        return number

    def fields_of(self, kind: str) -> list[list[BoundField]]:
        """The controls of each row of the pack or the actions."""
        names = (*PACK,) if kind == "pack" else (*ACTIONS, "done")
        return [[self[f"{kind}-{place}-{name}"] for name in names] for place in range(self.rows[kind])]

    @property
    def pack_rows(self) -> list[list[BoundField]]:
        return self.fields_of("pack")

    @property
    def action_rows(self) -> list[list[BoundField]]:
        return self.fields_of("actions")

    @property
    def looked(self) -> list[BoundField]:
        """What is asked because something looks like a child's details (SE-12)."""
        return [self[name] for name in self.fields if name.startswith("looked_")]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for place in range(self.rows["pack"]):
            title, url = (cleaned.get(f"pack-{place}-{name}", "") for name in PACK)
            if (title or url) and not url.startswith(("https://", "http://")):
                self.add_error(f"pack-{place}-url", f"Link {place + 1}: the address must begin with https://")
        for place in range(self.rows["actions"]):
            action, *more = (cleaned.get(f"actions-{place}-{name}", "") for name in (*ACTIONS, "done"))
            if any(more) and not action:
                self.add_error(f"actions-{place}-action", f"Action {place + 1}: say what is to be done")
        return cleaned

    @property
    def details(self) -> dict[str, Any]:
        """What the act takes: rows that hold nothing are left out."""
        given = {name: self.cleaned_data[name] for name in ("seen", "held_on", "notes")}
        pack = [row for row in self._typed("pack", (*PACK,)) if row["url"]]
        for row in pack:
            row["title"] = row["title"] or row["url"]
        actions = [row for row in self._typed("actions", (*ACTIONS, "done")) if row["action"]]
        return given | {"pack": pack, "actions": actions}

    def _typed(self, kind: str, names: tuple[str, ...]) -> list[dict[str, Any]]:
        return [
            {name: self.cleaned_data[f"{kind}-{place}-{name}"] for name in names} for place in range(self.rows[kind])
        ]
