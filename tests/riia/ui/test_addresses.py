"""Addresses of pages and markup that are put together without the machinery of templates."""

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

from riia.ui.addresses import address_of
from riia.ui.markup import anchor, escaped


@pytest.mark.parametrize(
    ("name", "key"), [("person_detail", 100), ("authority_detail", "county-of-10"), ("appointment_detail", 7)]
)
def test_an_address_is_what_django_makes_of_it_wherever_the_portal_is_mounted(name, key):
    assert address_of(name, key) == reverse(name, args=[key])
    try:
        set_script_prefix("/portal-100/")
        assert address_of(name, key) == reverse(name, args=[key])
    finally:
        set_script_prefix("/")


def test_an_address_follows_the_addresses_in_force():
    with override_settings(ROOT_URLCONF="riia.home.measuring"):
        assert address_of("person_detail", 100) == reverse("person_detail", args=[100])


@pytest.mark.parametrize(("name", "key"), [("nothing", 1), ("person_detail", None), ("region_detail", "")])
def test_no_address_is_made_up_for_what_has_none(name, key):
    with pytest.raises(NoReverseMatch):
        address_of(name, key)


@pytest.mark.parametrize(
    "value", ["plain", "<b>&'\"", mark_safe("<b>safe</b>"), 1234, None, "St Helens’", mark_safe("<i>") + "<i>"]
)
def test_what_is_escaped_is_escaped_as_django_does_it(value):
    assert escaped(value) == conditional_escape(value)
    assert anchor("/?a=1&b=2", value) == format_html('<a class="govuk-link" href="{}">{}</a>', "/?a=1&b=2", value)
