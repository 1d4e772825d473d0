"""Addresses of the reforms."""

from __future__ import annotations

from django.urls import path

from tirek.portal.what_if import views

urlpatterns = [path("", views.what_if, name="what_if")]
