"""Triggers judge each statement with a plan of its own, by the index, and look people up for all
its rows at once.

PL/pgSQL keeps the plan of a query's first run, and a bulk insert's would read the whole table each
time: what a batch costs must not grow with the registry. And a foreign key looks every row up by
itself, as an event of its own at the end; people are never deleted and keep their ids, so it is
enough to look when rows come in.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

before = importlib.import_module("tirek.registry.migrations.0003_only_grows")

ONE_KNOWN = """
CREATE OR REPLACE FUNCTION {table}_one_known() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  found boolean;
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
  EXECUTE $query$ SELECT EXISTS (
    SELECT FROM added a JOIN {table} o ON {same}
    WHERE o.id <> a.id AND (o.known_until IS NULL OR o.known_until > a.known_from)
      AND (o.valid_until IS NULL OR o.valid_until > a.valid_from)
      AND (a.valid_until IS NULL OR a.valid_until > o.valid_from)
  ) $query$ INTO found;
  IF found THEN
    RAISE EXCEPTION '{table}: two versions of one key known at once on one day'
      USING ERRCODE = 'exclusion_violation', CONSTRAINT = '{table}_one_known';
  END IF;
  RETURN NULL;
END $$;
"""
PEOPLE = """
CREATE FUNCTION registry_people_known() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
  unknown bigint;
BEGIN
  EXECUTE $query$ SELECT a.person_id FROM added a
    WHERE NOT EXISTS (SELECT FROM registry_person p WHERE p.id = a.person_id) LIMIT 1
  $query$ INTO unknown;
  IF unknown IS NOT NULL THEN
    RAISE EXCEPTION '%: there is no person %', TG_TABLE_NAME, unknown
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER people_known AFTER INSERT ON registry_personversion
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION registry_people_known();
CREATE TRIGGER people_known AFTER INSERT ON registry_iin
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION registry_people_known();
CREATE TRIGGER people_still_known AFTER UPDATE ON registry_iin
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION registry_people_known();
CREATE TRIGGER keeps_id BEFORE UPDATE OF id ON registry_person
FOR EACH STATEMENT EXECUTE FUNCTION registry_only_grows();
"""
DROP_PEOPLE = """
DROP TRIGGER keeps_id ON registry_person;
DROP TRIGGER people_known ON registry_personversion;
DROP TRIGGER people_known ON registry_iin;
DROP TRIGGER people_still_known ON registry_iin;
DROP FUNCTION registry_people_known;
"""


def one_known(table, columns):
    same = " AND ".join(f"o.{column} = a.{column}" for column in columns)
    names = {"table": table, "columns": ", ".join(columns), "same": same}
    return migrations.RunSQL(ONE_KNOWN.format(**names), migrations.RunSQL.noop)


def person(name):
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="registry.person",
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_only_grows")]

    operations = [
        migrations.AlterField("iin", "person", person("iins")),
        migrations.AlterField("personversion", "person", person("versions")),
        *(one_known(table, columns) for table, columns in before.VERSIONS.items()),
        migrations.RunSQL(PEOPLE, DROP_PEOPLE),
    ]
