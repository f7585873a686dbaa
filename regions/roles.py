"""The roles a seat can have, and what each opens. This is the starting point of the who-may table."""

from dataclasses import dataclass

from django.db.models import TextChoices


class Place(TextChoices):
    """What a seat belongs to."""

    REGION = "region", "Region"
    AUTHORITY = "authority", "Authority"
    TRUST = "trust", "Children's trust"


class Role(TextChoices):
    """Every role of the directory."""

    # In a region
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co-chair", "Co-chair"
    VICE_CHAIR = "vice-chair", "Vice chair"
    COUNCIL_OF_REFERENCE = "council-of-reference", "Council of Reference representative"
    LEAD_DCS = "lead-dcs", "Lead director of children's services"
    REGIONAL_LEAD_MEMBER = "regional-lead-member", "Lead member for the region"
    LEAD_CHIEF_EXECUTIVE = "lead-chief-executive", "Lead chief executive"
    DFE_ADVISER = "dfe-adviser", "DfE link adviser"
    LGA_ADVISER = "lga-adviser", "LGA regional adviser"
    RIIA_SPONSOR = "riia-sponsor", "Director sponsoring the alliance"
    REGIONAL_LEAD = "regional-lead", "Regional lead"
    REGIONAL_TEAM = "regional-team", "Regional team"
    BOARD_CHAIR = "board-chair", "Chair of the governance board"
    BOARD_MEMBER = "board-member", "Member of the governance board"
    # In an authority
    DCS = "dcs", "Director of children's services"
    DASS = "dass", "Director of adult social services"
    CHIEF_EXECUTIVE = "chief-executive", "Chief executive"
    DEPUTY_CHIEF_EXECUTIVE = "deputy-chief-executive", "Deputy chief executive"
    LEAD_MEMBER = "lead-member", "Lead member for children's services"
    ASSISTANT_DIRECTOR = "assistant-director", "Assistant director"
    PERFORMANCE_LEAD = "performance-lead", "Performance lead"
    LOCAL_ADMINISTRATOR = "local-administrator", "Local administrator"
    NAMED_READER = "named-reader", "Reader named by the director"
    # In a trust
    TRUST_CHIEF_EXECUTIVE = "trust-chief-executive", "Chief executive of the trust"


@dataclass(frozen=True)
class About:
    """What a role means for the portal.

    place: where its seats are. public: its holder is shown to everybody. single: one seat of this role in a place.
    second: opens access only when a second person has confirmed it (ACC-9). reader: opens the released material of
    other authorities under a signed memorandum (ACC-10). board: counts as a seat of the governance board.
    leads: a chair, who must come from the region (DIR-7). statutory: told of changes in its authority (ACC-9).
    gives: what it opens, in a sentence for the page "Your seats".
    """

    place: Place
    gives: str
    public: bool = True
    single: bool = True
    second: bool = False
    reader: bool = False
    board: bool = False
    leads: bool = False
    statutory: bool = False


_BOARD = "Members' pages and the material of the governance board of this region."
_READS = (
    "Members' pages; this authority's own material; "
    "what other authorities of the region share, while this one has signed."
)
_OPENS_PUBLISHED = "Members' pages and published values."

ABOUT: dict[str, About] = {
    Role.CHAIR: About(Place.REGION, _BOARD, second=True, board=True, leads=True),
    Role.CO_CHAIR: About(Place.REGION, _BOARD, single=False, second=True, board=True, leads=True),
    Role.VICE_CHAIR: About(Place.REGION, _BOARD, single=False, second=True, board=True, leads=True),
    Role.COUNCIL_OF_REFERENCE: About(Place.REGION, _OPENS_PUBLISHED, single=False),
    Role.LEAD_DCS: About(Place.REGION, _BOARD, second=True, board=True),
    Role.REGIONAL_LEAD_MEMBER: About(Place.REGION, _BOARD, second=True, board=True),
    Role.LEAD_CHIEF_EXECUTIVE: About(Place.REGION, _BOARD, second=True, board=True),
    Role.DFE_ADVISER: About(Place.REGION, _OPENS_PUBLISHED),
    Role.LGA_ADVISER: About(Place.REGION, "Members' pages and what the region has agreed to share.", second=True),
    Role.RIIA_SPONSOR: About(Place.REGION, _OPENS_PUBLISHED),
    Role.REGIONAL_LEAD: About(
        Place.REGION, "Everything the regional team does, and the region's concerns.", second=True, board=True
    ),
    Role.REGIONAL_TEAM: About(
        Place.REGION, "Keeping this region's directory and memoranda.", public=False, single=False, second=True
    ),
    Role.BOARD_CHAIR: About(Place.REGION, _BOARD, second=True, board=True),
    Role.BOARD_MEMBER: About(Place.REGION, _BOARD, single=False, second=True, board=True),
    Role.DCS: About(
        Place.AUTHORITY, _READS + " Proposes changes to its directory.", second=True, reader=True, statutory=True
    ),
    Role.DASS: About(Place.AUTHORITY, _OPENS_PUBLISHED),
    Role.CHIEF_EXECUTIVE: About(Place.AUTHORITY, _READS, second=True, reader=True, statutory=True),
    Role.DEPUTY_CHIEF_EXECUTIVE: About(Place.AUTHORITY, _OPENS_PUBLISHED, second=True),
    Role.LEAD_MEMBER: About(Place.AUTHORITY, _READS, second=True, reader=True, statutory=True),
    Role.ASSISTANT_DIRECTOR: About(Place.AUTHORITY, _READS, public=False, single=False, reader=True),
    Role.PERFORMANCE_LEAD: About(Place.AUTHORITY, _READS, public=False, single=False, reader=True),
    Role.LOCAL_ADMINISTRATOR: About(
        Place.AUTHORITY, "Members' pages and this authority's officers.", public=False, single=False
    ),
    Role.NAMED_READER: About(Place.AUTHORITY, _READS, public=False, single=False, reader=True),
    Role.TRUST_CHIEF_EXECUTIVE: About(
        Place.TRUST, "Members' pages; the material of the authorities that the trust serves.", second=True, reader=True
    ),
}


# What Django works out again whenever it is asked for the label of a choice.
LABELS = {role.value: str(role.label) for role in Role}


def _having(flag: str) -> tuple[str, ...]:
    return tuple(role for role, about in ABOUT.items() if getattr(about, flag))


PUBLIC = _having("public")
SINGLE = _having("single")
NEEDS_SECOND = _having("second")
READERS = _having("reader")
BOARD = _having("board")
LEADS = _having("leads")
STATUTORY = _having("statutory")
# ACC-6: who must have a second factor (administrators too).
TEAM = (Role.REGIONAL_TEAM, Role.REGIONAL_LEAD)
NEEDS_SECOND_FACTOR = (*TEAM, *BOARD)


def of_place(place: str) -> list[tuple[str, str]]:
    """The roles that seats of a kind of place can have, as choices."""
    return [(role.value, role.label) for role in Role if ABOUT[role].place == place]
