"""The links that seal the bitácora: append-only, as the rows they seal."""

from django.db import migrations, models

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("comun", "0002_inmutables")]

    operations = [
        migrations.CreateModel(
            name="Eslabon",
            fields=[
                (
                    "posicion",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="posición"
                    ),
                ),
                ("bitacora_id", models.BigIntegerField(unique=True, verbose_name="registro")),
                ("huella", models.CharField(max_length=64, verbose_name="huella SHA-256")),
                ("sellado_en", models.DateTimeField(verbose_name="sellado")),
            ],
            options={
                "verbose_name": "eslabón de la bitácora",
                "verbose_name_plural": "eslabones de la bitácora",
                "ordering": ["-posicion"],
            },
        ),
        migrations.RunPython(inmutable("comun_eslabon"), quitar("comun_eslabon")),
    ]
