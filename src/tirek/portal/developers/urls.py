"""Addresses of the page for developers."""

from __future__ import annotations

from django.urls import path

from tirek.portal.developers import views

urlpatterns = [path("", views.developers, name="developers")]
