"""The last day on which each service was reminded, which is also the lock of its reminders."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seguimiento", "0001_inicial"),
        ("servicios", "0002_regiones_y_comunas"),
    ]

    operations = [
        migrations.CreateModel(
            name="Ronda",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dia",
                    models.DateField(
                        blank=True, null=True, verbose_name="último día en que se avisó"
                    ),
                ),
                (
                    "servicio",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="servicios.servicio",
                        verbose_name="servicio",
                    ),
                ),
            ],
            options={
                "verbose_name": "ronda de recordatorios",
                "verbose_name_plural": "rondas de recordatorios",
                "constraints": [
                    models.UniqueConstraint(fields=("servicio",), name="ronda_una_por_servicio")
                ],
            },
        ),
    ]
