"""Let PostgreSQL keep the Dutch stems of each text, so that a question need not make them again."""

from django.db import migrations

TABELLEN = ("ondersteuners_aanbod", "ondersteuners_ondersteuner")


def maak(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for tabel in TABELLEN:
        schema_editor.execute(f"DROP INDEX IF EXISTS {tabel}_zoektekst")
        schema_editor.execute(
            f"ALTER TABLE {tabel} ADD COLUMN zoekvector tsvector "
            "GENERATED ALWAYS AS (to_tsvector('dutch', zoektekst)) STORED"
        )
        schema_editor.execute(f"CREATE INDEX {tabel}_zoekvector ON {tabel} USING gin (zoekvector)")


def verwijder(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for tabel in TABELLEN:
        schema_editor.execute(f"ALTER TABLE {tabel} DROP COLUMN IF EXISTS zoekvector")
        schema_editor.execute(
            f"CREATE INDEX {tabel}_zoektekst ON {tabel} USING gin (to_tsvector('dutch', zoektekst))"
        )


class Migration(migrations.Migration):
    dependencies = [("ondersteuners", "0003_gebied_gemeenten")]

    operations = [migrations.RunPython(maak, verwijder)]
