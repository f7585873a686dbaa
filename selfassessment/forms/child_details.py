"""Forms whose texts are looked through for what looks like a child's details (SE-12)."""

import hashlib
from typing import Any

from django import forms

from selfassessment.child_details import Found, warnings_in


class NoChildForm(forms.Form):
    """Warns before it is sent on: what was typed stays in the form, and each place is changed or confirmed there.

    A confirmation is of exactly those words in that field. Nothing is refused for good.
    """

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, field in list(self.fields.items()):
            if isinstance(field, forms.CharField) and not field.widget.is_hidden:
                for found in warnings_in((cleaned or {}).get(name) or ""):
                    self._ask(str(field.label), name, found)
        return cleaned

    def _ask(self, label: str, name: str, found: Found) -> None:
        key = hashlib.sha256("\0".join((name, found.why, found.found)).encode()).hexdigest()[:16]
        asked = f"looked_{key}"
        if asked in self.fields:
            return
        self.fields[asked] = forms.BooleanField(
            label=f"Nobody can tell from “{found.found}” who a child is",
            help_text=f"{found.why} In “{label}”: “{found.around}”",
        )
        if not self.data.get(self.add_prefix(asked)):
            self.add_error(asked, f"{self.fields[asked].label}: tick this if it is so, or change the words")
