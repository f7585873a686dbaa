"""The demonstration as data: places, accounts and who held which seat when. Everything here is invented.

A date is a number of days from today, or (years ago, month): the first of that month so many calendar years ago. A name
that begins with "@" is the account of that address; every other name is a person without an account.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from regions.roles import Role
from regions.statuses import Task

When = int | tuple[int, int]

REGION, NEIGHBOUR = "demonstration", "demonstration-neighbour"
DOMAIN = "demo.example"
SOURCE = "demonstration-newsletter"
TRUST = "demonstration-childrens-trust"


def day(when: When, today: date) -> date:
    """The date that is meant, seen from today."""
    if isinstance(when, int):
        return today + timedelta(days=when)
    return date(today.year - when[0], when[1], 1)


@dataclass(frozen=True)
class Place:
    """An authority: name, type, children, cell on the demonstration's own map, first and last day."""

    name: str
    kind: str
    children: int
    cell: tuple[int, int] | None = None
    region: str = REGION
    since: When | None = None
    until: When | None = None

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")


PLACES = (
    Place("Northtown", "metropolitan", 52_400, (1, 0)),
    Place("Greycliff", "unitary", 15_300, (2, 0)),
    Place("Smallholm", "unitary", 410, (4, 0)),
    Place("Highmarsh", "county", 96_300, (0, 1)),
    Place("Midhaven", "metropolitan", 61_800, (1, 1)),
    Place("Eastbrook", "unitary", 31_200, (2, 1)),
    Place("Westvale", "county", 118_000, (0, 2)),
    Place("Longwater", "unitary", 45_100, (1, 2), since=(3, 4)),
    Place("Oldbridge", "unitary", 19_700, (2, 2)),
    Place("Stonemoor", "metropolitan", 47_900, (3, 2)),
    Place("Southmere", "unitary", 24_600, (1, 3)),
    Place("Ferrydale", "unitary", 38_900, (2, 3)),
    Place("Longwater County", "county", 44_800, until=(3, 4)),
    Place("Farshore", "unitary", 27_500, region=NEIGHBOUR),
)
SUCCESSION = ("longwater-county", "longwater", (3, 4))
# The trust serves an authority here and the neighbour's: it reaches into two regions (DIR-8).
SERVICES = (("oldbridge", (6, 4)), ("farshore", (4, 9)))

ACCOUNTS = {
    "dcs.northtown": "Demonstration director, Northtown",
    "chief-executive.northtown": "Demonstration chief executive, Northtown",
    "lead-member.northtown": "Demonstration lead member, Northtown",
    "performance-lead.northtown": "Demonstration performance lead, Northtown",
    "assistant-director.northtown": "Demonstration assistant director, Northtown",
    "local-administrator.northtown": "Demonstration local administrator, Northtown",
    "named-reader.northtown": "Demonstration named reader, Northtown",
    # Has no seat: does one task of the director's.
    "assistant.northtown": "Demonstration assistant, Northtown",
    "dcs.eastbrook": "Demonstration director, Eastbrook",
    "chief-executive.eastbrook": "Demonstration chief executive, Eastbrook",
    "lead-member.eastbrook": "Demonstration lead member, Eastbrook",
    "performance-lead.eastbrook": "Demonstration performance lead, Eastbrook",
    "dcs.westvale": "Demonstration director, Westvale",
    "regional-team": "Demonstration regional team member",
    "regional-team-2": "Demonstration regional team, second member",
    "regional-lead": "Demonstration regional lead",
    "board-chair": "Demonstration chair of the board",
    "board-member": "Demonstration member of the board",
    "chair": "Demonstration chair of the region",
    "vice-chair": "Demonstration vice chair of the region",
    "successor": "Demonstration successor, Midhaven",
    "lga-adviser": "Demonstration LGA adviser",
    "dfe-adviser": "Demonstration DfE adviser",
    "trust-chief-executive": "Demonstration chief executive of the trust",
    "dcs.farshore": "Demonstration director, Farshore",
    "no-appointment": "Demonstration account without an appointment",
    # Has an invitation and no password yet.
    "invited": "Demonstration account, invited",
    "admin": "Demonstration administrator",
    # ACC-9 takes two people: the first regional team is appointed by one administrator and confirmed by another.
    "admin-2": "Demonstration administrator, second",
}
ADMINISTRATORS = ("admin", "admin-2")
# One was sent an invitation twice and has yet to accept it; the other has accepted hers.
INVITED, ACCEPTED = "invited", "named-reader.northtown"


@dataclass(frozen=True)
class Term:
    """Somebody in a seat. `stated`: a source says so and nobody has confirmed it."""

    person: str
    since: When
    until: When | None = None
    interim: bool = False
    acting: bool = False
    stated: bool = False
    employer: str = ""


