"""What several modules about the directory stand on."""

import pytest
from django.db import transaction

from regions.loading.reference import load_reference


@pytest.fixture(scope="module")
def directory(django_db_setup, django_db_blocker):
    """The reference directory, loaded once for a module and rolled back after it; every test begins right after it.

    It is what the load did. Tests of such a module ask for `db` too, so that each of them is rolled back.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_reference()
        transaction.set_rollback(True)
