"""Addresses of regions, authorities and trusts: public, and read as at `?on=`."""

from django.urls import path

from regions.views import authorities, regions, trusts

urlpatterns = [
    path("regions/", regions.region_list, name="region_list"),
    path("regions/<slug:slug>/", regions.region_detail, name="region_detail"),
    path("authorities/", authorities.authority_list, name="authority_list"),
    path("authorities/<slug:slug>/", authorities.authority_detail, name="authority_detail"),
    path("trusts/", trusts.trust_list, name="trust_list"),
    path("trusts/<slug:slug>/", trusts.trust_detail, name="trust_detail"),
]
