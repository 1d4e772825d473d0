"""Addresses of “Am I insured?”."""

from __future__ import annotations

from django.urls import path

from tirek.portal.insured import views

urlpatterns = [
    path("", views.begin, name="insured"),
    path("<str:step>/", views.page, name="insured_step"),
]
