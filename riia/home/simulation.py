"""A database at national scale, of every app, for measuring."""

from typing import Any

from datasets.loading.simulation import simulate_figures
from regions.loading.simulation import simulate as simulate_directory
from selfassessment.loading.simulation import simulate_evaluations


def simulate(
    *, figures: bool = True, authorities: int = 153, quarters: int = 40, seed: int = 1, **directory: Any
) -> str:
    """Fill a database of its own with an invented directory, figures and self-evaluations. Returns what was done.

    `directory` are the further arguments of `regions.loading.simulation.simulate`, whose SimulationError it raises.
    """
    shared: dict[str, int] = {"authorities": authorities, "quarters": quarters, "seed": seed}
    done = simulate_directory(**{**directory, **shared})
    if not figures:
        return done
    # Self-evaluations have data sheets, so they come after the figures.
    return f"{done} {simulate_figures(**shared)} {simulate_evaluations(seed=seed)}"
