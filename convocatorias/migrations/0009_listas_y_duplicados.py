"""Filters that people keep, changes of many rows, and organisations that may be the same."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("convocatorias", "0008_cargas_del_directorio"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CambioEnBloque",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "accion",
                    models.CharField(
                        choices=[
                            ("agregar_tipo", "agregar un tipo"),
                            ("quitar_tipo", "quitar un tipo"),
                            ("agregar_tema", "agregar un tema"),
                            ("quitar_tema", "quitar un tema"),
                            ("cambiar_comuna", "cambiar la comuna"),
                            ("archivar", "archivar"),
                            ("recuperar", "traer de vuelta del archivo"),
                        ],
                        max_length=15,
                        verbose_name="acción",
                    ),
                ),
                ("valor", models.CharField(blank=True, max_length=30, verbose_name="valor")),
                (
                    "valor_nombre",
                    models.CharField(blank=True, max_length=80, verbose_name="valor en palabras"),
                ),
                ("antes", models.JSONField(default=list, verbose_name="lo que había")),
                ("cambiadas", models.PositiveIntegerField(verbose_name="organizaciones cambiadas")),
                ("hecho_en", models.DateTimeField(verbose_name="hecho")),
                (
                    "deshecho_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="deshecho"),
                ),
                (
                    "intactas",
                    models.JSONField(default=list, verbose_name="no se tocaron al deshacer"),
                ),
                (
                    "deshecho_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deshecho por",
                    ),
                ),
                (
                    "hecho_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hecho por",
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
                "verbose_name": "cambio en bloque",
                "verbose_name_plural": "cambios en bloque",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deshecho_en", None), ("deshecho_por", None)),
                            models.Q(
                                ("deshecho_en__isnull", False), ("deshecho_por__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="cambio_en_bloque_deshecho_completo",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FiltroGuardado",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lista",
                    models.CharField(
                        choices=[("directorio", "directorio")],
                        default="directorio",
                        max_length=20,
                        verbose_name="lista",
                    ),
                ),
                ("nombre", models.CharField(max_length=60, verbose_name="nombre")),
                ("consulta", models.CharField(max_length=300, verbose_name="filtros")),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="de quién",
                    ),
                ),
            ],
            options={
                "verbose_name": "filtro guardado",
                "verbose_name_plural": "filtros guardados",
                "ordering": ["nombre"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("servicio", "usuario", "lista", "nombre"),
                        name="filtro_guardado_unico",
                        violation_error_message="Usted ya tiene un filtro con ese nombre.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FusionOrganizaciones",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("movido", models.JSONField(default=dict, verbose_name="lo que se movió")),
                ("hecha_en", models.DateTimeField(verbose_name="hecha")),
                (
                    "deshecha_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="deshecha"),
                ),
                (
                    "absorbida",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="convocatorias.organizacion",
                        verbose_name="se unió",
                    ),
                ),
                (
                    "deshecha_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deshecha por",
                    ),
                ),
                (
                    "hecha_por",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="hecha por",
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
                    "sobreviviente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="convocatorias.organizacion",
                        verbose_name="quedó",
                    ),
                ),
            ],
            options={
                "verbose_name": "unión de organizaciones",
                "verbose_name_plural": "uniones de organizaciones",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("deshecha_en", None)),
                        fields=("absorbida",),
                        name="fusion_una_vigente_por_absorbida",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("absorbida", models.F("sobreviviente")), _negated=True),
                        name="fusion_de_dos",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("deshecha_en", None), ("deshecha_por", None)),
                            models.Q(
                                ("deshecha_en__isnull", False), ("deshecha_por__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="fusion_deshecha_completa",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PosibleDuplicado",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "motivo",
                    models.CharField(
                        choices=[
                            ("correo", "comparten un correo"),
                            ("telefono", "comparten un teléfono"),
                            ("nombre", "es el mismo nombre, escrito de otra manera"),
                            ("parecido", "los nombres se parecen y la comuna es la misma"),
                        ],
                        max_length=10,
                        verbose_name="por qué",
                    ),
                ),
                ("parecido", models.PositiveSmallIntegerField(verbose_name="parecido, de 0 a 100")),
                (
                    "descartado_en",
                    models.DateTimeField(blank=True, null=True, verbose_name="descartado"),
                ),
                (
                    "descartado_por",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="descartado por",
                    ),
                ),
                (
                    "otra",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.organizacion",
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
                    "una",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="convocatorias.organizacion",
                    ),
                ),
            ],
            options={
                "verbose_name": "posible duplicado",
                "verbose_name_plural": "posibles duplicados",
                "ordering": ["-parecido", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("una", "otra"), name="posible_duplicado_unico"),
                    models.CheckConstraint(
                        condition=models.Q(("una__lt", models.F("otra"))),
                        name="posible_duplicado_en_orden",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parecido__lte", 100)),
                        name="posible_duplicado_parecido",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("descartado_en", None), ("descartado_por", None)),
                            models.Q(
                                ("descartado_en__isnull", False), ("descartado_por__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="posible_duplicado_descartado_completo",
                    ),
                ],
            },
        ),
    ]
