"""The networks of the venues, whose people are many."""

import django.db.models.deletion
import servicios.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("servicios", "0002_regiones_y_comunas"),
    ]

    operations = [
        migrations.CreateModel(
            name="RedPermitida",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nombre", models.CharField(max_length=120, verbose_name="lugar")),
                (
                    "red",
                    models.CharField(
                        help_text="Ejemplo: 200.12.34.0/24",
                        max_length=43,
                        validators=[servicios.models.validar_red],
                        verbose_name="red",
                    ),
                ),
                ("desde", models.DateTimeField(verbose_name="desde")),
                ("hasta", models.DateTimeField(verbose_name="hasta")),
                (
                    "servicio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="servicios.servicio",
                        verbose_name="servicio",
                    ),
                ),
            ],
            options={
                "verbose_name": "red permitida",
                "verbose_name_plural": "redes permitidas",
                "ordering": ["-desde"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hasta__gt", models.F("desde"))),
                        name="redpermitida_en_orden",
                        violation_error_message="Termina antes de empezar.",
                    )
                ],
            },
        ),
    ]
