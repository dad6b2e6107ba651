"""How many attempts are left to whom, in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comun", "0004_feriados_por_territorio"),
    ]

    operations = [
        migrations.CreateModel(
            name="Balde",
            fields=[
                (
                    "clave",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="clave"
                    ),
                ),
                ("fichas", models.FloatField(verbose_name="fichas que quedan")),
                ("actualizado_en", models.DateTimeField(db_index=True, verbose_name="actualizado")),
            ],
            options={
                "verbose_name": "balde de fichas",
                "verbose_name_plural": "baldes de fichas",
            },
        ),
    ]
