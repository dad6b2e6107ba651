"""Where the banner is, and what was seen there: a reading is evidence and is not rewritten."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar

REVISION = "convocatorias_revisionbanner"


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0015_transmisiones"),
        ("servicios", "0004_sitios_web"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaginaBanner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="dirección de la página")),
                (
                    "institucion",
                    models.CharField(blank=True, max_length=160, verbose_name="institución"),
                ),
                ("registrada_en", models.DateTimeField(verbose_name="anotada")),
                (
                    "retirada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirada"),
                ),
                (
                    "avisada_en",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="aviso de que falta"
                    ),
                ),
                (
                    "proceso",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.procesovirtual",
                    ),
                ),
                (
                    "registrada_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la anotó",
                    ),
                ),
                (
                    "retirada_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la retiró",
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
                "verbose_name": "página con el banner",
                "verbose_name_plural": "páginas con el banner",
                "ordering": ["registrada_en", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RevisionBanner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dia", models.DateField(verbose_name="día")),
                ("intento", models.PositiveSmallIntegerField(default=1, verbose_name="intento")),
                ("momento", models.DateTimeField(verbose_name="momento")),
                (
                    "resultado",
                    models.CharField(
                        choices=[
                            ("esta", "está"),
                            ("no_esta", "no está"),
                            ("sin_leer", "no se pudo leer"),
                        ],
                        max_length=10,
                        verbose_name="resultado",
                    ),
                ),
                (
                    "estado_visto",
                    models.CharField(
                        choices=[
                            ("pronto", "pronto"),
                            ("abierto", "abierto"),
                            ("cerrado", "cerrado"),
                            ("respondido", "respuestas publicadas"),
                            ("suspendido", "cuenta suspendida"),
                            ("anulado", "cuenta anulada"),
                        ],
                        max_length=12,
                        verbose_name="estado del banner",
                    ),
                ),
                ("piezas", models.CharField(blank=True, max_length=60, verbose_name="piezas")),
                (
                    "dice_fechas",
                    models.BooleanField(blank=True, null=True, verbose_name="dice las fechas"),
                ),
                ("motivo", models.CharField(blank=True, max_length=300, verbose_name="qué pasó")),
                (
                    "url_leida",
                    models.URLField(blank=True, max_length=1000, verbose_name="dirección leída"),
                ),
                (
                    "status",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="respuesta del sitio"
                    ),
                ),
                ("bytes", models.PositiveIntegerField(default=0, verbose_name="bytes")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="huella")),
                (
                    "pagina",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisiones",
                        to="convocatorias.paginabanner",
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
                "verbose_name": "revisión del banner",
                "verbose_name_plural": "revisiones del banner",
                "ordering": ["dia", "intento", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="paginabanner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retirada_en", None)),
                fields=("proceso", "url"),
                name="paginabanner_una_vez",
                violation_error_message="Esa página ya está anotada.",
            ),
        ),
        migrations.AddConstraint(
            model_name="paginabanner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retirada_en", None), ("retirada_por", None)),
                    models.Q(("retirada_en__isnull", False), ("retirada_por__isnull", False)),
                    _connector="OR",
                ),
                name="paginabanner_retiro_completo",
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionbanner",
            constraint=models.UniqueConstraint(
                fields=("pagina", "dia", "intento"), name="revisionbanner_un_intento"
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionbanner",
            constraint=models.UniqueConstraint(
                condition=models.Q(("resultado", "esta")),
                fields=("pagina", "dia"),
                name="revisionbanner_una_al_dia",
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionbanner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resultado", "sin_leer"),
                    models.Q(models.Q(("sha256", ""), _negated=True), ("status__isnull", False)),
                    _connector="OR",
                ),
                name="revisionbanner_con_huella",
            ),
        ),
        migrations.AddConstraint(
            model_name="revisionbanner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resultado", "esta"), models.Q(("motivo", ""), _negated=True), _connector="OR"
                ),
                name="revisionbanner_dice_por_que",
            ),
        ),
        migrations.RunPython(inmutable(REVISION), quitar(REVISION)),
    ]
