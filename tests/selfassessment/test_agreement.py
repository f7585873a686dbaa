"""How far two moderators agree (MOD-3)."""

from fractions import Fraction

import pytest

from selfassessment.agreement import agreement, weighted_kappa
from selfassessment.plans import SCALE

STRONG, SECURE, DEVELOPING, ATTENTION = SCALE
SECTIONS = [f"section-{place}" for place in range(6)]
SCALES = dict.fromkeys(SECTIONS, SCALE)


def words(*chosen: str) -> dict[str, str]:
    return dict(zip(SECTIONS, chosen, strict=False))


@pytest.mark.parametrize(
    ("pairs", "steps", "kappa"),
    [
        # Full agreement, and full disagreement of a two-word scale.
        ([(0, 0), (1, 1)], 2, Fraction(1)),
        ([(0, 1), (1, 0)], 2, Fraction(-1)),
        # With two words weights change nothing: 20 and 15 alike of 50, Cohen's plain kappa is 0.4.
        ([(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15, 2, Fraction(2, 5)),
        # By hand: differences 0+1+0+2 of 4; expected from shares (1,1,2) and (2,0,2) of 4.
        ([(0, 0), (1, 0), (2, 2), (2, 2)], 3, 1 - Fraction(1, 4) / Fraction(1 * 2 * 2 + 1 * 2 + 1 * 2 + 2 * 2 * 2, 16)),
        ([(1, 1), (1, 1)], 4, None),
    ],
)
def test_mod_3_weighted_kappa_is_cohens(pairs, steps, kappa):
    assert weighted_kappa(pairs, steps) == kappa


def test_mod_3_one_step_apart_costs_less_than_three():
    near = weighted_kappa([(0, 0), (1, 1), (2, 2), (3, 2)], 4)
    far = weighted_kappa([(0, 0), (1, 1), (2, 2), (3, 0)], 4)
    assert near is not None
    assert far is not None
    assert near > far


def test_mod_3_agreement_is_told_with_percentage_and_kappa():
    one = words(STRONG, SECURE, SECURE, DEVELOPING, ATTENTION, SECURE)
    other = words(STRONG, SECURE, DEVELOPING, DEVELOPING, ATTENTION, STRONG)
    found = agreement(one, other, SCALES)
    assert (found.alike, found.of, found.percentage) == (4, 6, 67)
    assert found.in_words == (
        "The same word in 4 of 6 sections (67%). Linearly weighted kappa 0.71: 1 is full agreement, 0 is what chance "
        "alone would give."
    )


@pytest.mark.parametrize(
    ("one", "other", "scales", "said"),
    [
        ({}, {}, SCALES, "No section was judged by both, so there is no agreement to state."),
        (
            words(STRONG),
            words(STRONG),
            SCALES,
            "The same word in 1 of 1 section (100%). No kappa: it needs at least 5 sections that both judged.",
        ),
        (
            words(*[SECURE] * 6),
            words(*[SECURE] * 6),
            SCALES,
            "The same word in 6 of 6 sections (100%). No kappa: both used one and the same word throughout, and chance "
            "alone would give that.",
        ),
        (
            words(*[SECURE] * 6),
            words(*[SECURE] * 6),
            SCALES | {"section-0": (SECURE, "Not yet")},
            "The same word in 6 of 6 sections (100%). No kappa: the sections are judged on different scales.",
        ),
    ],
)
def test_mod_3_why_there_is_no_kappa_is_said_in_words(one, other, scales, said):
    assert agreement(one, other, scales).in_words == said


def test_mod_3_what_only_one_judged_or_no_scale_knows_is_left_out():
    assert agreement(words(STRONG, "Splendid"), words(STRONG), SCALES).of == 1
