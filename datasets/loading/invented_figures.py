"""Invented figures of the demonstration's authorities. The same authority and quarter always give the same ones.

Each authority has its own level, each item a rate of its own, and a year has its seasons; parts are never larger than
what they are part of. Some authorities are made to have something to look at.
"""

from decimal import Decimal
from random import Random

from datasets.periods import Quarter

# Items counted by themselves: how many in a quarter (or on its last day) for 10,000 children.
PER_10_000 = {
    "contacts": 480,
    "referrals": 135,
    "assessments_started": 128,
    "assessments_completed": 122,
    "cin": 330,
    "s47": 48,
    "icpc": 15,
    "cpp_starts": 13,
    "cpp_ceases": 12.5,
    "cla_starts": 7,
    "cla_ceases": 6.5,
    "care_leavers": 62,
    "ehc_requests": 26,
    "ehc_assessments": 19,
    "ehc_plans": 410,
    "school_age": 6100,
}
# Items that are part of another one: of which, and which share of it.
SHARES = {
    "referrals_police": ("referrals", 0.29),
    "referrals_school": ("referrals", 0.21),
    "rereferrals": ("referrals", 0.21),
    "assessments_45wd": ("assessments_completed", 0.83),
    "cin_plans": ("cin", 0.24),
    "icpc_15wd": ("icpc", 0.79),
    "cpp": ("cin", 0.13),
    "cpp_repeat_ever": ("cpp_starts", 0.23),
    "cpp_repeat_2yr": ("cpp_repeat_ever", 0.5),
    "cla": ("cin", 0.21),
    "cla_uasc": ("cla", 0.08),
    "care_leavers_uasc": ("care_leavers", 0.14),
    "ehe": ("school_age", 0.014),
}
# Full-time equivalents and days, for 10,000 children.
STAFF_PER_10_000 = 27.0
# (authority, item): what its share or rate is multiplied by, and by how much more each quarter.
REMARKABLE = {
    ("midhaven", "rereferrals"): (1.55, 1.0),
    ("highmarsh", "assessments_45wd"): (0.74, 1.0),
    ("southmere", "cla"): (1.0, 1.035),
    ("stonemoor", "s47"): (1.6, 1.0),
    ("oldbridge", "icpc_15wd"): (1.0, 0.975),
}
FIRST = Quarter(2020, 1)


def figures_of(slug: str, children: int, quarter: Quarter) -> dict[str, Decimal]:
    """Every item of the shipped version for an authority with so many children, by code."""
    chance = Random(f"{slug} {quarter.slug}")  # noqa: S311 - invented figures, the same each time
    level = 0.75 + 0.5 * Random(slug).random()  # noqa: S311
    found: dict[str, int] = {}
    for code, rate in PER_10_000.items():
        size = 1.0 if code == "school_age" else level
        expected = children / 10_000 * rate * size * _remarkable(slug, code, quarter)
        found[code] = _around(chance, expected)
    for code, (whole, share) in SHARES.items():
        own = 0.85 + 0.3 * Random(f"{slug} {code}").random()  # noqa: S311
        wanted = min(share * own * _remarkable(slug, code, quarter), 0.97)
        found[code] = min(found[whole], _around(chance, found[whole] * wanted))
    # Whoever has a plan or is looked after is in need too, and nobody is counted twice among them.
    found["cin"] = max(found["cin"], found["cin_plans"] + found["cpp"] + found["cla"])
    return {code: Decimal(number) for code, number in found.items()} | _staff(slug, children, chance)


def _staff(slug: str, children: int, chance: Random) -> dict[str, Decimal]:
    own = Random(f"{slug} staff")  # noqa: S311
    in_post = children / 10_000 * STAFF_PER_10_000 * (0.9 + 0.2 * chance.random())
    vacancies = in_post * (0.08 + 0.2 * own.random())
    agency = vacancies * (0.5 + 0.4 * chance.random())
    days = in_post * 225
    lost = days * (0.02 + 0.025 * own.random())
    said = {"sw_inpost": in_post, "sw_vacancies": vacancies, "sw_agency": agency}
    said |= {"sw_days_available": days, "sw_days_lost": lost}
    return {code: Decimal(f"{number:.1f}") for code, number in said.items()}


def _remarkable(slug: str, code: str, quarter: Quarter) -> float:
    times, growth = REMARKABLE.get((slug, code), (1.0, 1.0))
    quarters = 4 * (quarter.first - FIRST.first) + quarter.number - FIRST.number
    return times * growth ** (quarters - 14)


def _around(chance: Random, expected: float) -> int:
    """A count that lies around what is expected, as counts do."""
    return max(0, round(chance.gauss(expected, (1.3 * expected) ** 0.5)))
