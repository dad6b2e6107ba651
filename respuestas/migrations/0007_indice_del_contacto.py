"""The contact first: whoever lost their link is looked for in every service."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("respuestas", "0006_organizacion_y_formato")]

    operations = [
        migrations.RemoveIndex(model_name="consultante", name="consultante_contacto"),
        migrations.AddIndex(
            model_name="consultante",
            index=models.Index(
                fields=["contacto_plegado", "servicio"], name="consultante_contacto"
            ),
        ),
    ]
