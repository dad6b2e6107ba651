"""A form that asks all that it needs, files and consents; and an erasure that says when."""

import comun.campos
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar


TABLA = "respuestas_consulta"
COLUMNAS = ("mensaje", "folio_anio", "folio_numero")


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0006_norma_con_fuente_y_resumen"),
        ("jornadas", "0002_exposicion"),
        ("respuestas", "0003_aportes_de_encuentros"),
        ("servicios", "0003_redes_permitidas"),
        ("talleres", "0003_motivo_sin_notas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # On SQLite the table is built again, and its triggers are lost (ADR 4).
        migrations.RunPython(quitar(TABLA), inmutable(TABLA, *COLUMNAS)),
        migrations.CreateModel(
            name="AdjuntoConsulta",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clase",
                    models.CharField(
                        choices=[
                            ("adjunto", "archivo de la persona"),
                            ("original", "hoja original"),
                        ],
                        max_length=10,
                        verbose_name="qué es",
                    ),
                ),
                ("tipo", models.CharField(max_length=60, verbose_name="tipo")),
                ("tamano", models.PositiveIntegerField(verbose_name="tamaño en bytes")),
                ("contenido", comun.campos.BytesCifrados(verbose_name="contenido")),
                ("agregado_en", models.DateTimeField(verbose_name="agregado")),
            ],
            options={
                "verbose_name": "archivo de un mensaje",
                "verbose_name_plural": "archivos de mensajes",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Consentimiento",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clase",
                    models.CharField(
                        choices=[
                            ("publicar_nombre", "publicar su nombre junto a su mensaje"),
                            (
                                "invitar",
                                "recibir invitaciones a futuras instancias de participación",
                            ),
                        ],
                        max_length=20,
                        verbose_name="para qué",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="versión del texto")),
                ("huella", models.CharField(max_length=64, verbose_name="SHA-256 del texto")),
                (
                    "canal",
                    models.CharField(
                        choices=[
                            ("virtual", "por internet"),
                            ("taller", "en un taller"),
                            ("plenario", "en el plenario"),
                            ("autoconvocada", "en un encuentro autoconvocado"),
                            ("complementaria", "en un encuentro complementario"),
                            ("papel", "en papel"),
                            ("oficina", "en la oficina"),
                            ("telefono", "por teléfono"),
                        ],
                        max_length=15,
                        verbose_name="por dónde",
                    ),
                ),
                ("dado_en", models.DateTimeField(verbose_name="lo dio")),
                (
                    "retirado_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="lo retiró"),
                ),
            ],
            options={
                "verbose_name": "consentimiento",
                "verbose_name_plural": "consentimientos",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="consultante",
            name="consultante_con_contacto",
        ),
        migrations.AddField(
            model_name="consulta",
            name="capitulo",
            field=models.CharField(
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
                verbose_name="parte del informe de la que habla",
            ),
        ),
        migrations.AddField(
            model_name="consulta",
            name="hoja",
            field=models.CharField(
                blank=True, max_length=12, null=True, verbose_name="código de la hoja"
            ),
        ),
        migrations.AddField(
            model_name="consulta",
            name="huella",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="consulta",
            name="suma_a",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sumadas",
                to="respuestas.consulta",
                verbose_name="se suma a",
            ),
        ),
        migrations.AddField(
            model_name="consulta",
            name="suprimida_en",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="suprimida"
            ),
        ),
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
                    ("papel", "en papel"),
                    ("oficina", "en la oficina"),
                    ("telefono", "por teléfono"),
                ],
                max_length=15,
                verbose_name="canal",
            ),
        ),
        migrations.AlterField(
            model_name="consultante",
            name="medio",
            field=models.CharField(
                choices=[
                    ("correo", "correo electrónico"),
                    ("telefono", "teléfono"),
                    ("carta", "carta"),
                    ("retiro", "retiro en la oficina"),
                ],
                max_length=10,
                verbose_name="medio preferido",
            ),
        ),
        migrations.AlterField(
            model_name="enviorespuesta",
            name="entrega_medio",
            field=models.CharField(
                blank=True,
                choices=[
                    ("correo", "correo electrónico"),
                    ("telefono", "teléfono"),
                    ("carta", "carta"),
                    ("retiro", "retiro en la oficina"),
                ],
                max_length=10,
                verbose_name="por qué medio se entregó",
            ),
        ),
        migrations.AddConstraint(
            model_name="consulta",
            constraint=models.UniqueConstraint(
                condition=models.Q(("hoja__isnull", False)),
                fields=("servicio", "hoja"),
                name="consulta_hoja_unica",
                violation_error_message="Esa hoja ya se ingresó.",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultante",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("correo", ""), _negated=True),
                    models.Q(("telefono", ""), _negated=True),
                    models.Q(("direccion", ""), _negated=True),
                    ("medio", "retiro"),
                    _connector="OR",
                ),
                name="consultante_con_contacto",
                violation_error_message="Se necesita al menos un medio de contacto (R50).",
            ),
        ),
        migrations.AddField(
            model_name="adjuntoconsulta",
            name="consulta",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="adjuntos",
                to="respuestas.consulta",
            ),
        ),
        migrations.AddField(
            model_name="adjuntoconsulta",
            name="servicio",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddField(
            model_name="consentimiento",
            name="consulta",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consentimientos",
                to="respuestas.consulta",
            ),
        ),
        migrations.AddField(
            model_name="consentimiento",
            name="consultante",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consentimientos",
                to="respuestas.consultante",
            ),
        ),
        migrations.AddField(
            model_name="consentimiento",
            name="servicio",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddConstraint(
            model_name="adjuntoconsulta",
            constraint=models.UniqueConstraint(
                fields=("consulta", "clase"), name="adjuntoconsulta_unico"
            ),
        ),
        migrations.AddConstraint(
            model_name="consentimiento",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retirado_en", None)),
                fields=("consulta", "clase"),
                name="consentimiento_vigente_unico",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentimiento",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1), models.Q(("huella", ""), _negated=True)),
                name="consentimiento_con_texto",
            ),
        ),
        migrations.RunPython(inmutable(TABLA, *COLUMNAS, salvo="suprimida_en"), quitar(TABLA)),
    ]
