"""Addresses of the portal: those of each job stand in its own module."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tirek.pages import language
from tirek.portal import front
from tirek.portal.benefits import urls as benefits
from tirek.portal.care import urls as care
from tirek.portal.check_file import urls as check_file
from tirek.portal.curves import urls as curves
from tirek.portal.developers import urls as developers
from tirek.portal.due import urls as due
from tirek.portal.insured import urls as insured
from tirek.portal.law import urls as law
from tirek.portal.questions import urls as questions
from tirek.portal.what_if import urls as what_if

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", front.front, name="front"),
    path("about/", front.about, name="about"),
    path("language/", language.choose, name="language"),
    path("benefits/", include(benefits.urlpatterns)),
    path("insured/", include(insured.urlpatterns)),
    path("care/", include(care.urlpatterns)),
    path("due/", include(due.urlpatterns)),
    path("check-file/", include(check_file.urlpatterns)),
    path("law/", include(law.urlpatterns)),
    path("questions/", include(questions.urlpatterns)),
    path("developers/", include(developers.urlpatterns)),
    path("curves/", include(curves.urlpatterns)),
    path("what-if/", include(what_if.urlpatterns)),
]
