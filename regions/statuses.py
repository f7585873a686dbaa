"""Statuses of the directory and the groups of them that rules speak of."""

from django.db.models import TextChoices


class AppointmentStatus(TextChoices):
    """How sure we are that somebody holds a seat."""

    STATED = "stated", "Stated by a source, not confirmed"
    PROPOSED = "proposed", "Waiting for a second person"
    CONFIRMED = "confirmed", "Confirmed"
    REFUSED = "refused", "Not confirmed by the second person"
    WITHDRAWN = "withdrawn", "Withdrawn"


# Shown as the holder of the seat.
IN_SEAT = (AppointmentStatus.STATED, AppointmentStatus.CONFIRMED)
# Stands in the way of another appointment to the same seat.
TAKES_THE_SEAT = (*IN_SEAT, AppointmentStatus.PROPOSED)


class MemorandumStatus(TextChoices):
    """A version of a region's memorandum of understanding."""

    DRAFT = "draft", "Draft"
    IN_FORCE = "in-force", "In force"
    ENDED = "ended", "Ended"


class Precision(TextChoices):
    """How exactly a date is known. A month or a year known covers the whole of it (DIR-5)."""

    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    YEAR = "year", "To the year"
    UNKNOWN = "unknown", "Not stated"


class AuthorityKind(TextChoices):
    """Kinds of authority with children's services."""

    UNITARY = "unitary", "Unitary authority"
    METROPOLITAN = "metropolitan", "Metropolitan borough"
    COUNTY = "county", "County council"
    LONDON_BOROUGH = "london-borough", "London borough"
    CITY_OF_LONDON = "city-of-london", "City of London"
    ISLES_OF_SCILLY = "isles-of-scilly", "Isles of Scilly"


class CodeScheme(TextChoices):
    """Whose code it is."""

    GSS = "gss", "GSS code (Office for National Statistics)"
    DFE = "dfe", "DfE number"


class Schedule(TextChoices):
    """What an authority's signature covers (ACC-18)."""

    DIRECTORY = "directory", "Directory"
    DATA = "data", "Data"
    SELF_EVALUATION = "self-evaluation", "Self-evaluation"
    PEER_WORK = "peer-work", "Peer work"


class Task(TextChoices):
    """What a holder can leave to somebody else between two dates (ACC-12)."""

    CONFIRM_FACTS = "confirm-facts", "Confirm the authority's facts in the directory"
    PROPOSE_APPOINTMENTS = "propose-appointments", "Propose appointments to the authority's seats"
    SIGN_OFF_RETURNS = "sign-off-returns", "Sign off the authority's returns"


class InterestKind(TextChoices):
    """Why somebody may not be impartial about an authority."""

    EMPLOYMENT = "employment", "Works or worked there, or is about to"
    FAMILY = "family", "Family or close friendship with somebody there"
    CONTRACT = "contract", "Paid work for it, or a tender"
    RESIDENCE = "residence", "Own family uses its children's services"
    OTHER = "other", "Something else"


class InformationRequestStatus(TextChoices):
    """A request for information from the day it is registered."""

    OPEN = "open", "Being dealt with"
    ANSWERED = "answered", "Answered"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ImportStatus(TextChoices):
    """An uploaded file: looked at, written to the directory, or put aside."""

    PREVIEWED = "previewed", "Waiting to be confirmed"
    CONFIRMED = "confirmed", "Confirmed"
    DISCARDED = "discarded", "Discarded"


class ChangeKind(TextChoices):
    """What happens to a director's post (DIR-12). The first six are changes; the others are shown and not counted."""

    PERMANENT_TO_PERMANENT = "permanent-to-permanent", "Permanent to permanent"
    PERMANENT_TO_INTERIM = "permanent-to-interim", "Permanent to interim"
    INTERIM_TO_PERMANENT = "interim-to-permanent", "Interim to permanent"
    INTERIM_TO_INTERIM = "interim-to-interim", "Interim to interim"
    FROM_VACANT = "from-vacant", "After a vacancy"
    FROM_NOT_KNOWN = "from-not-known", "From somebody not known"
    TO_VACANT = "to-vacant", "Left, post vacant"
    MADE_PERMANENT = "made-permanent", "Interim made permanent"
    MADE_INTERIM = "made-interim", "Permanent, then interim"
    RETURNED = "returned", "Same person again"
    COVER = "cover", "Acting cover beside the holder"
    NEW_AUTHORITY = "new-authority", "First director of a new authority"
    AUTHORITY_ENDED = "authority-ended", "Authority ended"
    UNDATED = "undated", "Day of the change not stated"

    @classmethod
    def counted(cls) -> tuple["ChangeKind", ...]:
        """The classes that add up to the number of changes."""
        return COUNTED


# Asked for each change; an enumeration is slow to walk through.
COUNTED = tuple(ChangeKind)[:6]
