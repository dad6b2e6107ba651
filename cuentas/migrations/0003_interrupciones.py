"""When an account did not run as announced: what was said stays, its end is written once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0002_inmutables"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Interrupcion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tipo",
                    models.CharField(
                        choices=[
                            ("suspendida", "suspendida"),
                            ("en_replanificacion", "en replanificación"),
                        ],
                        max_length=20,
                        verbose_name="qué le pasa a la cuenta",
                    ),
                ),
                ("motivo", models.TextField(verbose_name="motivo, que se publica")),
                ("desde", models.DateField(verbose_name="desde")),
                ("hasta", models.DateField(blank=True, null=True, verbose_name="hasta")),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interrupciones",
                        to="cuentas.cuentapublica",
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
                    "terminada_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="anotó su término",
                    ),
                ),
            ],
            options={
                "verbose_name": "interrupción de la cuenta",
                "verbose_name_plural": "interrupciones de la cuenta",
                "ordering": ["-desde", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("motivo", ""), _negated=True),
                        name="interrupcion_con_motivo",
                        violation_error_message="Escriba el motivo: se publica.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hasta", None), ("terminada_por", None)),
                            models.Q(
                                ("hasta__gte", models.F("desde")),
                                ("hasta__isnull", False),
                                ("terminada_por__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="interrupcion_termina_despues",
                        violation_error_message="Una interrupción no termina antes de empezar.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("hasta", None)),
                        fields=("cuenta",),
                        name="interrupcion_una_vigente",
                        violation_error_message="La cuenta ya está interrumpida.",
                    ),
                ],
            },
        ),
        migrations.RunPython(
            inmutable(
                "cuentas_interrupcion",
                "servicio_id",
                "cuenta_id",
                "tipo",
                "motivo",
                "desde",
                "registrada_por_id",
                una_vez=("hasta", "terminada_por_id"),
            ),
            quitar("cuentas_interrupcion"),
        ),
    ]
