"""Tags of the portal's templates."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from tirek.pages import writing
from tirek.portal import pictures, texts
from tirek.portal.citing import Cited
from tirek.portal.fields import Option

register = template.Library()


@register.simple_tag
def t(name: str, **values: object) -> str:
    """``{% t "section.key" name=value %}``: a text in the page's language."""
    return texts.text(name, **values)


@register.filter
def cites(citations: Sequence[str]) -> SafeString:
    """Citations in one line; one that leads to its page is a link."""
    return format_html_join("; ", "{}", (
        (format_html('<a class="govuk-link" href="{}">{}</a>', one.href, one)
         if isinstance(one, Cited) else one,)
        for one in citations
    ))  # fmt: skip


@register.filter
def any_of(options: Sequence[Option], chosen: Sequence[str] | None) -> bool:
    """Whether one of some options is chosen."""
    return any(one.value in (chosen or ()) for one in options)


@register.filter
def for_script(chart: pictures.Chart) -> dict[str, object]:
    """A chart with how its numbers and days are written, for ``charts.js``."""
    return {**chart, "formats": writing.formats()}


@register.simple_tag
def picture(chart: pictures.Chart) -> SafeString:
    """A chart as SVG for a browser without JavaScript, for a wide screen and for a narrow one."""
    drawn = [pictures.picture(chart, width) for width in (pictures.WIDTH, pictures.NARROW)]
    # All words in it are escaped there.
    return mark_safe('<div class="wide">{}</div><div class="slim">{}</div>'.format(*drawn))
