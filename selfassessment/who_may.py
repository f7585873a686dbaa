"""Samples of self-evaluations and what belongs to them for the who-may table (see `regions.who_may`).

Nothing is read from the database.
"""

from regions.who_may import FROM_ABOVE

FROM_ABOVE.update({})
