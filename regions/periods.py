"""The lives of places in words: how long an authority or a code has been, and when a trust served whom."""

from datetime import date

from regions.models import TrustService
from regions.statuses import Precision
from regions.wording import last_day
from riia.ui.dates import in_words


def life_in_words(starts: date | None, ends: date | None) -> str:
    """ "since before 2009", "from 1 April 2023", "1 April 2019 to 31 March 2021"."""
    if starts is None:
        return f"before 2009 to {in_words(last_day(ends))}" if ends else "since before 2009"
    return f"{in_words(starts)} to {in_words(last_day(ends))}" if ends else f"from {in_words(starts)}"


def service_in_words(service: TrustService) -> str:
    """ "from December 2018 to 30 September 2025"; what is not stated is said."""
    if service.starts_precision == Precision.UNKNOWN:
        words = f"since {in_words(service.starts)} at the latest"
    else:
        words = f"from {in_words(service.starts, service.starts_precision)}"
    if service.ends is None:
        return words
    if service.ends_precision == Precision.UNKNOWN:
        return f"{words} to {in_words(last_day(service.ends))} at least"
    return f"{words} to {in_words(last_day(service.ends), service.ends_precision)}"
