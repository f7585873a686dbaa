"""Facts of the directory in words, for templates (see `regions.wording`)."""

from django import template

from regions import wording

register = template.Library()
for words in (
    wording.employer,
    wording.how_sure,
    wording.in_sentence,
    wording.last_day,
    wording.marks,
    wording.seat_in_sentence,
    wording.since,
    wording.term,
    wording.until,
):
    register.filter(words.__name__, words)
