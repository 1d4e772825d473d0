"""History is kept by the database itself: at any moment of knowledge one version at most holds of
a key on a day, versions change in one way only (their end becomes known), nothing is deleted.

Who writes versions holds the key until the end of his transaction (``registry_hold``); who writes
many of them at once holds the table, for there are only so many locks.
"""

from django.db import migrations

#: Tables of versions and the columns of their keys.
VERSIONS = {
    "registry_personversion": ("person_id",),
    "registry_merge": ("person_id",),
    "registry_payerversion": ("payer_id",),
    "registry_employment": ("person_id", "payer_id", "kind"),
    "registry_category": ("person_id", "code"),
    "registry_relation": ("person_id", "other_id", "kind"),
    "registry_account": ("iban",),
}
ENTITIES = ("registry_person", "registry_iin", "registry_payer")

COMMON = """
CREATE FUNCTION registry_hold(kind text, key integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext(kind), -1);
  PERFORM pg_advisory_xact_lock(hashtext(kind), key & 1023);
END $$;

CREATE FUNCTION registry_hold_all(kind text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(kind), -1);
END $$;

CREATE FUNCTION registry_only_closes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before record := NEW;
BEGIN
  before.known_until := NULL;
  IF NEW.known_until IS NULL OR before IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '%: of a version only the end of its knowledge may be set, once', TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION registry_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
DROP_COMMON = """
DROP FUNCTION registry_only_grows, registry_only_closes, registry_hold_all, registry_hold
"""

#: A transaction that does not see what was committed while it waited could not judge.
ONE_KNOWN = """
CREATE FUNCTION {table}_one_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('transaction_isolation') = 'repeatable read' THEN
    RAISE EXCEPTION '{table} is written in read committed or serializable transactions'
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
  IF (SELECT count(*) FROM (SELECT FROM added LIMIT 101) few) > 100 THEN
    PERFORM registry_hold_all('{table}');
  ELSE
    PERFORM registry_hold('{table}', key)
    FROM (SELECT DISTINCT hashtext(ROW({columns})::text) AS key FROM added ORDER BY 1) keys;
  END IF;
  IF EXISTS (SELECT FROM added WHERE known_until IS NOT NULL) THEN
    RAISE EXCEPTION '{table}: a version begins with an open end of knowledge'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT FROM added a JOIN {table} o ON {same}
    WHERE o.id <> a.id AND (o.known_until IS NULL OR o.known_until > a.known_from)
      AND (o.valid_until IS NULL OR o.valid_until > a.valid_from)
      AND (a.valid_until IS NULL OR a.valid_until > o.valid_from)
  ) THEN
    RAISE EXCEPTION '{table}: two versions of one key known at once on one day'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{table}_one_known';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER one_known AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION {table}_one_known();

CREATE TRIGGER only_closes BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION registry_only_closes();
"""
DROP_ONE_KNOWN = """
DROP TRIGGER one_known ON {table};
DROP TRIGGER only_closes ON {table};
DROP FUNCTION {table}_one_known;
"""
ONLY_GROWS = """
CREATE TRIGGER only_grows BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION registry_only_grows()
"""
DROP_ONLY_GROWS = "DROP TRIGGER only_grows ON {table}"

#: Before there were numbers in versions.
NUMBERS = """
UPDATE registry_personversion v SET iin = p.iin FROM registry_person p
WHERE p.id = v.person_id AND v.iin = ''
"""


def one_known(table, columns):
    same = " AND ".join(f"o.{column} = a.{column}" for column in columns)
    names = {"table": table, "columns": ", ".join(columns), "same": same}
    return migrations.RunSQL(ONE_KNOWN.format(**names), DROP_ONE_KNOWN.format(**names))


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_keys")]

    operations = [
        migrations.RunSQL(NUMBERS, migrations.RunSQL.noop),
        # Nobody looks for the beginning of a number; Django's index for that is only written.
        migrations.RunSQL(
            "DROP INDEX IF EXISTS registry_iin_number_18bd9a54_like", migrations.RunSQL.noop
        ),
        migrations.RunSQL(COMMON, DROP_COMMON),
        *(one_known(table, columns) for table, columns in VERSIONS.items()),
        *(
            migrations.RunSQL(ONLY_GROWS.format(table=table), DROP_ONLY_GROWS.format(table=table))
            for table in (*VERSIONS, *ENTITIES)
        ),
    ]
