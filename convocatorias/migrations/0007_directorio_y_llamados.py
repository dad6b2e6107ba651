"""The directory grows, and a call has a class, a text with versions and other channels.

SQLite makes the table of the calls anew and drops its triggers with the old one, so they are
written again. What was invited a second time before, after an activity moved, was told of a change.
"""

import comun.campos
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from comun.disparadores import inmutable, quitar
from convocatorias.catalogos import indice_de_busqueda, senia_de


TABLA = "convocatorias_convocatoria"
SIEMPRE = (
    "estado",
    "enviada_en",
    "dias_anticipacion",
    "tardia",
    "motivo_tardanza",
    "tardanza_autorizada_por_id",
    "informe_id",
    "enviar_en",
    "programada_por_id",
)
DESPUES = (*SIEMPRE, "clase", "motivo_complementaria")


def ordenar_lo_enviado(apps, schema_editor):
    """What there was more than one of, by its class."""
    Invitacion = apps.get_model("convocatorias", "Invitacion")
    vistos, repetidas = set(), []
    for pk, participante in Invitacion.objects.order_by("pk").values_list("pk", "participante"):
        if participante in vistos:
            repetidas.append(pk)
        vistos.add(participante)
    Invitacion.objects.filter(pk__in=repetidas).update(clase="cambio")
    for pk, creado in Invitacion.objects.values_list("pk", "mensaje__creado_en"):
        Invitacion.objects.filter(pk=pk).update(creada_en=creado)


def numerar_textos(apps, schema_editor):
    """What each call says is the first version of its text."""
    Convocatoria = apps.get_model("convocatorias", "Convocatoria")
    Texto = apps.get_model("convocatorias", "TextoConvocatoria")
    Texto.objects.bulk_create(
        Texto(
            servicio_id=fila.servicio_id,
            convocatoria=fila,
            version=1,
            texto=fila.mensaje,
            escrito_en=fila.enviada_en or timezone.now(),
            escrito_por_id=fila.programada_por_id,
        )
        for fila in Convocatoria.objects.all()
    )


def llenar_busqueda(apps, schema_editor):
    """The keys by which the organisations that are there are searched for and compared."""
    Organizacion = apps.get_model("convocatorias", "Organizacion")
    Contacto = apps.get_model("convocatorias", "Contacto")
    personas = {}
    for organizacion, nombres, apellidos in Contacto.objects.values_list(
        "organizacion", "nombres", "apellidos"
    ):
        personas.setdefault(organizacion, []).append(f"{nombres} {apellidos}")
    filas = list(Organizacion.objects.select_related("comuna"))
    for fila in filas:
        comuna = fila.comuna.nombre if fila.comuna else ""
        fila.busqueda = indice_de_busqueda(fila.nombre, comuna, *personas.get(fila.pk, ()))
        fila.senia = senia_de(fila.nombre)
    Organizacion.objects.bulk_update(filas, ["busqueda", "senia"], batch_size=500)