def past(person: str, since: When, until: When, **details) -> Term:
    """A term that has ended."""
    return Term(person, since, until, **details)


def now(person: str, since: When, **details) -> Term:
    """The present holder."""
    return Term(person, since, **details)


# The first day of somebody who is appointed but not in the seat yet.
ANNOUNCED = 60

# Role at a place: its holders, oldest first. A gap between two is a vacancy.
Holders = dict[tuple[str, Role], tuple[Term, ...]]

DIRECTORS: Holders = {
    ("northtown", Role.DCS): (
        past("Kit Yarrow", (13, 9), (6, 9)),
        past("Robin Tansy", (6, 9), (5, 1), interim=True),
        past("Sam Campion", (5, 1), (2, 7)),
        now("@dcs.northtown", (2, 9)),
    ),
    ("eastbrook", Role.DCS): (
        past("Noor Betony", (11, 1), (7, 3)),
        past("Alex Comfrey", (7, 3), (3, 11)),
        now("@dcs.eastbrook", (3, 11)),
    ),
    ("westvale", Role.DCS): (
        past("Pat Speedwell", (12, 6), (8, 1)),
        past("Jules Fennel", (8, 3), (4, 9)),
        past("Casey Mallow", (4, 9), (3, 4), interim=True),
        now("@dcs.westvale", (3, 4)),
    ),
    # Interim, then permanent: no change of person (DIR-6). Director of two authorities since Smallholm's left.
    ("southmere", Role.DCS): (
        past("Ellis Bryony", (10, 9), (5, 5)),
        past("Toni Lovage", (5, 5), (4, 12), interim=True),
        now("Toni Lovage", (4, 12)),
    ),
    ("smallholm", Role.DCS): (past("Rowan Saffron", (14, 2), (2, 5)), now("Toni Lovage", (2, 5))),
    ("highmarsh", Role.DCS): (past("Lee Sorrel", (11, 7), (6, 4)), now("@chair", (6, 4))),
    # The holder is away and somebody acts beside her (DIR-14).
    ("midhaven", Role.DCS): (
        past("Quinn Vetch", (12, 11), (4, 1)),
        now("Frankie Hyssop", (4, 1)),
        Term("Drew Clover", -40, 50, acting=True),
    ),
    ("oldbridge", Role.DCS): (
        past("Morgan Thistle", (13, 3), (9, 2)),
        past("Val Teasel", (9, 6), (6, 6)),
        past("Ash Ragwort", (6, 6), (5, 2), interim=True),
        past("Blair Juniper", (5, 2), (1, 7)),
        now("Indra Oxlip", (1, 7), interim=True),
    ),
    ("longwater-county", Role.DCS): (
        past("Glenn Gorse", (12, 1), (6, 1)),
        past("Harper Knapweed", (6, 1), (3, 4)),
    ),
    ("longwater", Role.DCS): (now("Wren Samphire", (3, 4), stated=True),),
    ("greycliff", Role.DCS): (past("Kim Chicory", (14, 9), (7, 9)), now("@vice-chair", (7, 9))),
    ("stonemoor", Role.DCS): (
        past("Sandy Figwort", (11, 5), (8, 8)),
        past("Max Woodruff", (8, 8), (2, 2)),
        now("Billie Marigold", (1, 1)),
    ),
    ("ferrydale", Role.DCS): (past("Chris Burdock", (13, 11), (4, 4)), now("Jamie Nettle", (4, 4))),
    # The "twin hat": director of both services.
    ("ferrydale", Role.DASS): (past("Terry Quince", (10, 4), (4, 4)), now("Jamie Nettle", (4, 4))),
    ("farshore", Role.DCS): (past("Nat Orache", (12, 3), (3, 2)), now("@dcs.farshore", (3, 2))),
}
CHIEF_EXECUTIVES: Holders = {
    (place, Role.CHIEF_EXECUTIVE): terms
    for place, terms in {
        "northtown": (past("Dale Pimpernel", (9, 6), (4, 6)), now("@chief-executive.northtown", (4, 6))),
        "eastbrook": (past("Lou Valerian", (8, 2), (3, 2)), now("@chief-executive.eastbrook", (3, 2))),
        # Leaves to a successor who is appointed already.
        "westvale": (
            past("Bobby Celandine", (9, 1), (5, 9)),
            now("Ira Larkspur", (5, 9)),
            now("Remy Toadflax", ANNOUNCED),
        ),
        "southmere": (now("Jessie Milkwort", (6, 10)),),
        "smallholm": (now("Jessie Milkwort", (2, 5)),),
        "highmarsh": (past("Gale Feverfew", (10, 1), (4, 3)), now("Sage Tormentil", (4, 3))),
        "midhaven": (now("Reese Bugloss", (7, 5)),),
        # One chief executive for two authorities.
        "oldbridge": (past("Cary Restharrow", (9, 9), (5, 7)), now("Erin Stitchwort", (5, 7))),
        "greycliff": (now("Erin Stitchwort", (4, 1)),),
        "longwater-county": (past("Merle Eyebright", (9, 4), (3, 4)),),
        "longwater": (now("Merle Eyebright", (3, 4)),),
        "stonemoor": (now("Perry Mugwort", (3, 9)),),
        "ferrydale": (now("Shay Butterbur", (5, 1)),),
        "farshore": (now("Tal Sneezewort", (4, 8)),),
    }.items()
}
LEAD_MEMBERS: Holders = {
    (place, Role.LEAD_MEMBER): terms
    for place, terms in {
        "northtown": (past("Councillor Fran Sedge", (9, 5), (3, 5)), now("@lead-member.northtown", (3, 5))),
        "eastbrook": (past("Councillor Uma Rush", (8, 5), (2, 5)), now("@lead-member.eastbrook", (2, 5))),
        "westvale": (now("Councillor Hari Bracken", (5, 5)),),
        # Vacant since the last one left.
        "southmere": (past("Councillor Bea Teasel", (7, 5), -150),),
        "smallholm": (now("Councillor Olu Lichen", (1, 5)),),
        "highmarsh": (now("Councillor Jo Meadowsweet", (3, 5)),),
        "midhaven": (now("Councillor Esa Catkin", (2, 5)),),
        "oldbridge": (now("Councillor Mina Osier", (4, 5)),),
        "greycliff": (now("Councillor Abe Hornbeam", (4, 5)),),
        "longwater-county": (past("Councillor Rae Alder", (7, 5), (3, 4)),),
        "longwater": (now("Councillor Rae Alder", (3, 4), stated=True),),
        "stonemoor": (now("Councillor Vic Spindle", (2, 5)),),
        "ferrydale": (now("Councillor Ula Rowan", (1, 5)),),
        "farshore": (now("Councillor Pim Aspen", (2, 5)),),
    }.items()
}
OFFICERS: Holders = {
    ("northtown", Role.PERFORMANCE_LEAD): (now("@performance-lead.northtown", (3, 6)),),
    ("northtown", Role.ASSISTANT_DIRECTOR): (now("@assistant-director.northtown", (2, 11)),),
    ("northtown", Role.LOCAL_ADMINISTRATOR): (now("@local-administrator.northtown", (2, 10)),),
    ("northtown", Role.NAMED_READER): (now("@named-reader.northtown", (1, 2)),),
    ("eastbrook", Role.PERFORMANCE_LEAD): (now("@performance-lead.eastbrook", (2, 1)),),
    ("midhaven", Role.ASSISTANT_DIRECTOR): (now("@successor", (4, 2)),),
    (TRUST, Role.TRUST_CHIEF_EXECUTIVE): (
        past("Alby Harebell", (6, 4), (3, 1)),
        now("@trust-chief-executive", (3, 1)),
    ),
}
# The first to be appointed, by administrators: everybody else is appointed by them.
FOUNDERS: Holders = {
    (REGION, Role.REGIONAL_LEAD): (now("@regional-lead", (5, 1)),),
    (REGION, Role.REGIONAL_TEAM): (now("@regional-team", (5, 1)),),
}
SECOND_TEAM_MEMBER = now("@regional-team-2", (4, 9))
OF_THE_REGION: Holders = {
    (REGION, Role.CHAIR): (
        past("Lee Sorrel", (8, 6), (6, 4), employer="highmarsh"),
        past("Alex Comfrey", (6, 4), (4, 6), employer="eastbrook"),
        now("@chair", (4, 6), employer="highmarsh"),
    ),
    (REGION, Role.VICE_CHAIR): (now("@vice-chair", (4, 6), employer="greycliff"),),
    (REGION, Role.COUNCIL_OF_REFERENCE): (now("Jamie Nettle", (3, 6), employer="ferrydale"),),
    (REGION, Role.LEAD_DCS): (now("Toni Lovage", (2, 6), employer="southmere"),),
    (REGION, Role.REGIONAL_LEAD_MEMBER): (now("Councillor Jo Meadowsweet", (2, 6), employer="highmarsh"),),
    (REGION, Role.LEAD_CHIEF_EXECUTIVE): (now("Erin Stitchwort", (2, 6), employer="oldbridge"),),
    (REGION, Role.DFE_ADVISER): (now("@dfe-adviser", (2, 3)),),
    (REGION, Role.LGA_ADVISER): (now("@lga-adviser", (3, 3)),),
    (REGION, Role.RIIA_SPONSOR): (now("Frankie Hyssop", (3, 1), employer="midhaven"),),
    (REGION, Role.BOARD_CHAIR): (now("@board-chair", (3, 6)),),
    (REGION, Role.BOARD_MEMBER): (now("@board-member", (3, 6)),),
}

