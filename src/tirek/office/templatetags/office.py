"""``{% t "section.key" name=value %}``: a text in the page's language."""

from __future__ import annotations

from django import template

from tirek.office import texts

register = template.Library()


@register.simple_tag
def t(name: str, **values: object) -> str:
    return texts.text(name, **values)
