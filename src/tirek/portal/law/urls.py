"""Addresses of the law."""

from __future__ import annotations

from django.urls import path

from tirek.portal.law.compare import compare
from tirek.portal.law.doubts import doubts
from tirek.portal.law.entry import entry
from tirek.portal.law.graph import graph
from tirek.portal.law.listing import listing
from tirek.portal.law.rates import rates

urlpatterns = [
    path("", listing, name="law"),
    path("compare/", compare, name="law_compare"),
    path("graph/", graph, name="law_graph"),
    path("rates/", rates, name="law_rates"),
    path("questions/", doubts, name="law_questions"),
    path("<str:name>/", entry, name="law_entry"),
]
