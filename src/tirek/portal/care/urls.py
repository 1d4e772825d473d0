"""Addresses of “Which care is covered?”."""

from __future__ import annotations

from django.urls import path

from tirek.portal.care import views

urlpatterns = [
    path("", views.search, name="care"),
    path("<str:step>/", views.page, name="care_step"),
]
