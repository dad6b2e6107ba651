"""The web sites that may show the form of a service inside their pages."""

import django.db.models.deletion
import comun.hosts
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("servicios", "0003_redes_permitidas"),
    ]

    operations = [
        migrations.CreateModel(
            name="SitioWeb",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "host",
                    models.CharField(
                        max_length=253, validators=[comun.hosts.validar_host], verbose_name="sitio"
                    ),
                ),
                ("agregado_en", models.DateTimeField(verbose_name="agregado")),
                (
                    "retirado_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirado"),
                ),
                (
                    "agregado_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                "verbose_name": "sitio web",
                "verbose_name_plural": "sitios web",
                "ordering": ["host"],
                "constraints": [
                    models.UniqueConstraint(fields=("servicio", "host"), name="sitioweb_unico")
                ],
            },
        ),
    ]
