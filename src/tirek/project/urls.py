"""Addresses of the project."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("office/", include("tirek.office.urls")),
    path("", include("tirek.portal.urls")),
]

handler400 = "tirek.portal.errors.bad_request"
handler403 = "tirek.portal.errors.forbidden"
handler404 = "tirek.portal.errors.not_found"
handler500 = "tirek.portal.errors.broken"
