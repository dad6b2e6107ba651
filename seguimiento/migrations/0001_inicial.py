"""Projections that lists and reminders read, and what was told to whom."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("correos", "0004_indice_por_estado"),
        ("cuentas", "0004_tareas_y_constancias"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Calendario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clave_hash", models.CharField(editable=False, max_length=64, unique=True)),
                ("creado_en", models.DateTimeField(verbose_name="creado")),
                (
                    "leido_en",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="leído por última vez"
                    ),
                ),
                (
                    "usuario",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="persona",
                    ),
                ),
            ],
            options={
                "verbose_name": "calendario privado",
                "verbose_name_plural": "calendarios privados",
            },
        ),
        migrations.CreateModel(
            name="Plazo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clave", models.CharField(max_length=60, verbose_name="clave")),
                ("nombre", models.CharField(max_length=200, verbose_name="nombre")),
                ("regla", models.CharField(max_length=6, verbose_name="regla")),
                ("fecha", models.DateField(verbose_name="fecha")),
                (
                    "ancla",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="desde qué se cuenta"
                    ),
                ),
                (
                    "computo",
                    models.JSONField(blank=True, default=dict, verbose_name="cómo se calcula"),
                ),
                (
                    "secuencia",
                    models.PositiveIntegerField(default=0, verbose_name="cambios de fecha"),
                ),
                ("vigente", models.BooleanField(default=True, verbose_name="vigente")),
                ("publico", models.BooleanField(default=False, verbose_name="a la vista de todos")),
                ("cumplido_en", models.DateField(blank=True, null=True, verbose_name="cumplido")),
                ("actualizado_en", models.DateTimeField(verbose_name="actualizado")),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cuentas.cuentapublica",
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
                "verbose_name": "plazo",
                "verbose_name_plural": "plazos",
                "ordering": ["fecha", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CambioPlazo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("antes", models.DateField(verbose_name="antes")),
                ("ahora", models.DateField(verbose_name="ahora")),
                ("causa", models.CharField(max_length=300, verbose_name="por qué")),
                ("detectado_en", models.DateTimeField(verbose_name="detectado")),
                ("avisado_en", models.DateTimeField(blank=True, null=True, verbose_name="avisado")),
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
                    "plazo",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cambios",
                        to="seguimiento.plazo",
                    ),
                ),
            ],
            options={
                "verbose_name": "cambio de plazo",
                "verbose_name_plural": "cambios de plazos",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Proyeccion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bitacora_id", models.BigIntegerField(verbose_name="última fila de la bitácora")),
                ("dia", models.DateField(verbose_name="día local")),
                (
                    "feriados",
                    models.CharField(
                        max_length=64, verbose_name="huella de los feriados adicionales"
                    ),
                ),
                ("hecha_en", models.DateTimeField(verbose_name="hecha")),
                ("etapa", models.CharField(max_length=20, verbose_name="etapa")),
                ("cumplimiento", models.JSONField(default=list, verbose_name="cumplimiento")),
                ("resumen", models.JSONField(default=dict, verbose_name="resumen")),
                (
                    "cuenta",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cuentas.cuentapublica",
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
                "verbose_name": "proyección",
                "verbose_name_plural": "proyecciones",
            },
        ),
        migrations.CreateModel(
            name="Recordatorio",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clave", models.CharField(max_length=120, verbose_name="pendiente")),
                ("regla", models.CharField(max_length=6, verbose_name="regla")),
                ("vence", models.DateField(verbose_name="vence")),
                ("aviso", models.SmallIntegerField(verbose_name="aviso")),
                ("tarde", models.BooleanField(default=False, verbose_name="salió con atraso")),
                ("emitido_en", models.DateTimeField(verbose_name="emitido")),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cuentas.cuentapublica",
                    ),
                ),
                (
                    "mensaje",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="correos.mensaje",
                        verbose_name="correo",
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
                    "usuario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="persona",
                    ),
                ),
            ],
            options={
                "verbose_name": "recordatorio",
                "verbose_name_plural": "recordatorios",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Pendiente",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("clave", models.CharField(max_length=120, verbose_name="clave")),
                ("fecha", models.DateField(blank=True, null=True, verbose_name="fecha")),
                ("que", models.CharField(max_length=300, verbose_name="qué")),
                ("porque", models.TextField(verbose_name="por qué")),
                ("regla", models.CharField(max_length=6, verbose_name="regla")),
                ("permiso", models.CharField(max_length=40, verbose_name="permiso")),
                ("donde", models.CharField(max_length=80, verbose_name="página")),
                (
                    "argumentos",
                    models.JSONField(default=list, verbose_name="argumentos de la página"),
                ),
                ("boton", models.CharField(max_length=60, verbose_name="botón")),
                (
                    "duenio",
                    models.CharField(blank=True, max_length=150, verbose_name="de quién es"),
                ),
                ("recordar", models.BooleanField(default=True, verbose_name="se recuerda")),
                ("orden", models.PositiveSmallIntegerField(default=0, verbose_name="orden")),
                (
                    "cuenta",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cuentas.cuentapublica",
                    ),
                ),
                (
                    "persona",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="persona",
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
                "verbose_name": "pendiente",
                "verbose_name_plural": "pendientes",
                "indexes": [models.Index(fields=["servicio", "fecha"], name="pendiente_fecha")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cuenta", "clave"), name="pendiente_clave_unica"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="plazo",
            constraint=models.UniqueConstraint(
                fields=("cuenta", "clave"), name="plazo_clave_unica"
            ),
        ),
        migrations.AddConstraint(
            model_name="recordatorio",
            constraint=models.UniqueConstraint(
                fields=("cuenta", "clave", "usuario", "vence", "aviso"), name="recordatorio_unico"
            ),
        ),
    ]
