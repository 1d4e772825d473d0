"""Addresses of “What is due?”."""

from __future__ import annotations

from django.urls import path

from tirek.portal.due import staff, views

urlpatterns = [
    path("", views.month, name="due"),
    path("year/", views.year, name="due_year"),
    path("compare/", views.compare, name="due_compare"),
    path("staff/", staff.page, name="due_staff"),
    path("staff/template.<str:form>", staff.template, name="due_staff_template"),
]
