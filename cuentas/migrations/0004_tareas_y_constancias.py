"""Who does what, what people attest, where it was made known, and what began elsewhere."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [
        ("comun", "0002_inmutables"),
        ("cuentas", "0003_interrupciones"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AjusteRegla",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("regla", models.CharField(max_length=6, verbose_name="regla")),
                ("motivo", models.TextField(verbose_name="qué dice la norma del servicio")),
                ("ajustada_en", models.DateTimeField(verbose_name="ajustada")),
                (
                    "retirada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="ajuste retirado"),
                ),
                (
                    "ajustada_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la ajustó",
                    ),
                ),
                (
                    "norma",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ajustes",
                        to="cuentas.normaparticipacion",
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
                        verbose_name="retiró el ajuste",
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
                "verbose_name": "ajuste de regla",
                "verbose_name_plural": "ajustes de reglas",
                "ordering": ["regla", "-ajustada_en"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("motivo", ""), _negated=True),
                        name="ajuste_con_motivo",
                        violation_error_message="Escriba qué dice la norma del servicio.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("retirada_en", None)),
                        fields=("norma", "regla"),
                        name="ajuste_uno_vigente",
                        violation_error_message="Esa regla ya está ajustada.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Constancia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("regla", models.CharField(max_length=6, verbose_name="regla")),
                (
                    "objeto",
                    models.CharField(blank=True, max_length=20, verbose_name="de qué actividad"),
                ),
                ("cumplida", models.BooleanField(verbose_name="se hizo")),
                ("fecha", models.DateField(verbose_name="fecha")),
                ("texto", models.TextField(verbose_name="evidencia, o por qué no se hizo")),
                ("url", models.URLField(blank=True, verbose_name="dirección web de la evidencia")),
                ("registrada_en", models.DateTimeField(verbose_name="registrada")),
                (
                    "archivo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comun.archivo",
                        verbose_name="archivo",
                    ),
                ),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="constancias",
                        to="cuentas.cuentapublica",
                    ),
                ),
                (
                    "dada_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la dio",
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
                "verbose_name": "constancia",
                "verbose_name_plural": "constancias",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["cuenta", "regla", "objeto"], name="constancia_regla")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("texto", ""), _negated=True),
                        name="constancia_con_texto",
                        violation_error_message="Escriba la evidencia, o por qué no se hizo.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Difusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "objeto",
                    models.CharField(
                        choices=[
                            ("informe", "el informe"),
                            ("participacion", "la participación y la jornada"),
                            ("respuestas", "las respuestas"),
                        ],
                        max_length=14,
                        verbose_name="qué se difundió",
                    ),
                ),
                (
                    "canal",
                    models.CharField(
                        choices=[
                            ("web", "sitio web del servicio"),
                            ("redes", "redes sociales"),
                            ("correo", "correo electrónico"),
                            ("prensa", "diario o medio digital"),
                            ("radio", "radio o televisión"),
                            ("mural", "diario mural o afiche"),
                            ("oficina", "oficina de atención"),
                            ("reunion", "reunión con organizaciones"),
                            ("otro", "otro canal"),
                        ],
                        max_length=8,
                        verbose_name="canal",
                    ),
                ),
                ("fecha", models.DateField(verbose_name="fecha")),
                ("url", models.URLField(blank=True, verbose_name="dirección web")),
                (
                    "evidencia",
                    models.CharField(blank=True, max_length=300, verbose_name="evidencia"),
                ),
                ("registrada_en", models.DateTimeField(verbose_name="anotada")),
                (
                    "retirada_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="retirada"),
                ),
                (
                    "archivo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comun.archivo",
                        verbose_name="archivo",
                    ),
                ),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="difusiones",
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
            ],
            options={
                "verbose_name": "difusión",
                "verbose_name_plural": "difusiones",
                "ordering": ["-fecha", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidencia", ""), ("url", ""), _negated=True),
                        name="difusion_con_evidencia",
                        violation_error_message="Escriba la dirección web o qué lo muestra.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HechoPrevio",
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
                            ("informe", "se publicó el informe"),
                            ("convocatoria", "se enviaron las invitaciones"),
                            ("participacion", "se abrió la participación virtual"),
                            ("jornada", "se realizó la jornada presencial"),
                            ("respuestas", "se publicaron las respuestas"),
                        ],
                        max_length=14,
                        verbose_name="qué ocurrió",
                    ),
                ),
                ("fecha", models.DateField(verbose_name="fecha")),
                ("evidencia", models.CharField(max_length=300, verbose_name="qué lo muestra")),
                ("url", models.URLField(blank=True, verbose_name="dirección web")),
                ("motivo", models.TextField(verbose_name="por qué no se hizo en el portal")),
                ("registrado_en", models.DateTimeField(verbose_name="anotado")),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hechos_previos",
                        to="cuentas.cuentapublica",
                    ),
                ),
                (
                    "registrado_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="lo anotó",
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
                "verbose_name": "hecho previo",
                "verbose_name_plural": "hechos previos",
                "ordering": ["fecha", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cuenta", "tipo"),
                        name="hecho_previo_unico",
                        violation_error_message="Ese hecho ya está anotado.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("motivo", ""), _negated=True),
                            models.Q(("evidencia", ""), _negated=True),
                        ),
                        name="hecho_previo_con_motivo",
                        violation_error_message="Escriba qué lo muestra y por qué no se hizo aquí.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tarea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "codigo",
                    models.CharField(blank=True, max_length=40, verbose_name="código de la guía"),
                ),
                ("nombre", models.CharField(max_length=160, verbose_name="tarea")),
                (
                    "regla",
                    models.CharField(blank=True, max_length=6, verbose_name="regla que la pide"),
                ),
                ("obligatoria", models.BooleanField(default=False, verbose_name="obligatoria")),
                (
                    "dias_antes",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="días antes de la actividad"
                    ),
                ),
                ("vence", models.DateField(blank=True, null=True, verbose_name="vence")),
                ("orden", models.PositiveSmallIntegerField(default=0, verbose_name="orden")),
                ("hecha_en", models.DateTimeField(blank=True, null=True, verbose_name="hecha")),
                ("evidencia", models.TextField(blank=True, verbose_name="evidencia")),
                (
                    "archivo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="comun.archivo",
                        verbose_name="archivo",
                    ),
                ),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tareas",
                        to="cuentas.cuentapublica",
                    ),
                ),
                (
                    "hecha_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="la dio por hecha",
                    ),
                ),
                (
                    "responsable",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsable",
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
                "verbose_name": "tarea",
                "verbose_name_plural": "tareas",
                "ordering": ["orden", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("codigo", ""), _negated=True),
                        fields=("cuenta", "codigo"),
                        name="tarea_codigo_unico",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hecha_en", None), ("hecha_por", None)),
                            models.Q(
                                ("hecha_en__isnull", False),
                                ("hecha_por__isnull", False),
                                models.Q(("evidencia", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="tarea_hecha_con_evidencia",
                        violation_error_message="Escriba qué muestra que la tarea está hecha.",
                    ),
                ],
            },
        ),
        migrations.RunPython(inmutable("cuentas_constancia"), quitar("cuentas_constancia")),
        migrations.RunPython(inmutable("cuentas_hechoprevio"), quitar("cuentas_hechoprevio")),
    ]
