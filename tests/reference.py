"""The real directory for tests, and the demonstration beside it: loaded once, then put into the database as rows."""

import pytest
from django.test import override_settings

from regions.loading.reference import load_reference
from riia.home.demonstration import load_demonstration
from riia.home.shipped import load_shipped
from tests.kept import made_once, put


@pytest.fixture(scope="session")
def england_rows(django_db_setup, django_db_blocker, request):
    """The rows of the reference directory; the database itself stays empty."""
    return made_once("england", load_reference, request.config.cache, django_db_blocker)


@pytest.fixture
def england(db, england_rows):
    """The reference directory, in the database."""
    put(england_rows)


@pytest.fixture(scope="session")
def demonstration_rows(django_db_setup, django_db_blocker, request):
    """The rows of everything that is shipped and of the demonstration; the database itself stays empty."""

    def load() -> None:
        with override_settings(ALLOW_DEMO=True):
            load_shipped()
            load_demonstration()

    return made_once("demonstration", load, request.config.cache, django_db_blocker)


@pytest.fixture
def demonstration(db, demonstration_rows, settings):
    """Everything that is shipped and the demonstration, in the database."""
    settings.ALLOW_DEMO = True
    put(demonstration_rows)
