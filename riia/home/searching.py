"""What an address may ask of the search, and the download of what was found."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils import timezone

from regions.exporting import OWNERS, markings, public_markings, recording
from riia.home.search import KINDS, LONGEST, MOST, Group, words_of
from riia.ui.exports import csv_response, xlsx_response
from riia.ui.lists import CONSULT, EXPORTS, SHARED_FILTERS

HEADER = ("type", "name", "address", "note")


def refusal_of(query: QueryDict, asked: str) -> str:
    """What is wrong with a request, in a sentence; nothing where it can be answered."""
    if len(asked) > LONGEST:
        return f"Search for {LONGEST} characters or fewer; this was {len(asked):,}"
    if asked and not words_of(asked):
        return "Enter at least one letter or number to search for"
    kind, page, export = (query.get(name, "") for name in ("type", "page", "export"))
    if kind and kind not in KINDS:
        return f"“{kind[:20]}” is nothing that can be searched for. Choose one of {', '.join(KINDS)}"
    if unknown := [name for name in (*SHARED_FILTERS, "sort") if name != "type" and query.get(name)]:
        return f"What is found has no {' or '.join(unknown)} to choose"
    if page not in ("", "1"):
        return f"There is no page “{page[:20]}”: what is found is on one page"
    if export and export not in EXPORTS:
        return f"“{export[:20]}” is not a kind of download. Choose CSV or Excel (csv or xlsx)"
    return ""


def exports_of(query: QueryDict) -> list[tuple[str, str]]:
    """(label, address) of each download of what was found."""
    asked = query.copy()
    asked.pop("export", None)
    return [(label, f"?{asked.urlencode()}&export={name}") for name, label in EXPORTS.items()]


def download(request: HttpRequest, groups: list[Group], wanted: str) -> HttpResponseBase | str:
    """Everything that was found as a file, recorded for who is signed in (ACC-15); or why it can’t be made: a
    file never holds a part only."""
    if cut := [group.title for group in groups if group.cut]:
        return f"More than {MOST} of {', '.join(cut)} were found. Add a word to find fewer, then download"
    rows = list(_rows(request, groups))
    known = request.user.is_authenticated
    marking = markings(request.user, OWNERS) if known else public_markings()
    recording(request, "what a search found")(wanted, len(rows))
    name = f"found-{timezone.localdate().isoformat()}"
    if wanted == "csv":
        words = "; ".join(f"{key}: {value}" for key, value in marking) if CONSULT in dict(marking) else ""
        return csv_response(name, HEADER, rows, marking=words)
    about = [("What", f"What was found for “{request.GET.get('q', '')}”"), *marking]
    return xlsx_response(name, HEADER, rows, about=about)


def _rows(request: HttpRequest, groups: list[Group]) -> Iterator[list[str]]:
    for group in groups:
        for one in group.found:
            address = request.build_absolute_uri(one.url) if one.url else ""
            yield [group.title, one.name, address, one.note or "; ".join(", ".join(part[::2]) for part in one.more)]
