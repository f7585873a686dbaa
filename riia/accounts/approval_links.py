"""Approving by a link, without signing in (ACC-7): tokens, digests, and which acts can be done that way.

An app that wants one of its acts approved by link registers it here, with the template that shows what is asked, and
calls `workflow.ask_for_approval`. The link is bound to a person, the seat they act under, the thing as it stands and
the act; only digests are stored.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from riia.accounts.models import ApprovalLink
from riia.audit import trail

BYTES = 32  # 256 random bits: nobody guesses one


def digest_of_row(item: models.Model) -> str:
    """The SHA-256 of a row's stored values, in hexadecimal: another one as soon as anything about it changes."""
    text = json.dumps(trail.snapshot(item), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Approvable:
    """An act that can be done by link: how its page shows the thing, and the act that sends it back instead.

    template: a snippet that gets `item` and what `context(item, approver)` returns. sends_back: the key of the act that
    refuses; empty where there is none. words: the input of that act which takes what the approver says, where it must
    not stand in the trail; else it is the act's reason. digest: what the approver vouches for, where that is more than
    the row itself.
    """

    template: str
    sends_back: str = ""
    words: str = ""
    context: Callable[[Any, Any], dict[str, Any]] = field(default=lambda item, approver: {})
    digest: Callable[[Any], str] = digest_of_row


APPROVABLE: dict[str, Approvable] = {}


def digest_of_token(token: str) -> str:
    """The SHA-256 of a link's token, in hexadecimal; the token itself is never stored with the link."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """256 random bits, fit for an address."""
    return secrets.token_urlsafe(BYTES)


def link_of(token: str) -> ApprovalLink | None:
    """The link with this token, in whatever state it is."""
    rows = ApprovalLink.objects.select_related("user", "asked_by")
    return rows.filter(token_digest=digest_of_token(token)).first()
