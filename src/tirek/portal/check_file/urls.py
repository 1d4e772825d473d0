"""Addresses of “Check a payment file”."""

from __future__ import annotations

from django.urls import path

from tirek.portal.check_file import sample, views

urlpatterns = [
    path("", views.page, name="check_file"),
    path("sample-mt102/", sample.taken, {"form": "mt102"}, name="check_file_sample_mt102"),
    path("sample-list/", sample.taken, {"form": "list"}, name="check_file_sample_list"),
]
