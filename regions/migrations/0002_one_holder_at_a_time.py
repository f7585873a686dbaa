"""The database itself refuses two holders of one seat at one time (DIR-5)."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER appointment_no_overlap_{name} BEFORE {event} ON regions_appointment
WHEN NEW.status IN ('stated', 'confirmed') AND EXISTS (
    SELECT 1 FROM regions_appointment other
    WHERE other.seat_id = NEW.seat_id AND other.acting = NEW.acting AND other.id <> COALESCE(NEW.id, -1)
      AND other.status IN ('stated', 'confirmed')
      AND (other.ends IS NULL OR other.ends > NEW.starts) AND (NEW.ends IS NULL OR NEW.ends > other.starts))
BEGIN SELECT RAISE(ABORT, 'appointment_no_overlap: one seat, one holder at a time'); END
"""
POSTGRESQL = """
ALTER TABLE regions_appointment ADD CONSTRAINT appointment_no_overlap EXCLUDE USING gist (
    int8range(seat_id, seat_id, '[]') WITH &&,
    int4range(acting::int, acting::int, '[]') WITH &&,
    daterange(starts, ends) WITH &&
) WHERE (status IN ('stated', 'confirmed'))
"""


def refuse(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL)
    else:
        schema_editor.execute(SQLITE.format(name="insert", event="INSERT"))
        schema_editor.execute(SQLITE.format(name="update", event="UPDATE"))


def allow(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE regions_appointment DROP CONSTRAINT appointment_no_overlap")
    else:
        for name in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS appointment_no_overlap_{name}")


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(refuse, allow)]
