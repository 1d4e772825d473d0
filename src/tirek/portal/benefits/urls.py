"""Addresses of the benefits."""

from __future__ import annotations

from django.urls import path

from tirek.portal.benefits import views

urlpatterns = [
    path("", views.choose, name="benefits"),
    path("<str:kind>/", views.begin, name="benefit"),
    path("<str:kind>/<str:step>/", views.page, name="benefit_step"),
]
