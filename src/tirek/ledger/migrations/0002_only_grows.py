"""The journal, its seals and the files take no change: they only grow."""

from django.db import migrations

KEPT_WHOLE = ("ledger_entry", "ledger_batch", "ledger_paymentfile", "ledger_message")

REFUSE = """
CREATE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
TRIGGER = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION ledger_only_grows"),
        *(
            migrations.RunSQL(TRIGGER.format(table=table), f"DROP TRIGGER only_grows ON {table}")
            for table in KEPT_WHOLE
        ),
        migrations.RunSQL(
            "ALTER TABLE ledger_paymentfile ALTER COLUMN content SET STORAGE EXTERNAL",
            migrations.RunSQL.noop,
        ),
    ]
