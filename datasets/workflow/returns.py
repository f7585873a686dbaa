"""A return from its first figures to its publication, and again when a published quarter is restated."""

import hashlib
from decimal import Decimal

from django.utils import timezone

from datasets import checking, notifications
from datasets.deriving import work_out
from datasets.models import Edition, Figure, FigureWarning, Item, Return
from datasets.rules import returns as rules
from datasets.rules.returns import Figures
from datasets.statuses import IN_THE_AUTHORITYS_HANDS, PeriodStatus, ReturnStatus
from regions.querysets import today
from riia.accounts.models import User
from riia.audit import trail
from riia.workflow import transition


@transition(
    on=Return,
    label="Record figures",
    sources={*IN_THE_AUTHORITYS_HANDS, ReturnStatus.PUBLISHED},
    targets={ReturnStatus.DRAFT},
    permitted=rules.may_fill_in,
    unless=rules.reasons_not_to_record,
    page="return_figures",
)
def record_edition(
    return_: Return,
    *,
    by: User,
    figures: Figures,
    origin: str,
    file_name: str = "",
    file_digest: str = "",
    why: str = "",
    seen: int | None = None,
) -> None:
    """Make the next edition of a return from all its figures, {item code: FigureInput}; earlier ones are kept.

    `seen` is the number of the edition that the person looked at (0 for none): of two people who save at once, the
    second is told. `why` says why a published quarter is restated (DAT-20); what was published stays until the new
    figures are accepted. The new edition is `return_.edition`.
    """
    if return_.published_id and return_.edition_id != return_.published_id and return_.edition:
        why = why or return_.edition.reason
    return_.edition = _edition(return_, by, figures, origin, file_name, file_digest, why)


def _edition(
    return_: Return, by: User, figures: Figures, origin: str, file_name: str, file_digest: str, why: str = ""
) -> Edition:
    """Write an edition with its figures and warnings, and one entry in the trail that its figures answer to."""
    before = return_.edition
    last = return_.editions.order_by("-number").first()
    edition = Edition.objects.create(
        of_return=return_,
        number=last.number + 1 if last else 1,
        origin=origin,
        made_at=timezone.now(),
        made_by=by,
        file_name=file_name[-200:],
        file_digest=file_digest,
        reason=why,
    )
    items = {one.code: one for one in return_.collection_period.version.items.all()}
    Figure.objects.bulk_create(
        Figure(
            edition=edition,
            item=items[code],
            value=one.value,
            marker=one.marker,
            caveat=one.caveat,
            caveat_words=one.caveat_words,
        )
        for code, one in figures.items()
    )
    _warn(return_, edition, before, figures, items)
    digest = {"figures": digest_of(figures)}
    trail.record("make_edition", "Figures came in", by=by, on=edition, after=trail.snapshot(edition) | digest)
    return edition


def _warn(return_: Return, edition: Edition, before: Edition | None, figures: Figures, items: dict[str, Item]) -> None:
    """Write what is unlikely. A reason that was given for the same words about the same figure still holds."""
    given = {}
    if before:
        given = {(one.item_id, one.check_name, one.text): one for one in before.warnings.exclude(reason="")}
    found = []
    for code, check, text in checking.warnings_for(return_, figures):
        old = given.get((items[code].pk, check, text))
        found.append(
            FigureWarning(
                edition=edition,
                item=items[code],
                check_name=check,
                text=text,
                reason=old.reason if old else "",
                reason_by=old.reason_by if old else None,
            )
        )
    FigureWarning.objects.bulk_create(found)


def digest_of(figures: Figures) -> str:
    """The SHA-256 of figures in the order of their items' codes, in hexadecimal."""
    lines = [
        "\t".join((code, _plain(one.value), one.marker, one.caveat, one.caveat_words))
        for code, one in sorted(figures.items())
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"


@transition(
    on=Return,
    label="Submit to the director",
    sources={ReturnStatus.DRAFT, ReturnStatus.WITHDRAWN},
    targets={ReturnStatus.SUBMITTED},
    permitted=rules.may_fill_in,
    unless=rules.reasons_not_to_submit,
    page="return_submit",
)
def submit_return(return_: Return, *, by: User) -> None:
    """Give the figures to the director for sign-off; from now on the regional team sees them."""
    return_.received_on = return_.received_on or today()
    return_.submitted_at, return_.submitted_by = timezone.now(), by
    notifications.sign_off_asked(return_)


@transition(
    on=Return,
    label="Sign off",
    sources={ReturnStatus.SUBMITTED},
    targets={ReturnStatus.SIGNED_OFF},
    permitted=rules.may_sign_off,
    unless=rules.reasons_not_to_sign_off,
    page="return_sign_off",
)
def sign_off_return(return_: Return, *, by: User, edition: int | None = None) -> None:
    """Stand behind these figures as the director; `edition` is the number of the edition that was looked at."""
    return_.signed, return_.signed_at, return_.signed_by = return_.edition, timezone.now(), by
    notifications.return_signed_off(return_)


@transition(
    on=Return,
    label="Accept",
    sources={ReturnStatus.SIGNED_OFF},
    targets={ReturnStatus.ACCEPTED},
    permitted=rules.may_check,
    unless=rules.reasons_not_to_accept,
    page="return_accept",
)
def accept_return(return_: Return, *, by: User, edition: int | None = None) -> None:
    """Take the figures for the region. In a period that is published already they are published at once (DAT-20)."""
    return_.accepted_at = timezone.now()
    notifications.return_accepted(return_)
    period = return_.collection_period
    if period.status == PeriodStatus.OPEN:
        return
    # Values are worked out from what is stored.
    return_.save()
    if period.status == PeriodStatus.PUBLISHED:
        restated = return_.published_id is not None
        publish_return(return_, by=by)
        if restated:
            notifications.quarter_restated(return_)
    work_out(period)


@transition(
    on=Return,
    label="Take back",
    sources={ReturnStatus.SUBMITTED, ReturnStatus.SIGNED_OFF, ReturnStatus.QUERIED, ReturnStatus.ACCEPTED},
    targets={ReturnStatus.WITHDRAWN},
    permitted=rules.may_take_back,
    page="return_withdraw",
)
def withdraw_return(return_: Return, *, by: User) -> None:
    """Take a return back into the authority's hands, to change and submit it again, or not."""
    return_.accepted_at = None
    notifications.return_withdrawn(return_, by)
    if return_.collection_period.status == PeriodStatus.PREVIEW:
        return_.save()
        work_out(return_.collection_period)


@transition(
    on=Return,
    label="Give up the restatement",
    sources={ReturnStatus.DRAFT, ReturnStatus.WITHDRAWN},
    targets={ReturnStatus.PUBLISHED},
    permitted=rules.may_take_back,
    unless=rules.reasons_not_to_drop,
    page="return_drop",
)
def drop_restatement(return_: Return, *, by: User) -> None:
    """Leave a published quarter as it was published; what was begun is kept among the editions."""
    return_.edition = return_.published
    if return_.signed_id != return_.published_id:
        # Who signed the published edition, and when, stands in the history.
        return_.signed = None if rules.is_earlier(return_.published) else return_.published
        return_.signed_at = return_.signed_by = None


@transition(
    on=Return,
    label="Publish with its period",
    sources={ReturnStatus.ACCEPTED},
    targets={ReturnStatus.PUBLISHED},
    permitted=rules.may_publish,
    unless=rules.reasons_not_to_publish_return,
)
def publish_return(return_: Return, *, by: User | None) -> None:
    """The edition that was accepted is what everybody entitled sees from now on."""
    return_.published = return_.edition
