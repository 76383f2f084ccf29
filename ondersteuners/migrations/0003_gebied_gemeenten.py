"""Give what works in a number of gemeenten its own value of the facet "gebied"."""

from django.db import migrations

GEBIED, GEMEENTEN = "gebied", "gemeenten"


def maak(apps, schema_editor):
    Facetregel = apps.get_model("ondersteuners", "Facetregel")
    paren = Facetregel.objects.filter(facet="gemeente").values_list("ondersteuner", "aanbod")
    Facetregel.objects.bulk_create(
        (
            Facetregel(
                ondersteuner_id=ondersteuner, aanbod_id=aanbod, facet=GEBIED, waarde=GEMEENTEN
            )
            for ondersteuner, aanbod in paren.distinct().order_by("ondersteuner", "aanbod")
        ),
        ignore_conflicts=True,
    )


def verwijder(apps, schema_editor):
    Facetregel = apps.get_model("ondersteuners", "Facetregel")
    Facetregel.objects.filter(facet=GEBIED, waarde=GEMEENTEN).delete()


class Migration(migrations.Migration):
    dependencies = [("ondersteuners", "0002_zoekindex")]

    operations = [migrations.RunPython(maak, verwijder)]
