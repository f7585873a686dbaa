"""The real directory for tests: loaded once from the reference files, then put into the database as rows."""

import pytest
from django.db import transaction

from regions.loading.reference import load_reference
from tests.kept import kept_since, put, rows_now


@pytest.fixture(scope="session")
def england_rows(django_db_setup, django_db_blocker):
    """The rows of the reference directory; the database itself stays empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = rows_now()
        load_reference()
        kept = kept_since(before)
        transaction.set_rollback(True)
    return kept


@pytest.fixture
def england(db, england_rows):
    """The reference directory, in the database."""
    put(england_rows)
