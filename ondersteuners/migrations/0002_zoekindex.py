"""Dutch full text indexes on PostgreSQL; SQLite searches the same column by its stored stems."""

from django.db import migrations

TABELLEN = ("ondersteuners_aanbod", "ondersteuners_ondersteuner")


def maak(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for tabel in TABELLEN:
        schema_editor.execute(
            f"CREATE INDEX {tabel}_zoektekst ON {tabel} USING gin (to_tsvector('dutch', zoektekst))"
        )


def verwijder(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for tabel in TABELLEN:
        schema_editor.execute(f"DROP INDEX IF EXISTS {tabel}_zoektekst")


class Migration(migrations.Migration):
    dependencies = [("ondersteuners", "0001_initial")]

    operations = [migrations.RunPython(maak, verwijder)]
