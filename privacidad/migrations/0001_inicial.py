"""Requests about personal data, runs of the retention and the ledger of what was erased."""

import comun.campos
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("servicios", "0003_redes_permitidas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActaSupresion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sujeto_hmac", models.CharField(db_index=True, max_length=64)),
                ("clase", models.CharField(max_length=60, verbose_name="clase de datos")),
                (
                    "motivo",
                    models.CharField(
                        choices=[
                            ("retencion", "se cumplió el plazo"),
                            ("derecho", "lo pidió la persona"),
                        ],
                        max_length=10,
                        verbose_name="motivo",
                    ),
                ),
                ("en", models.DateTimeField(verbose_name="cuándo")),
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
                "verbose_name": "acta de supresión",
                "verbose_name_plural": "actas de supresión",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("servicio", "sujeto_hmac", "clase", "en"), name="acta_unica"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorridaRetencion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clase", models.CharField(max_length=60, verbose_name="clase de datos")),
                ("dia", models.DateField(verbose_name="día")),
                ("en_seco", models.BooleanField(default=False, verbose_name="ensayo, sin borrar")),
                ("hasta", models.DateField(verbose_name="lo anterior a")),
                (
                    "revisadas",
                    models.PositiveIntegerField(default=0, verbose_name="filas revisadas"),
                ),
                (
                    "borradas",
                    models.PositiveIntegerField(
                        default=0, verbose_name="filas borradas o anonimizadas"
                    ),
                ),
                ("iniciada_en", models.DateTimeField(verbose_name="iniciada")),
                (
                    "terminada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="terminada"),
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
                "verbose_name": "corrida de la retención",
                "verbose_name_plural": "corridas de la retención",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("servicio", "clase", "dia", "en_seco"), name="corrida_unica"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SolicitudDerechos",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("folio_anio", models.PositiveSmallIntegerField(verbose_name="año del folio")),
                ("folio_numero", models.PositiveIntegerField(verbose_name="número del folio")),
                (
                    "derecho",
                    models.CharField(
                        choices=[
                            ("acceso", "acceso: saber qué datos suyos hay"),
                            ("rectificacion", "rectificación: corregirlos"),
                            ("supresion", "supresión: borrarlos"),
                            ("oposicion", "oposición: que no se usen para algo"),
                            ("portabilidad", "portabilidad: recibir una copia para llevarla"),
                            ("bloqueo", "bloqueo: que no se usen mientras se resuelve"),
                        ],
                        max_length=15,
                        verbose_name="derecho",
                    ),
                ),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("por_verificar", "falta el código"),
                            ("recibida", "recibida"),
                            ("prorrogada", "con plazo extendido"),
                            ("acogida", "acogida"),
                            ("acogida_en_parte", "acogida en parte"),
                            ("rechazada", "rechazada"),
                            ("desistida", "retirada por la persona"),
                        ],
                        default="por_verificar",
                        max_length=16,
                        verbose_name="estado",
                    ),
                ),
                ("nombre", comun.campos.TextoCifrado(verbose_name="nombre")),
                ("correo", comun.campos.TextoCifrado(blank=True, verbose_name="correo")),
                (
                    "correo_hmac",
                    models.CharField(blank=True, db_index=True, editable=False, max_length=64),
                ),
                ("detalle", comun.campos.TextoCifrado(blank=True, verbose_name="qué pide")),
                ("clave_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("codigo_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("codigo_vence_en", models.DateTimeField(blank=True, editable=False, null=True)),
                ("codigo_intentos", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("iniciada_en", models.DateTimeField(verbose_name="iniciada")),
                (
                    "recibida_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="recibida"),
                ),
                ("vence_el", models.DateField(blank=True, null=True, verbose_name="vence")),
                (
                    "prorrogada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="extendida"),
                ),
                (
                    "prorroga_motivo",
                    models.TextField(blank=True, verbose_name="por qué se extendió"),
                ),
                (
                    "resuelta_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="resuelta"),
                ),
                ("fundamento", comun.campos.TextoCifrado(blank=True, verbose_name="fundamento")),
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
                    "resuelta_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="resuelta por",
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
                "verbose_name": "solicitud de derechos",
                "verbose_name_plural": "solicitudes de derechos",
                "ordering": ["vence_el", "id"],
                "indexes": [
                    models.Index(
                        fields=["servicio", "estado", "vence_el"], name="solicitud_por_vencer"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("servicio", "folio_anio", "folio_numero"),
                        name="solicitud_folio_unico",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("estado__in", ("por_verificar", "desistida")),
                            models.Q(("recibida_en__isnull", False), ("vence_el__isnull", False)),
                            _connector="OR",
                        ),
                        name="solicitud_recibida_con_plazo",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("estado__in", ("acogida", "acogida_en_parte", "rechazada")),
                                _negated=True,
                            ),
                            models.Q(
                                ("resuelta_en__isnull", False), ("resuelta_por__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="solicitud_resuelta_por_alguien",
                    ),
                ],
            },
        ),
        migrations.RunPython(
            inmutable("privacidad_actasupresion"), quitar("privacidad_actasupresion")
        ),
    ]