# Further seats: (place, role, number, stated vacant from).
FURTHER_SEATS: tuple[tuple[str, Role, int, When | None], ...] = (
    (REGION, Role.REGIONAL_TEAM, 2, None),
    (REGION, Role.COUNCIL_OF_REFERENCE, 2, -240),
    (REGION, Role.BOARD_MEMBER, 2, None),
    (NEIGHBOUR, Role.CHAIR, 1, None),
    ("westvale", Role.ASSISTANT_DIRECTOR, 1, None),
    ("westvale", Role.PERFORMANCE_LEAD, 1, None),
)
# Whose task at which seat is done by whom, for how many days from today (ACC-12).
TASK_LEFT = (("northtown", Role.DCS), "@assistant.northtown", Task.CONFIRM_FACTS, 90)
# Whose last appointment ended yesterday.
LEAVER = ("westvale", Role.ASSISTANT_DIRECTOR, now("@no-appointment", (2, 5)))
REFUSED = ("stonemoor", Role.CHIEF_EXECUTIVE, now("Lou Valerian", -20))
TAKEN_BACK = ("ferrydale", Role.CHIEF_EXECUTIVE, now("Bobby Celandine", -30))
WAITING = ("greycliff", Role.LEAD_MEMBER, now("Councillor Cleo Sallow", 10))
# Confirmed so long ago that it counts as stale (DIR-11).
STALE = ("greycliff", Role.DCS, (3, 6))