def buscar_por_trigramas(apps, schema_editor):
    """On PostgreSQL a part of a word is found without reading the whole directory."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX organizacion_por_trigramas ON convocatorias_organizacion "
            "USING gin (busqueda gin_trgm_ops)"
        )


def no_buscar_por_trigramas(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS organizacion_por_trigramas")


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0006_programar_envios"),
        ("correos", "0004_indice_por_estado"),
        ("cuentas", "0006_norma_con_fuente_y_resumen"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(quitar(TABLA), inmutable(TABLA, *SIEMPRE, desde="enviada")),
        migrations.CreateModel(
            name="Tema",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("nombre", models.CharField(max_length=80, verbose_name="tema")),
                ("nombre_plegado", models.CharField(editable=False, max_length=80)),
            ],
            options={
                "verbose_name": "tema",
                "verbose_name_plural": "temas",
                "ordering": ["nombre_plegado"],
            },
        ),
        migrations.CreateModel(
            name="TextoConvocatoria",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="versión")),
                ("texto", models.TextField(blank=True, verbose_name="texto")),
                ("escrito_en", models.DateTimeField(verbose_name="escrito")),
            ],
            options={
                "verbose_name": "texto de convocatoria",
                "verbose_name_plural": "textos de convocatoria",
                "ordering": ["-version"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="contacto",
            name="contacto_correo_unico",
        ),
        migrations.RemoveConstraint(
            model_name="invitacion",
            name="invitacion_unica",
        ),
        migrations.AddField(
            model_name="actividad",
            name="recordar_dias",
            field=models.PositiveSmallIntegerField(
                default=5, verbose_name="días antes en que se recuerda"
            ),
        ),
        migrations.AddField(
            model_name="actividad",
            name="secuencia",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="contacto",
            name="desde",
            field=models.DateField(blank=True, null=True, verbose_name="desde"),
        ),
        migrations.AddField(
            model_name="contacto",
            name="hasta",
            field=models.DateField(blank=True, null=True, verbose_name="hasta"),
        ),
        migrations.AddField(
            model_name="contacto",
            name="representante",
            field=models.BooleanField(default=False, verbose_name="es representante legal"),
        ),
        migrations.AddField(
            model_name="convocatoria",
            name="clase",
            field=models.CharField(
                choices=[
                    ("primera", "convocatoria"),
                    ("complementaria", "convocatoria complementaria"),
                    ("cambio", "aviso de cambio"),
                ],
                default="primera",
                max_length=14,
                verbose_name="clase",
            ),
        ),
        migrations.AddField(
            model_name="convocatoria",
            name="motivo_complementaria",
            field=models.TextField(blank=True, verbose_name="por qué se complementa"),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="canal",
            field=models.CharField(
                choices=[
                    ("correo", "correo electrónico"),
                    ("carta", "carta"),
                    ("telefono", "teléfono"),
                    ("visita", "visita"),
                ],
                default="correo",
                max_length=10,
                verbose_name="medio",
            ),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="clase",
            field=models.CharField(
                choices=[
                    ("invitacion", "invitación"),
                    ("cambio", "aviso de cambio"),
                    ("suspension", "aviso de suspensión"),
                    ("anulacion", "aviso de que no se realizará"),
                    ("recordatorio", "recordatorio"),
                    ("vispera", "recordatorio de la víspera"),
                    ("reenvio", "reenvío con motivo"),
                ],
                default="invitacion",
                max_length=12,
                verbose_name="clase",
            ),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="clave",
            field=comun.campos.TextoCifrado(
                blank=True, default="", editable=False, verbose_name="clave"
            ),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="creada_en",
            field=models.DateTimeField(blank=True, null=True, verbose_name="decidida"),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="hecha_en",
            field=models.DateTimeField(blank=True, null=True, verbose_name="hecha"),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="hecha_por",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="hecha por",
            ),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="motivo",
            field=models.CharField(blank=True, max_length=300, verbose_name="motivo o detalle"),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="archivada_en",
            field=models.DateTimeField(blank=True, null=True, verbose_name="archivada"),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="busqueda",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="direccion",
            field=models.CharField(blank=True, max_length=200, verbose_name="dirección postal"),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="fusionada_en",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="convocatorias.organizacion",
                verbose_name="unida a",
            ),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="personalidad",
            field=models.CharField(
                blank=True,
                help_text="Número y registro. Por ejemplo: 1.234, Municipalidad de Talca.",
                max_length=120,
                verbose_name="personalidad jurídica",
            ),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="rut",
            field=models.CharField(
                blank=True, max_length=12, verbose_name="RUT de la organización"
            ),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="senia",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name="participante",
            name="acompanantes",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="acompañantes"),
        ),
        migrations.AddField(
            model_name="participante",
            name="en_lugar_de",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="delegado",
                to="convocatorias.participante",
                verbose_name="en lugar de",
            ),
        ),
        migrations.AlterField(
            model_name="invitacion",
            name="mensaje",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="correos.mensaje",
            ),
        ),
        migrations.AlterField(
            model_name="participante",
            name="asistencia",
            field=models.CharField(
                choices=[
                    ("sin_respuesta", "sin respuesta"),
                    ("asiste", "asistirá"),
                    ("no_asiste", "no asistirá"),
                    ("delega", "enviará a otra persona"),
                    ("en_espera", "en lista de espera"),
                ],
                default="sin_respuesta",
                max_length=15,
                verbose_name="asistencia anunciada",
            ),
        ),
        migrations.AlterField(
            model_name="participante",
            name="origen",
            field=models.CharField(
                choices=[
                    ("invitado", "por invitación"),
                    ("inscrito", "se inscribió"),
                    ("delegado", "en lugar de otra persona"),
                    ("puerta", "llegó sin inscripción"),
                ],
                max_length=10,
                verbose_name="origen",
            ),
        ),
        migrations.RunPython(ordenar_lo_enviado, migrations.RunPython.noop),
        migrations.RunPython(llenar_busqueda, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="contacto",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("correo", ""), _negated=True), ("hasta", None)),
                fields=("organizacion", "correo"),
                name="contacto_correo_unico",
            ),
        ),
        migrations.AddConstraint(
            model_name="contacto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("desde", None),
                    ("hasta", None),
                    ("hasta__gte", models.F("desde")),
                    _connector="OR",
                ),
                name="contacto_fechas",
                violation_error_message="El último día no puede ser anterior al primero.",
            ),
        ),
        migrations.AddConstraint(
            model_name="convocatoria",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clase", "complementaria"), ("estado", "enviada"), _negated=True),
                    models.Q(("motivo_complementaria", ""), _negated=True),
                    _connector="OR",
                ),
                name="convocatoria_complementaria_con_motivo",
                violation_error_message="Una convocatoria complementaria exige el motivo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitacion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("clase", "invitacion")),
                fields=("participante",),
                name="invitacion_una_por_persona",
                violation_error_message="Esa persona ya fue invitada a esta actividad.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitacion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("clase", "reenvio"), _negated=True),
                fields=("convocatoria", "participante", "clase"),
                name="invitacion_unica",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("canal", "correo"), ("mensaje__isnull", False)),
                    models.Q(models.Q(("canal", "correo"), _negated=True), ("mensaje", None)),
                    _connector="OR",
                ),
                name="invitacion_por_correo_con_mensaje",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clase", "reenvio"), _negated=True),
                    models.Q(("motivo", ""), _negated=True),
                    _connector="OR",
                ),
                name="invitacion_reenvio_con_motivo",
                violation_error_message="Escriba por qué se envía de nuevo.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hecha_en", None), ("hecha_por", None)),
                    ("hecha_en__isnull", False),
                    _connector="OR",
                ),
                name="invitacion_hecha_completa",
            ),
        ),
        migrations.AddConstraint(
            model_name="participante",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("en_lugar_de__isnull", False), ("origen", "delegado")),
                    models.Q(
                        models.Q(("origen", "delegado"), _negated=True), ("en_lugar_de", None)
                    ),
                    _connector="OR",
                ),
                name="participante_delegado_de_alguien",
            ),
        ),
        migrations.AddField(
            model_name="tema",
            name="servicio",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddField(
            model_name="actividad",
            name="temas",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="convocatorias.tema", verbose_name="temas"
            ),
        ),
        migrations.AddField(
            model_name="organizacion",
            name="temas",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="convocatorias.tema", verbose_name="temas"
            ),
        ),
        migrations.AddIndex(
            model_name="organizacion",
            index=models.Index(
                fields=["servicio", "nombre_plegado", "id"], name="organizacion_por_nombre"
            ),
        ),
        migrations.AddIndex(
            model_name="organizacion",
            index=models.Index(fields=["servicio", "senia"], name="organizacion_por_senia"),
        ),
        migrations.AddConstraint(
            model_name="organizacion",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("rut", ""), _negated=True), ("fusionada_en", None)),
                fields=("servicio", "rut"),
                name="organizacion_rut_unico",
                violation_error_message="Otra organización del directorio tiene ese RUT.",
            ),
        ),
        migrations.AddConstraint(
            model_name="organizacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fusionada_en", None),
                    models.Q(("fusionada_en", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="organizacion_no_unida_a_si_misma",
            ),
        ),
        migrations.AddField(
            model_name="textoconvocatoria",
            name="convocatoria",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="textos",
                to="convocatorias.convocatoria",
            ),
        ),
        migrations.AddField(
            model_name="textoconvocatoria",
            name="escrito_por",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="escrito por",
            ),
        ),
        migrations.AddField(
            model_name="textoconvocatoria",
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
            model_name="tema",
            constraint=models.UniqueConstraint(
                fields=("servicio", "nombre_plegado"),
                name="tema_unico",
                violation_error_message="Ya existe ese tema.",
            ),
        ),
        migrations.AddConstraint(
            model_name="textoconvocatoria",
            constraint=models.UniqueConstraint(
                fields=("convocatoria", "version"), name="texto_version_unica"
            ),
        ),
        migrations.RunPython(buscar_por_trigramas, no_buscar_por_trigramas),
        migrations.RunPython(inmutable(TABLA, *DESPUES, desde="enviada"), quitar(TABLA)),
        migrations.RunPython(numerar_textos, migrations.RunPython.noop),
    ]
