"""Addresses of questions and answers."""

from __future__ import annotations

from django.urls import path

from tirek.portal.questions import views

urlpatterns = [
    path("", views.listing, name="questions"),
    path("<str:code>/", views.question, name="question"),
]
