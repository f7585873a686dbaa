"""Whose e-mail address and telephone who may see (DIR-9)."""

from regions.models import Person
from regions.reach import reach_of
from regions.rules.facts import may_correct
from riia.accounts.models import User

# Providers at which anybody can have an address under any name; "yahoo" stands for yahoo.com, yahoo.co.uk and so on.
FREE_MAIL = frozenset(
    [
        "aol",
        "btinternet",
        "fastmail",
        "gmail",
        "gmx",
        "googlemail",
        "hotmail",
        "hushmail",
        "icloud",
        "live",
        "mac",
        "mail",
        "me",
        "msn",
        "ntlworld",
        "outlook",
        "pm",
        "proton",
        "protonmail",
        "rocketmail",
        "sky",
        "talktalk",
        "tiscali",
        "virginmedia",
        "yahoo",
        "yandex",
        "ymail",
        "zoho",
    ]
)
PUBLIC_ENDINGS = frozenset(["com", "net", "org", "me", "uk", "co", "eu", "ie", "fr", "de", "ch"])


def is_free_mail(address: str) -> bool:
    """Whether an address is at a provider that anybody can have one from: sky.com is, sky.gov.uk is not."""
    labels = address.rpartition("@")[2].lower().split(".")
    return labels[0] in FREE_MAIL and set(labels[1:]) <= PUBLIC_ENDINGS


def may_see_contacts(user: User, person: Person) -> bool:
    """DIR-9: members see how to reach those of their own side of the directory; everybody else, who agreed to it."""
    reach = reach_of(user)
    if reach.administrator or (reach.member and person.is_demonstration == reach.in_demonstration):
        return True
    return person.publishes_contact


def may_see_page(user: User, person: Person) -> bool:
    """Whether somebody's page opens: the same as `Person.objects.visible_to`, for a row at hand."""
    reach = reach_of(user)
    return reach.administrator or (reach.member and person.is_demonstration == reach.in_demonstration)


def shown_email(user: User, person: Person) -> str:
    """DIR-9: the address to show, or nothing. A free-mail address is for members only, even of who agreed."""
    if not may_see_contacts(user, person):
        return ""
    published_only = not may_see_page(user, person)
    return "" if published_only and is_free_mail(person.email) else person.email


def shown_telephone(user: User, person: Person) -> str:
    """DIR-9: the number to show, or nothing."""
    return person.telephone if may_see_contacts(user, person) else ""


def may_decide_on_contacts(user: User, person: Person) -> bool:
    """DIR-9: everybody for themselves; for others, who keeps them and was told that they agree."""
    itself = isinstance(person, Person) and person.user_id is not None and person.user_id == user.pk
    return itself or may_correct(user, person)


def reasons_not_to_publish(person: Person, *, by: User) -> list[str]:
    """DIR-9: there is something to publish, and a free-mail address never is."""
    if person.publishes_contact:
        return ["These contact details are published already."]
    if not (person.email or person.telephone):
        return ["No e-mail address or telephone number is known, so there is nothing to publish."]
    if not person.telephone and is_free_mail(person.email):
        return ["The e-mail address is at a provider where anybody can have one. Such an address is never published."]
    return []


def reasons_not_to_withhold(person: Person, *, by: User) -> list[str]:
    """DIR-9: only what is published can be withheld."""
    return [] if person.publishes_contact else ["These contact details are shown to members only already."]
