"""Addresses of memoranda, their parties and signatures."""

from django.urls import path

from regions.views import memoranda

urlpatterns = [
    path("memoranda/", memoranda.memorandum_list, name="memorandum_list"),
    path("memoranda/<int:pk>/", memoranda.memorandum_detail, name="memorandum_detail"),
    path("memoranda/draft/<int:pk>/", memoranda.memorandum_draft, name="memorandum_draft"),
    path(
        "memoranda/<int:pk>/bring-into-force/",
        memoranda.memorandum_bring_into_force,
        name="memorandum_bring_into_force",
    ),
    path("memoranda/<int:pk>/end/", memoranda.memorandum_end, name="memorandum_end"),
    path("memoranda/parties/<int:pk>/sign/", memoranda.party_sign, name="party_sign"),
    path("memoranda/signatures/<int:pk>/withdraw/", memoranda.signature_withdraw, name="signature_withdraw"),
]
