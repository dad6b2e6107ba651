"""What came of the meetings with an organiser of their own."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comun", "0004_feriados_por_territorio"),
        ("convocatorias", "0014_encuesta_y_encuentros"),
        ("respuestas", "0002_inmutables"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="consulta",
            name="canal",
            field=models.CharField(
                choices=[
                    ("virtual", "por internet"),
                    ("taller", "en un taller"),
                    ("plenario", "en el plenario"),
                    ("autoconvocada", "en un encuentro autoconvocado"),
                    ("complementaria", "en un encuentro complementario"),
                    ("papel", "en papel o en la oficina"),
                ],
                max_length=15,
                verbose_name="canal",
            ),
        ),
        migrations.CreateModel(
            name="EntregaEncuentro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nonce", models.CharField(editable=False, max_length=40)),
                ("asistentes", models.PositiveIntegerField(verbose_name="cuántas personas fueron")),
                ("recibida_en", models.DateTimeField(verbose_name="recibida")),
                (
                    "acta",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comun.archivo",
                        verbose_name="acta",
                    ),
                ),
                (
                    "encuentro",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="convocatorias.encuentro",
                    ),
                ),
                (
                    "ingresada_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ingresada por",
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
                "verbose_name": "entrega de un encuentro",
                "verbose_name_plural": "entregas de los encuentros",
                "ordering": ["-recibida_en", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Aporte",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "capitulo",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("politicas", "Políticas"),
                            ("planes", "Planes"),
                            ("programas", "Programas"),
                            ("presupuesto", "Presupuesto"),
                            ("proyecciones", "Proyecciones"),
                            ("compromisos_cumplidos", "Compromisos cumplidos"),
                        ],
                        max_length=24,
                        verbose_name="capítulo del informe",
                    ),
                ),
                (
                    "consulta",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="respuestas.consulta",
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
                (
                    "entrega",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aportes",
                        to="respuestas.entregaencuentro",
                    ),
                ),
            ],
            options={
                "verbose_name": "aporte de un encuentro",
                "verbose_name_plural": "aportes de los encuentros",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="entregaencuentro",
            constraint=models.UniqueConstraint(
                fields=("encuentro", "nonce"), name="entrega_nonce_unico"
            ),
        ),
    ]
