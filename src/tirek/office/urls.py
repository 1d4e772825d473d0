"""Addresses of the office."""

from __future__ import annotations

from django.urls import path

from tirek.office import files, front, payers, person, suspense, watch
from tirek.pages import language

app_name = "office"
urlpatterns = [
    path("", front.front, name="front"),
    path("verify/", front.verify, name="verify"),
    path("files/", files.listing, name="files"),
    path("files/<int:number>/", files.one, name="file"),
    path("suspense/", suspense.listing, name="suspense"),
    path("suspense/<int:number>/", suspense.one, name="line"),
    path("person/", person.statement, name="person"),
    path("person/pdf/", person.pdf, name="person_pdf"),
    path("payers/", payers.listing, name="payers"),
    path("payers/find/", payers.find, name="find_payer"),
    path("payers/count/", payers.count, name="count_debts"),
    path("payers/<int:number>/", payers.one, name="payer"),
    path("watch/", watch.watch, name="watch"),
    path("language/", language.choose, name="language"),
]
