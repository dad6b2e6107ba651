from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seguimiento", "0002_ronda_de_recordatorios"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="pendiente",
            index=models.Index(fields=["fecha", "orden", "id"], name="pendiente_en_orden"),
        ),
    ]
