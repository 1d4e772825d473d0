"""Work on money that was posted or waits: what is answered, sent or settled takes no change."""

from django.db import migrations

KEPT_WHOLE = (
    "ledger_reversal", "ledger_ruleposting", "ledger_refund", "ledger_refundline",
    "ledger_refundverdict", "ledger_refundgrant", "ledger_refundevent", "ledger_outgoingfile",
    "ledger_bankstatement",
)
WHOLE = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()
"""

#: Rows that change once: the column that says it is done, and those that come with it.
FOUR_EYES = ("answer", "answered_by", "answered_at", "answer_why", "batch_id")
CHANGED_ONCE = {
    "ledger_proposal": FOUR_EYES,
    "ledger_correction": FOUR_EYES,
    "ledger_refunddecision": FOUR_EYES,
    "ledger_outgoingmessage": ("paid_on", "batch_id"),
    "ledger_used": ("released_at",),
    "ledger_flag": ("seen_at", "seen_by"),
    "ledger_suspense": ("settled_by_id", "state"),
}
ONCE = """
CREATE FUNCTION ledger_changes_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  others jsonb := to_jsonb(OLD);
  changed jsonb := to_jsonb(NEW);
  done text;
BEGIN
  FOREACH done IN ARRAY TG_ARGV LOOP
    others := others - done;
    changed := changed - done;
  END LOOP;
  IF to_jsonb(OLD) ->> TG_ARGV[0] IS NOT NULL OR others <> changed THEN
    RAISE EXCEPTION '% % takes no change any more, or not this one', TG_TABLE_NAME, OLD.id
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def _triggers(table: str, columns: tuple[str, ...]) -> list[migrations.RunSQL]:
    words = ", ".join(f"'{name}'" for name in columns)
    return [
        migrations.RunSQL(
            f"CREATE TRIGGER changes_once BEFORE UPDATE ON {table} FOR EACH ROW"
            f" EXECUTE FUNCTION ledger_changes_once({words})",
            f"DROP TRIGGER changes_once ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()",
            f"DROP TRIGGER stays ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_settling")]

    operations = [
        *(
            migrations.RunSQL(WHOLE.format(table=table), f"DROP TRIGGER only_grows ON {table}")
            for table in KEPT_WHOLE
        ),
        migrations.RunSQL(ONCE, "DROP FUNCTION ledger_changes_once"),
        *(one for table, columns in CHANGED_ONCE.items() for one in _triggers(table, columns)),
    ]
