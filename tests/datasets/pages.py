"""The addresses of the dataset: who gets what, and the rows that fill them in (see `tests/test_urls.py`)."""

from datasets.workflow.definitions import draft_version
from tests.answers import ADMINISTRATORS, EVERY_MEMBER, KEEPERS, LIST, Page, act_of, object_for
from tests.datasets import factories

DRAFTERS = KEEPERS | {"south.regional_team"}

PAGES: dict[str, Page] = {
    "version_list": LIST,
    "version_detail": object_for(EVERY_MEMBER),
    "version_detail of a draft": object_for(KEEPERS),
    "version_compare": object_for(EVERY_MEMBER),
    "version_draft": act_of(DRAFTERS),
    "version_use": act_of(KEEPERS, seen_by=KEEPERS),
    "version_end": act_of(ADMINISTRATORS),
    "version_item": act_of(KEEPERS, seen_by=KEEPERS),
    "version_item_add": act_of(KEEPERS, seen_by=KEEPERS),
    "version_item_drop": act_of(KEEPERS, seen_by=KEEPERS),
    "version_indicators": object_for(EVERY_MEMBER),
    "version_indicator": act_of(KEEPERS, seen_by=KEEPERS),
    "version_indicator_off": act_of(KEEPERS, seen_by=KEEPERS),
}


def drafted(version, cast):
    """The next version, drafted for North."""
    return draft_version(
        version, by=cast.north.regional_team, region=cast.north.region, slug="core-next", name="The next version"
    )


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: rows of North, and the version for all."""
    version = factories.dataset()
    draft = drafted(version, cast)
    return {
        "version_detail": [version.slug],
        "version_detail of a draft": [draft.slug],
        "version_compare": [version.slug],
        "version_draft": [version.pk],
        "version_use": [draft.pk],
        "version_end": [version.pk],
        "version_item": [draft.pk, "referrals"],
        "version_item_add": [draft.pk],
        "version_item_drop": [draft.pk, "referrals"],
        "version_indicators": [version.pk],
        "version_indicator": [draft.pk, "repeat-referrals-share"],
        "version_indicator_off": [draft.pk, "repeat-referrals-share"],
    }
