"""A spreadsheet of the directory is a row while it is reviewed and stored."""

import comun.campos
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0007_directorio_y_llamados"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Importacion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("subida", "subida"),
                            ("revisando", "en revisión"),
                            ("con_errores", "con errores"),
                            ("revisada", "por confirmar"),
                            ("cargando", "guardándose"),
                            ("cargada", "cargada"),
                            ("fallida", "no se pudo cargar"),
                            ("descartada", "descartada"),
                        ],
                        default="subida",
                        max_length=12,
                        verbose_name="estado",
                    ),
                ),
                ("nombre", comun.campos.TextoCifrado(verbose_name="archivo")),
                ("sha256", models.CharField(max_length=64, verbose_name="huella SHA-256")),
                (
                    "contenido",
                    comun.campos.BytesCifrados(blank=True, null=True, verbose_name="planilla"),
                ),
                ("titulos", models.JSONField(default=list, verbose_name="títulos")),
                ("muestra", comun.campos.TextoCifrado(blank=True, editable=False, null=True)),
                ("columnas", models.JSONField(default=dict, verbose_name="columnas")),
                ("leido", comun.campos.BytesCifrados(blank=True, null=True)),
                ("hallazgos", comun.campos.BytesCifrados(blank=True, null=True)),
                ("filas", models.PositiveIntegerField(default=0, verbose_name="filas")),
                ("avance", models.PositiveIntegerField(default=0, verbose_name="filas revisadas")),
                ("resumen", models.JSONField(default=dict, verbose_name="resumen")),
                (
                    "fallo",
                    models.CharField(blank=True, max_length=300, verbose_name="por qué no se pudo"),
                ),
                ("subida_en", models.DateTimeField(verbose_name="subida")),
                (
                    "terminada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminada"),
                ),
                ("tomada_por", models.CharField(blank=True, editable=False, max_length=32)),
                ("tomada_hasta", models.DateTimeField(blank=True, editable=False, null=True)),
                ("intentos", models.PositiveSmallIntegerField(default=0, editable=False)),
                (
                    "confirmada_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="confirmada por",
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
                (
                    "subida_por",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="subida por",
                    ),
                ),
            ],
            options={
                "verbose_name": "carga del directorio",
                "verbose_name_plural": "cargas del directorio",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["servicio", "-id"], name="importacion_del_servicio"),
                    models.Index(
                        condition=models.Q(("estado__in", ("revisando", "cargando"))),
                        fields=["tomada_hasta"],
                        name="importacion_en_trabajo",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("estado__in", ("cargada", "fallida", "descartada")), _negated=True
                            ),
                            models.Q(
                                ("contenido__isnull", True),
                                ("hallazgos__isnull", True),
                                ("leido__isnull", True),
                                ("muestra__isnull", True),
                                ("terminada_en__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="importacion_terminada_sin_datos",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("estado__in", ("subida", "revisando", "con_errores", "revisada")),
                                _negated=True,
                            ),
                            ("contenido__isnull", False),
                            _connector="OR",
                        ),
                        name="importacion_abierta_con_planilla",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("estado__in", ("revisada", "cargando")), _negated=True),
                            ("leido__isnull", False),
                            _connector="OR",
                        ),
                        name="importacion_revisada_con_filas",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MapeoColumnas",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("huella", models.CharField(max_length=64, verbose_name="huella de los títulos")),
                ("columnas", models.JSONField(default=dict, verbose_name="columnas")),
                ("usado_en", models.DateTimeField(verbose_name="usado")),
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
                "verbose_name": "columnas de una planilla",
                "verbose_name_plural": "columnas de las planillas",
                "ordering": ["-usado_en"],
                "constraints": [
                    models.UniqueConstraint(fields=("servicio", "huella"), name="mapeo_unico")
                ],
            },
        ),
    ]
