"""Give a page of items by name an index, so that the database need not sort them all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ondersteuners", "0004_zoekvector")]

    operations = [
        migrations.AddIndex(
            model_name="aanbod",
            index=models.Index(fields=["staat", "sorteernaam", "id"], name="aanbod_op_naam"),
        ),
    ]
