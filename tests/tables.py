"""The whole database by value, to see that something changed nothing."""

from django.apps import apps


def contents(*, without: tuple[str, ...] = ()) -> dict[str, list[tuple]]:
    """Every row of every table of ours, by the label of its model; `without` are labels to leave out."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label not in without
    }
