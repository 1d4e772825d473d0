"""What holds on days and was known at times."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q


class DatedQuerySet(models.QuerySet[Any]):
    """Versions, by the two times."""

    def known(self, at: datetime | None = None) -> Self:
        """Versions as known at a moment; without one, as known now."""
        if at is None:
            return self.filter(known_until=None)
        later = Q(known_until=None) | Q(known_until__gt=at)
        return self.filter(later, known_from__lte=at)

    def on(self, day: date) -> Self:
        """Versions that hold on a day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=day), valid_from__lte=day)


class Dated(models.Model):
    """A version: holds from ``valid_from`` to before ``valid_until``, and was taken for true from
    ``known_from`` to before ``known_until``; empty: still."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    source = models.CharField(max_length=100, default="")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[Sequence[models.BaseConstraint]] = (
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                name="%(class)s_valid",
            ),
            models.CheckConstraint(
                condition=Q(known_until=None) | Q(known_until__gt=F("known_from")),
                name="%(class)s_known",
            ),
        )
