"""Addresses of the project."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("tirek.office.urls"))]

handler400 = "tirek.office.errors.bad_request"
handler403 = "tirek.office.errors.forbidden"
handler404 = "tirek.office.errors.not_found"
handler500 = "tirek.office.errors.broken"
