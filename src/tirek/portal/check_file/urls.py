"""Addresses of “Check a payment file”."""

from __future__ import annotations

from django.urls import path

from tirek.portal.check_file import views

urlpatterns = [path("", views.page, name="check_file")]
