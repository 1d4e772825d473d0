"""Addresses of the curves."""

from __future__ import annotations

from django.urls import path

from tirek.portal.curves import views

urlpatterns = [path("", views.curves, name="curves")]
