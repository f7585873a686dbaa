"""Statuses and choices of the quarterly core dataset, and the groups of them that rules speak of."""

from django.db.models import TextChoices


class Theme(TextChoices):
    """What an indicator is about, in the order of a child's way through the services."""

    EARLY_HELP = "early-help", "Early help and front door"
    ASSESSMENT = "assessment", "Assessment and children in need"
    CHILD_PROTECTION = "child-protection", "Child protection"
    LOOKED_AFTER = "looked-after", "Children looked after"
    CARE_LEAVERS = "care-leavers", "Care leavers"
    ADOPTION = "adoption", "Adoption and permanence"
    WORKFORCE = "workforce", "Workforce"
    SEND = "send", "Special educational needs and disabilities"
    EDUCATION = "education", "Education"
    EARLY_YEARS = "early-years", "Early years"
    YOUTH_JUSTICE = "youth-justice", "Youth justice"
    QUALITY = "quality", "Quality and inspection"
    FINANCE = "finance", "Finance"
    CONTEXT = "context", "Context"


class Polarity(TextChoices):
    """Whether a higher value is better; the values are the words that independent checks use."""

    HIGHER = "higher_better", "Higher is better"
    LOWER = "lower_better", "Lower is better"
    NEUTRAL = "neutral", "Neither higher nor lower is better"


class Basis(TextChoices):
    """What of a period a count counts."""

    POINT_IN_TIME = "point-in-time", "On the last day of the period"
    PERIOD = "period", "During the period"
    ROLLING_YEAR = "rolling-year", "During the twelve months to the end of the period"


class Frequency(TextChoices):
    """How often a figure is collected or published."""

    QUARTERLY = "quarterly", "Every quarter"
    ANNUAL = "annual", "Every year"


class Confidence(TextChoices):
    """How an interval is worked out (DAT-9)."""

    WILSON = "wilson", "Wilson, for proportions"
    BYARS = "byars", "Byar's for rates, exact below 10 events"
    NONE = "none", "None: not a count of events"


class ColourRule(TextChoices):
    """How a cell of the rug gets its colour (DAT-8)."""

    QUARTILE = "quartile", "Quartile bands"
    INTERVAL = "interval", "Confidence interval against the comparator"
    DEVIATIONS = "deviations", "Standard deviations from the mean"
    NONE = "none", "Not coloured"


class Scaling(TextChoices):
    """How a quarterly figure is made comparable (DAT-2)."""

    AS_IS = "as-is", "As counted"
    ROLLING_YEAR = "rolling-year", "Sum of the last four quarters"


class SmallNumbers(TextChoices):
    """Where counts from 1 to 5 are hidden (DAT-11)."""

    OUTSIDE = "outside", "Hidden outside the region"
    EVERYWHERE = "everywhere", "Hidden inside the region too"
    SHOWN = "shown", "Not about individual children: shown"


class ItemKind(TextChoices):
    """What an authority counts."""

    COUNT = "count", "A whole number"
    FTE = "fte", "Full-time equivalents"
    DAYS = "days", "Days"


class VersionStatus(TextChoices):
    """A version of the dataset: written, then never edited again once it is used (DAT-1)."""

    DRAFT = "draft", "Draft"
    IN_USE = "in-use", "In use"
    ENDED = "ended", "No longer used for new periods"


class CollectionKind(TextChoices):
    """What a collection is for; all use the same machinery (DAT-23)."""

    CORE = "core", "Quarterly core dataset"
    SURVEY = "survey", "Survey"
    DEEP_DIVE = "deep-dive", "Deep dive"
    COMPLIANCE = "compliance", "Compliance with an agreement"
    AUDIT = "audit", "Regional audit"


class Agreement(TextChoices):
    """Who sees published in-year figures of a collection (DAT-22)."""

    REGION = "region", "The authorities of the region that have signed its memorandum"
    GROUP = "group", "The authorities of a named group that have signed"
    TAKING_PART = "taking-part", "All authorities that take part and have signed"


class PeriodStatus(TextChoices):
    """One period of a collection, from its opening to its publication (DAT-18)."""

    OPEN = "open", "Open for returns"
    PREVIEW = "preview", "Each authority previews its own"
    PUBLISHED = "published", "Published"


