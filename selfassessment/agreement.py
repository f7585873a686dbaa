"""How far two moderators agree who judged apart: sections alike, and weighted kappa (MOD-3).

The percentage counts sections on which both chose the same word. Kappa takes away what two people would agree on by
chance, given how often each used each word, and counts one step of the scale as less of a difference than two:

    kappa = 1 - sum(w[i][j] * observed[i][j]) / sum(w[i][j] * expected[i][j]),   w[i][j] = |i - j| / (steps - 1)

with expected[i][j] the product of the two moderators' shares of the words i and j. Source: J. Cohen, "Weighted kappa:
nominal scale agreement with provision for scaled disagreement or partial credit", Psychological Bulletin 70 (1968),
213-220, with linear weights (D. V. Cicchetti and T. Allison, American Journal of EEG Technology 11 (1971), 101-110).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

# Under five sections one section more or less moves kappa by most of its range.
FEWEST = 5


@dataclass(frozen=True)
class Agreement:
    """Sections alike, of how many that both judged; `kappa` from -1 to 1, or None and `why_none` in words."""

    alike: int
    of: int
    kappa: Fraction | None
    why_none: str = ""

    @property
    def percentage(self) -> int | None:
        """Sections alike in a hundred, rounded half up; None where both judged none."""
        return int(Fraction(100 * self.alike, self.of) + Fraction(1, 2)) if self.of else None

    @property
    def in_words(self) -> str:
        """What pages say, in one or two sentences."""
        if not self.of:
            return "No section was judged by both, so there is no agreement to state."
        sections = "section" if self.of == 1 else "sections"
        alike = f"The same word in {self.alike} of {self.of} {sections} ({self.percentage}%)."
        if self.kappa is None:
            return f"{alike} No kappa: {self.why_none}"
        return (
            f"{alike} Linearly weighted kappa {float(self.kappa):.2f}: 1 is full agreement, 0 is what chance alone "
            "would give."
        )


def agreement(one: Mapping[str, str], other: Mapping[str, str], scales: Mapping[str, Sequence[str]]) -> Agreement:
    """Of two moderators' words by section, over the sections that both judged. `scales` gives each section's words,
    best first; a word that its scale doesn't know is left out."""
    both = [slug for slug, scale in scales.items() if one.get(slug) in scale and other.get(slug) in scale]
    alike = sum(one[slug] == other[slug] for slug in both)
    if len(both) < FEWEST:
        return Agreement(alike, len(both), None, f"it needs at least {FEWEST} sections that both judged.")
    words = {tuple(scales[slug]) for slug in both}
    if len(words) > 1:
        return Agreement(alike, len(both), None, "the sections are judged on different scales.")
    (scale,) = words
    found = weighted_kappa([(scale.index(one[slug]), scale.index(other[slug])) for slug in both], len(scale))
    if found is None:
        why = "both used one and the same word throughout, and chance alone would give that."
        return Agreement(alike, len(both), None, why)
    return Agreement(alike, len(both), found)


def weighted_kappa(pairs: Sequence[tuple[int, int]], steps: int) -> Fraction | None:
    """Cohen's kappa with linear weights of pairs of places on a scale; None without variation."""
    number = len(pairs)
    firsts = [sum(one == place for one, _ in pairs) for place in range(steps)]
    seconds = [sum(other == place for _, other in pairs) for place in range(steps)]
    # The weights' common divisor (steps - 1) cancels out.
    observed = Fraction(sum(abs(one - other) for one, other in pairs), number)
    expected = Fraction(
        sum(abs(i - j) * firsts[i] * seconds[j] for i in range(steps) for j in range(steps)), number * number
    )
    return 1 - observed / expected if expected else None
