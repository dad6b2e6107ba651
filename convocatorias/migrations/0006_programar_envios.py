"""A call can wait for its hour: when it goes, to whom, who said so, and why it did not go.

SQLite makes the table anew and drops its triggers with the old one, so they are written again.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar

TABLA = "convocatorias_convocatoria"
SIEMPRE = (
    "estado",
    "enviada_en",
    "dias_anticipacion",
    "tardia",
    "motivo_tardanza",
    "tardanza_autorizada_por_id",
    "informe_id",
)


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0005_un_borrador_por_actividad"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(quitar(TABLA), inmutable(TABLA, *SIEMPRE, desde="enviada")),
        migrations.AddField(
            model_name="convocatoria",
            name="destinatarios",
            field=models.ManyToManyField(
                blank=True,
                related_name="+",
                to="convocatorias.contacto",
                verbose_name="a quiénes",
            ),
        ),
        migrations.AddField(
            model_name="convocatoria",
            name="enviar_en",
            field=models.DateTimeField(blank=True, null=True, verbose_name="se envía"),
        ),
        migrations.AddField(
            model_name="convocatoria",
            name="fallo_programado",
            field=models.TextField(
                blank=True, default="", verbose_name="por qué no salió a su hora"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="convocatoria",
            name="programada_por",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="programada por",
            ),
        ),
        migrations.AlterField(
            model_name="convocatoria",
            name="estado",
            field=models.CharField(
                choices=[
                    ("borrador", "en preparación"),
                    ("programada", "programada"),
                    ("enviada", "enviada"),
                    ("anulada", "anulada"),
                ],
                default="borrador",
                max_length=10,
                verbose_name="estado",
            ),
        ),
        migrations.AddConstraint(
            model_name="convocatoria",
            constraint=models.UniqueConstraint(
                condition=models.Q(("estado__in", ("borrador", "programada"))),
                fields=("actividad",),
                name="convocatoria_una_por_salir",
                violation_error_message="Esta actividad ya tiene una convocatoria sin enviar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="convocatoria",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("estado", "programada"), _negated=True),
                    models.Q(("enviar_en__isnull", False), ("programada_por__isnull", False)),
                    _connector="OR",
                ),
                name="convocatoria_programada_completa",
            ),
        ),
        migrations.RunPython(
            inmutable(TABLA, *SIEMPRE, "enviar_en", "programada_por_id", desde="enviada"),
            quitar(TABLA),
        ),
    ]
