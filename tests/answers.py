"""What an address answers whom: the words in which the tables of addresses are written."""

from dataclasses import dataclass, field

from tests.people import ALONE, IN_NORTH

SIGN_IN_FIRST = "sign in first"
FORBIDDEN, MISSING, WRONG_METHOD = 403, 404, 405
READERS = (*ALONE, *IN_NORTH, "south.regional_team", "south.dcs", "south.dass")
NOBODY_SPECIAL = ("anonymous", "stranger", "north.dass", "north.regional_team")
WITHOUT_APPOINTMENT = {"stranger", "leaver"}
ADMINISTRATORS = {"administrator", "other_administrator"}
TEAM = {"north.regional_team", "north.colleague", "north.regional_lead"}
KEEPERS = ADMINISTRATORS | TEAM
SOUTH = {"south.regional_team", "south.dcs", "south.dass"}
EVERY_MEMBER = set(READERS) - WITHOUT_APPOINTMENT - {"anonymous"}


@dataclass(frozen=True)
class Page:
    """What an address answers: to whom it opens, from whom it is hidden; everybody else with an account gets a 403."""

    open_to: set[str] = field(default_factory=lambda: set(READERS))
    hidden_from: set[str] = field(default_factory=set)
    acts: bool = False

    def get(self, name: str) -> int | str:
        if name in self.open_to:
            return 200
        if name == "anonymous":
            return SIGN_IN_FIRST
        return MISSING if name in self.hidden_from else FORBIDDEN

    def post(self, name: str) -> int | str:
        if self.acts:
            return self.get(name)
        return SIGN_IN_FIRST if name == "anonymous" and name not in self.open_to else WRONG_METHOD


PUBLIC = Page()
LIST = Page(EVERY_MEMBER)
ACCOUNT = Page(set(READERS) - {"anonymous"})


def object_for(readers: set[str]) -> Page:
    """A row: there is no such page for whom it is hidden from (ACC-3)."""
    return Page(readers, hidden_from=set(READERS) - readers)


def act_of(actors: set[str], *, seen_by: set[str] = EVERY_MEMBER) -> Page:
    """A page that acts: 403 for who sees the row and may not (ACC-3)."""
    return Page(actors, hidden_from=set(READERS) - seen_by, acts=True)


IN_THE_REGION = EVERY_MEMBER - SOUTH
WITH_DIRECTOR = KEEPERS | {"north.dcs"}