class ReturnStatus(TextChoices):
    """One authority's figures for one period (DAT-6)."""

    EXPECTED = "expected", "Expected"
    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted, not signed off"
    SIGNED_OFF = "signed-off", "Signed off by the director"
    QUERIED = "queried", "Queried by the regional team"
    ACCEPTED = "accepted", "Accepted by the regional team"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn by the authority"


# The authority can still change its figures.
IN_THE_AUTHORITYS_HANDS = (ReturnStatus.EXPECTED, ReturnStatus.DRAFT, ReturnStatus.QUERIED, ReturnStatus.WITHDRAWN)
# The regional team sees the figures ("region's once submitted").
SEEN_BY_THE_TEAM = (
    ReturnStatus.SUBMITTED,
    ReturnStatus.SIGNED_OFF,
    ReturnStatus.QUERIED,
    ReturnStatus.ACCEPTED,
    ReturnStatus.PUBLISHED,
)


class Origin(TextChoices):
    """How the figures of an edition came in."""

    TYPED = "typed", "Typed in"
    TEMPLATE = "template", "The portal's template"
    WORKBOOK = "workbook", "The region's own workbook"
    EARLIER = "earlier", "From the regional workbook, not signed off"


class Marker(TextChoices):
    """Why there is no number; each is a value of its own kind (DAT-4)."""

    CONFIDENTIAL = "c", "hidden by the publisher (small number)"
    NOT_AVAILABLE = "x", "not available"
    NOT_APPLICABLE = "z", "not applicable"
    ROUNDS_TO_ZERO = "k", "rounds to zero but is not zero"
    UNRELIABLE = "u", "too unreliable to publish"
    LOW = "low", "below the smallest number published"
    MISSING = "-", "missing or hidden by the publisher"


# What an authority itself may give instead of a number.
MARKERS_IN_RETURNS = (Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE)


class Caveat(TextChoices):
    """What an authority says about a figure of its own (DAT-19)."""

    NONE = "", "None"
    PROVISIONAL = "provisional", "Provisional"
    NOT_COMPARABLE = "not-comparable", "Not comparable"


class RemarkKind(TextChoices):
    """Words on a return and who they come from."""

    QUERY = "query", "Query from the regional team"
    ANSWER = "answer", "Answer from the authority"
    PREVIEW = "preview", "Comment before publication"


class Trend(TextChoices):
    """Where a series is going (DAT-9)."""

    UP = "increasing", "Increasing"
    DOWN = "decreasing", "Decreasing"
    LEVEL = "none", "No clear change"


class Series(TextChoices):
    """Annual published and in-year figures are separate series and never mix (DAT-15)."""

    ANNUAL = "annual", "Annual, published"
    IN_YEAR = "in-year", "In-year, from returns"


class Flag(TextChoices):
    """Which rule made a figure one to look at (DAT-13)."""

    LOWEST_BAND = "lowest-quarter", "In the lowest quarter"
    OUTLIER_LOW = "outlier-low", "Below the widened 99.8% limits"
    OUTLIER_HIGH = "outlier-high", "Above the widened 99.8% limits"
    TREND = "trend", "Five-point trend in the wrong direction"
    POINT_OUTSIDE = "point-outside", "Outside its own process limits"
    RUN = "run", "Eight in a row on one side of its mean"
    DRIFT = "drift", "Six in a row rising or falling"
    OUTER_THIRD = "outer-third", "Two of three near its own process limit"


class ReportStatus(TextChoices):
    """A region's six-monthly report (DAT-14)."""

    DRAFT = "draft", "Draft"
    FINAL = "final", "Final"


class PublishedFile(TextChoices):
    """What kind of file was imported."""

    VALUES = "values", "Published values"
    NEIGHBOURS = "neighbours", "Statistical neighbours"


class Recipient(TextChoices):
    """Who a collection's figures went to (DAT-12)."""

    LGA = "lga", "Local Government Association"
    DFE = "dfe", "Department for Education"
    MEMBER = "member", "A member"
