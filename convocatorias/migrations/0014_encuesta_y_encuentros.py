"""The prior survey of an activity, and who organises a meeting of their own."""

import comun.campos
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0013_anotar_otros_medios"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EncuestaPrevia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("titulo", models.CharField(max_length=120, verbose_name="título")),
                ("introduccion", models.TextField(blank=True, verbose_name="presentación")),
                ("abre", models.DateField(verbose_name="primer día")),
                ("cierra", models.DateField(verbose_name="último día")),
                (
                    "estado",
                    models.CharField(
                        choices=[
                            ("borrador", "en preparación"),
                            ("abierta", "abierta"),
                            ("cerrada", "cerrada"),
                        ],
                        default="borrador",
                        max_length=10,
                        verbose_name="estado",
                    ),
                ),
                (
                    "hojas",
                    models.PositiveSmallIntegerField(default=0, verbose_name="hojas impresas"),
                ),
                (
                    "actividad",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.actividad",
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
                "verbose_name": "encuesta previa",
                "verbose_name_plural": "encuestas previas",
            },
        ),
        migrations.CreateModel(
            name="PreguntaPrevia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("orden", models.PositiveSmallIntegerField(verbose_name="orden")),
                ("texto", models.CharField(max_length=200, verbose_name="pregunta")),
                (
                    "clase",
                    models.CharField(
                        choices=[
                            ("una", "elegir una opción"),
                            ("varias", "elegir varias opciones"),
                            ("escala", "de 1 a 5"),
                            ("texto", "texto breve"),
                        ],
                        max_length=10,
                        verbose_name="cómo se responde",
                    ),
                ),
                ("opciones", models.TextField(blank=True, verbose_name="opciones")),
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
                    "encuesta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preguntas",
                        to="convocatorias.encuestaprevia",
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
                "verbose_name": "pregunta de una encuesta previa",
                "verbose_name_plural": "preguntas de las encuestas previas",
                "ordering": ["orden"],
            },
        ),
        migrations.CreateModel(
            name="RespuestaPrevia",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "canal",
                    models.CharField(
                        choices=[("internet", "por internet"), ("papel", "en papel")],
                        max_length=10,
                        verbose_name="canal",
                    ),
                ),
                ("dia", models.DateField(verbose_name="día")),
                ("nonce", models.CharField(editable=False, max_length=80)),
                (
                    "encuesta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="respuestas",
                        to="convocatorias.encuestaprevia",
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
                "verbose_name": "respuesta a una encuesta previa",
                "verbose_name_plural": "respuestas a las encuestas previas",
            },
        ),
        migrations.CreateModel(
            name="ValorPrevio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "opcion",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="opción"),
                ),
                ("texto", models.CharField(blank=True, max_length=300, verbose_name="texto")),
                (
                    "pregunta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.preguntaprevia",
                    ),
                ),
                (
                    "respuesta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="valores",
                        to="convocatorias.respuestaprevia",
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
                "verbose_name": "valor de una respuesta previa",
                "verbose_name_plural": "valores de las respuestas previas",
            },
        ),
        migrations.CreateModel(
            name="Encuentro",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nombres", models.CharField(max_length=100, verbose_name="nombres")),
                (
                    "apellidos",
                    models.CharField(blank=True, max_length=100, verbose_name="apellidos"),
                ),
                (
                    "correo",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="correo electrónico"
                    ),
                ),
                ("telefono", models.CharField(blank=True, max_length=20, verbose_name="teléfono")),
                (
                    "direccion",
                    models.CharField(blank=True, max_length=200, verbose_name="dirección postal"),
                ),
                (
                    "organizacion_nombre",
                    models.CharField(max_length=160, verbose_name="quién lo organiza o lo pidió"),
                ),
                (
                    "cierra",
                    models.DateField(
                        blank=True, null=True, verbose_name="último día para enviar aportes"
                    ),
                ),
                (
                    "clave_hash",
                    models.CharField(editable=False, max_length=64, null=True, unique=True),
                ),
                (
                    "clave",
                    comun.campos.TextoCifrado(
                        blank=True, default="", editable=False, verbose_name="clave"
                    ),
                ),
                (
                    "clave_desde",
                    models.DateTimeField(blank=True, null=True, verbose_name="enlace entregado"),
                ),
                (
                    "actividad",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.actividad",
                    ),
                ),
                (
                    "organizacion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="convocatorias.organizacion",
                        verbose_name="organización",
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
                "verbose_name": "encuentro",
                "verbose_name_plural": "encuentros",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("correo", ""), _negated=True),
                            models.Q(("telefono", ""), _negated=True),
                            models.Q(("direccion", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="encuentro_con_contacto",
                        violation_error_message="Escriba cómo responder a quien lo organiza.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("clave_desde", None), ("clave_hash", None)),
                            models.Q(("clave_desde__isnull", False), ("clave_hash__isnull", False)),
                            _connector="OR",
                        ),
                        name="encuentro_clave_completa",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="encuestaprevia",
            constraint=models.CheckConstraint(
                condition=models.Q(("cierra__gte", models.F("abre"))),
                name="encuesta_fechas",
                violation_error_message="El último día no puede ser anterior al primero.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preguntaprevia",
            constraint=models.UniqueConstraint(
                fields=("encuesta", "orden"), name="pregunta_previa_orden"
            ),
        ),
        migrations.AddConstraint(
            model_name="preguntaprevia",
            constraint=models.CheckConstraint(
                condition=models.Q(("orden__gte", 1), ("orden__lte", 10)),
                name="pregunta_previa_pocas",
                violation_error_message="Una encuesta previa lleva hasta 10 preguntas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="preguntaprevia",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("clase__in", ("una", "varias")), models.Q(("opciones", ""), _negated=True)
                    ),
                    models.Q(("clase__in", ("escala", "texto")), ("opciones", "")),
                    _connector="OR",
                ),
                name="pregunta_previa_opciones",
                violation_error_message="Escriba las opciones, una en cada línea.",
            ),
        ),
        migrations.AddConstraint(
            model_name="respuestaprevia",
            constraint=models.UniqueConstraint(
                fields=("encuesta", "nonce"), name="respuesta_previa_unica"
            ),
        ),
        migrations.AddConstraint(
            model_name="respuestaprevia",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("canal", "papel"), ("ingresada_por__isnull", False)),
                    models.Q(("canal", "internet"), ("ingresada_por", None)),
                    _connector="OR",
                ),
                name="respuesta_previa_en_papel_por_alguien",
            ),
        ),
        migrations.AddIndex(
            model_name="valorprevio",
            index=models.Index(fields=["pregunta", "opcion"], name="valor_previo_cuenta"),
        ),
        migrations.AddConstraint(
            model_name="valorprevio",
            constraint=models.UniqueConstraint(
                fields=("respuesta", "pregunta", "opcion"), name="valor_previo_unico"
            ),
        ),
        migrations.AddConstraint(
            model_name="valorprevio",
            constraint=models.UniqueConstraint(
                condition=models.Q(("opcion", None)),
                fields=("respuesta", "pregunta"),
                name="valor_previo_un_texto",
            ),
        ),
        migrations.AddConstraint(
            model_name="valorprevio",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opcion__isnull", False), ("texto", "")),
                    models.Q(("opcion", None), models.Q(("texto", ""), _negated=True)),
                    _connector="OR",
                ),
                name="valor_previo_opcion_o_texto",
            ),
        ),
    ]
