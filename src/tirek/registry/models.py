"""The registry's tables. ``Person`` and ``Payer`` are who it is about, with what is known of them
now; the rest are versions in two times (see :mod:`.dated`)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tirek.registry.dated import Dated


class Sex(models.TextChoices):
    MALE = "male"
    FEMALE = "female"


class Size(models.TextChoices):
    """Size class of a business."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Person(models.Model):
    """A person, as known now. ``name_key`` is the name as two documents must agree on it,
    ``sort_key`` the order of Kazakh names; ``merged_into``: the one that this record became."""

    iin = models.CharField(max_length=12, unique=True)
    name_key = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400, db_index=True)
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")

    def __str__(self) -> str:
        return f"person {self.pk}"  # an ИИН never stands in a log


class Iin(models.Model):
    """Every ИИН that a person has had; one person a number, for good."""

    number = models.CharField(max_length=12, primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="iins")
    known_from = models.DateTimeField()


class PersonVersion(Dated):
    """What is known of a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="versions")
    surname = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    patronymic = models.CharField(max_length=60, default="")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    died_on = models.DateField(null=True)
    citizen = models.BooleanField(default=True)
    resident = models.BooleanField(default=True)
    region = models.CharField(max_length=9)  # КАТО


class Payer(models.Model):
    """An employer or another payer, as known now; ``person``: who it is, where it is a person."""

    number = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    region = models.CharField(max_length=9)
    size = models.CharField(max_length=6, choices=Size.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="businesses")

    def __str__(self) -> str:
        return f"payer {self.pk}"


class PayerVersion(Dated):
    """What is known of a payer; it is registered on the days of its versions."""

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    size = models.CharField(max_length=6, choices=Size.choices)
    region = models.CharField(max_length=9)
    branch = models.CharField(max_length=100, default="")


class Employment(Dated):
    """Somebody works for a payer, or for himself; ``kind`` is the contract's kind of payer,
    ``income_tiyn`` what is accrued a month as the payer declares."""

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="staff")
    person = models.ForeignKey(Person, models.PROTECT, related_name="work")
    kind = models.CharField(max_length=30)
    income_tiyn = models.BigIntegerField(null=True)

    class Meta(Dated.Meta):
        indexes = (models.Index(fields=["person", "payer"], name="employment_pair"),)


class Category(Dated):
    """A category for which the state pays medical insurance."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="categories")
    code = models.CharField(max_length=40)


class Relation(Dated):
    """What a person is to another: parent, spouse, guardian, proxy."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_by")
    kind = models.CharField(max_length=20)


class Account(Dated):
    """A bank account of a person or a payer."""

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="accounts")
    iban = models.CharField(max_length=34, db_index=True)

    class Meta(Dated.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(payer=None), name="%(class)s_one_owner"
            ),
        )