# A part of the region (DIR-17): who is in it since when, and who has left it.
GROUP = ("Northern valleys", "Authorities along two rivers that share a placements team.")
GROUPED: dict[str, tuple[When, When | None]] = {
    "northtown": ((4, 4), None),
    "eastbrook": ((4, 4), None),
    "midhaven": ((2, 4), None),
    "highmarsh": ((4, 4), (1, 4)),
}

# A file of officers that the team imported: name, authority, role, job title, since when. The first is a former
# director, misspelt; whoever imported it said that this is somebody new, so the directory suspects a duplicate.
IMPORTED_FILE = "officers-of-southmere.csv"
IMPORTED = (
    ("Alex Comfry", "southmere", Role.ASSISTANT_DIRECTOR, "Assistant director, early help", -80),
    ("Devon Yarrowby", "southmere", Role.PERFORMANCE_LEAD, "Head of performance", -45),
)
MISSPELT = IMPORTED[0][0]
# A correction that was none, and was undone: of which authority, the field, the value, why, and why it was undone.
CORRECTED = ("ferrydale", "population_0_17", 39_800, "From the newsletter.", "Two digits were swapped.")

TITLE = "Demonstration memorandum of understanding"
FIRST_VERSION, SECOND_VERSION, THIRD_VERSION = (5, 9), (2, 6), 120
SECOND_VERSION_ENDS = (-3, 6)
SIGNED_FIRST = ("northtown", "eastbrook", "highmarsh", "longwater-county")
SIGNED_ON = (2, 7)
# Who has signed the second version, and when that ends: Westvale, Longwater and Smallholm have not signed.
SIGNED_SECOND: dict[str, When | None] = {
    "northtown": None,
    "eastbrook": None,
    "oldbridge": None,
    "greycliff": None,
    "ferrydale": None,
    "stonemoor": None,
    TRUST: None,
    "highmarsh": 45,  # within the ninety days' warning
    "midhaven": -10,  # in its days of grace
    "southmere": -100,  # lapsed
}
WITHDRAWN = "stonemoor"

# --- Registers --------------------------------------------------------------------------------------------------------

# Who declared an interest in which authority: the kind, from when, and until when if it has ended.
INTERESTS = (
    ("performance-lead.northtown", "eastbrook", "contract", (2, 4), None),
    ("performance-lead.northtown", "westvale", "residence", (8, 4), (1, 4)),
    ("dcs.eastbrook", "northtown", "family", (3, 9), None),
)
# Whose conflict with which authority is accepted for a while, and why.
WAIVED = ("performance-lead.northtown", "eastbrook", "The contract is with its schools, not its children’s services.")
# What was asked for, of which authority (nothing: the alliance's own), how many days ago, how it ended, in which words.
ASKED = (
    ("Minutes of the board’s last two meetings", "", 3, None, ""),
    ("The authority’s part in last year’s peer challenge", "northtown", 40, None, ""),
    ("What the alliance spent on events", "", 30, "answered", "The published accounts were sent."),
    ("Names of the members of a review team", "eastbrook", 60, "refused", "Section 40: personal data of officers."),
    ("A list of training courses", "", 25, "withdrawn", ""),
)
