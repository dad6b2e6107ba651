"""What is due is found without reading the whole outbox, on SQLite too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correos", "0003_huellas")]

    operations = [
        migrations.AddIndex(
            model_name="mensaje",
            index=models.Index(
                fields=["estado", "prioridad", "no_antes_de"], name="mensaje_por_estado"
            ),
        ),
    ]
