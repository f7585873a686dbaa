"""Addresses of templates of questions."""

from django.urls import path, register_converter

from selfassessment.views import templates


class WayConverter:
    """One place up or down."""

    regex = "up|down"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WayConverter, "way")

BASE = "self-evaluations/templates/"
SECTION = f"{BASE}<int:pk>/sections/<slug:slug>/"

urlpatterns = [
    path(BASE, templates.template_list, name="template_list"),
    path(f"{BASE}<int:pk>/", templates.template_detail, name="template_detail"),
    path(f"{BASE}<int:pk>/preview/", templates.template_preview, name="template_preview"),
    path(f"{BASE}<int:pk>/compare/", templates.template_compare, name="template_compare"),
    path(f"{BASE}<int:pk>/draft/", templates.template_draft, name="template_draft"),
    path(f"{BASE}<int:pk>/name/", templates.template_name, name="template_name"),
    path(f"{BASE}<int:pk>/use/", templates.template_use, name="template_use"),
    path(f"{BASE}<int:pk>/end/", templates.template_end, name="template_end"),
    path(f"{BASE}<int:pk>/add/", templates.template_section, name="template_section_add"),
    path(SECTION, templates.template_section, name="template_section"),
    path(f"{SECTION}drop/", templates.template_section_drop, name="template_section_drop"),
    path(f"{SECTION}move/<way:way>/", templates.template_section_move, name="template_section_move"),
    path(f"{SECTION}add/<slug:kind>/", templates.template_question_add, name="template_question_add"),
    path(f"{SECTION}questions/<slug:code>/", templates.template_question, name="template_question"),
    path(f"{SECTION}questions/<slug:code>/drop/", templates.template_question_drop, name="template_question_drop"),
    path(
        f"{SECTION}questions/<slug:code>/move/<way:way>/",
        templates.template_question_move,
        name="template_question_move",
    ),
]
