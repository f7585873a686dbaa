"""What of a person is shown to whom (DIR-9)."""

import re

from regions.models import Person
from regions.reach import reach_of
from regions.rules.facts import may_correct
from riia.accounts.models import User

# Addresses at these are a person's own, whatever they are used for: "yahoo" is yahoo.com, yahoo.co.uk and so on.
FREE_MAIL = re.compile(
    r"@(aol|btinternet|fastmail|gmail|gmx|googlemail|hotmail|hushmail|icloud|live|mac|mail|me|msn|ntlworld|outlook|pm"
    r"|proton|protonmail|rocketmail|sky|talktalk|tiscali|virginmedia|yahoo|yandex|ymail|zoho)"
    r"(\.(com|net|org|me|fm|uk|co|eu|ie|fr|de|ch))+$",
    re.IGNORECASE,
)


def is_free_mail(address: str) -> bool:
    """Whether an address is at a provider that anybody can have one from: sky.com is, sky.gov.uk is not."""
    return bool(FREE_MAIL.search(address.strip()))


def shows_contact(user: User, person: Person) -> bool:
    """DIR-9: e-mail address and telephone are for members, or for everybody where the person agrees."""
    reach = reach_of(user)
    return reach.member or reach.administrator or person.publishes_contact


def email_shown(user: User, person: Person) -> str:
    """DIR-9: the address as far as this reader may see it; a free-mail address is never published."""
    reach = reach_of(user)
    if reach.member or reach.administrator:
        return person.email
    return person.email if person.publishes_contact and not is_free_mail(person.email) else ""


def telephone_shown(user: User, person: Person) -> str:
    """DIR-9: the telephone number as far as this reader may see it."""
    return person.telephone if shows_contact(user, person) else ""


def sees_account(user: User, person: Person) -> bool:
    """Whether somebody can sign in is for administrators and for those who keep the person's places."""
    return may_correct(user, person)
