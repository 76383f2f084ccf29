"""Keep the secret of a webhook closed, instead of deriving it from the SECRET_KEY of the day."""

import base64
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import migrations, models

from gereedschap.versleuteling import versleutel


def _gesloten(zout: str) -> str:
    if not zout:
        return ""
    oud = hmac.new(settings.SECRET_KEY.encode(), f"webhook\x1f{zout}".encode(), hashlib.sha256)
    return versleutel("webhook", base64.b64encode(oud.digest()).decode())


def sluit(apps: Any, schema_editor: Any) -> None:
    """Receivers keep the secret they were shown."""
    webhook_model = apps.get_model("koppelingen", "Webhook")
    for webhook in webhook_model.objects.all():
        webhook.geheim = _gesloten(webhook.zout)
        webhook.vorig_geheim = _gesloten(webhook.vorig_zout)
        webhook.save(update_fields=["geheim", "vorig_geheim"])


class Migration(migrations.Migration):
    dependencies = [("koppelingen", "0001_uitbak")]

    operations = [
        migrations.AddField(
            model_name="webhook",
            name="geheim",
            field=models.TextField(default="", editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="webhook",
            name="vorig_geheim",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(sluit, migrations.RunPython.noop),
        migrations.RemoveField(model_name="webhook", name="zout"),
        migrations.RemoveField(model_name="webhook", name="vorig_zout"),
    ]
