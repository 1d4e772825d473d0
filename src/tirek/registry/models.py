"""The registry's tables. ``Person``, ``Iin`` and ``Payer`` are who it is about, with what is known
of them now; the rest are versions in two times (see :mod:`.dated`), from which that is made."""

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


class PayerKind(models.TextChoices):
    """What a payer is registered as."""

    EMPLOYER = "employer"
    ENTREPRENEUR = "entrepreneur"
    PRIVATE_PRACTICE = "private_practice"
    FARM = "farm"
    SELF_EMPLOYED = "self_employed"
    CIVIL_CONTRACT_AGENT = "civil_contract_agent"
    SINGLE_PAYMENT = "single_payment"
    INDEPENDENT = "independent"


class Tie(models.TextChoices):
    """What a person is to another."""

    PARENT = "parent"
    SPOUSE = "spouse"
    GUARDIAN = "guardian"
    PROXY = "proxy"


class Person(models.Model):
    """A person, as known now. ``name_key`` is the name as two documents must agree on it,
    ``sort_key`` the order of Kazakh names; ``merged_into``: the one that this record became, the
    last of a chain."""

    iin = models.CharField(max_length=12)
    name_key = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400, db_collation="C")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    died_on = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["iin"], name="person_iin"),)
        indexes = (
            models.Index(fields=["sort_key"], name="person_sort"),
            models.Index(
                fields=["merged_into"], name="person_merged", condition=~Q(merged_into=None)
            ),
        )

    def __str__(self) -> str:
        return f"person {self.pk}"  # an ИИН never stands in a log


class Iin(models.Model):
    """Every ИИН that was ever given; one person a number, for good. ``merged_from``: the record
    that had it, where that was merged into ``person``."""

    number = models.CharField(max_length=12, primary_key=True)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="iins",
        db_constraint=False,  # see migration 0004
    )
    merged_from = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="own_iins", db_index=False
    )
    known_from = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["merged_from"], name="iin_merged", condition=~Q(merged_from=None)),
        )


class PersonVersion(Dated):
    """What is known of a person; ``iin`` is the number in use on those days."""

    KEY = ("person_id",)
    VALUES = (
        "iin", "surname", "name", "patronymic", "sex", "birth_date", "died_on", "citizen",
        "resident", "region",
    )  # fmt: skip

    person = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="versions",
        db_constraint=False,  # see migration 0004
    )
    iin = models.CharField(max_length=12, default="")
    surname = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    patronymic = models.CharField(max_length=60, default="")
    sex = models.CharField(max_length=6, choices=Sex.choices)
    birth_date = models.DateField()
    died_on = models.DateField(null=True)
    citizen = models.BooleanField(default=True)
    resident = models.BooleanField(default=True)
    region = models.CharField(max_length=9)  # КАТО


class Merge(Dated):
    """A record that turned out to be about the same person as ``into``."""

    KEY = ("person_id",)
    VALUES = ("into_id",)

    person = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Person, models.PROTECT, related_name="merged_here")

    class Meta(Dated.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=models.F("into")), name="merge_of_two"),
        )


class Payer(models.Model):
    """An employer or another payer, as known now; ``person``: who it is, where it is a person."""

    number = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PayerKind.choices)
    region = models.CharField(max_length=9)
    size = models.CharField(max_length=6, choices=Size.choices)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="businesses")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["number"], name="payer_number"),)

    def __str__(self) -> str:
        return f"payer {self.pk}"


class PayerVersion(Dated):
    """What is known of a payer; it is registered on the days of its versions."""

    KEY = ("payer_id",)
    VALUES = ("name", "kind", "size", "region", "branch")

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="versions")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30, choices=PayerKind.choices)
    size = models.CharField(max_length=6, choices=Size.choices)
    region = models.CharField(max_length=9)
    branch = models.CharField(max_length=100, default="")


class Employment(Dated):
    """Somebody works for a payer, or for himself; ``kind`` is the contract's kind of payer,
    ``income_tiyn`` what is accrued a month as the payer declares."""

    KEY = ("person_id", "payer_id", "kind")
    VALUES = ("income_tiyn",)

    payer = models.ForeignKey(Payer, models.PROTECT, related_name="staff")
    person = models.ForeignKey(Person, models.PROTECT, related_name="work", db_index=False)
    kind = models.CharField(max_length=30)
    income_tiyn = models.BigIntegerField(null=True)

    class Meta(Dated.Meta):
        indexes = (models.Index(fields=["person", "payer"], name="employment_pair"),)


class Category(Dated):
    """A category for which the state pays medical insurance."""

    KEY = ("person_id", "code")

    person = models.ForeignKey(Person, models.PROTECT, related_name="categories")
    code = models.CharField(max_length=40)


class Relation(Dated):
    """``person`` is a parent, spouse, guardian or proxy of ``other``."""

    KEY = ("person_id", "other_id", "kind")

    person = models.ForeignKey(Person, models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, models.PROTECT, related_name="related_by")
    kind = models.CharField(max_length=20, choices=Tie.choices)


class Account(Dated):
    """A bank account, of one person or payer at a time."""

    KEY = ("iban",)
    VALUES = ("person_id", "payer_id")

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="accounts")
    payer = models.ForeignKey(Payer, models.PROTECT, null=True, related_name="accounts")
    iban = models.CharField(max_length=34)

    class Meta(Dated.Meta):
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(payer=None), name="%(class)s_one_owner"
            ),
        )
        indexes = (models.Index(fields=["iban"], name="account_iban"),)
