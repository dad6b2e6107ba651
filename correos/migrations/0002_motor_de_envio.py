"""What the sending engine knows of each mail, and who may send, to whom, and how fast."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("correos", "0001_inicial"),
        ("servicios", "0002_regiones_y_comunas"),
    ]

    operations = [
        migrations.CreateModel(
            name="DominioRemitente",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dominio", models.CharField(max_length=254, unique=True, verbose_name="dominio")),
                (
                    "ficha",
                    models.CharField(
                        editable=False, max_length=64, verbose_name="ficha de verificación"
                    ),
                ),
                (
                    "verificado_en",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="verificado"
                    ),
                ),
            ],
            options={
                "verbose_name": "dominio de envío",
                "verbose_name_plural": "dominios de envío",
                "ordering": ["dominio"],
            },
        ),
        migrations.CreateModel(
            name="Limite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "dominio",
                    models.CharField(blank=True, max_length=254, verbose_name="dominio de destino"),
                ),
                ("por_minuto", models.PositiveIntegerField(verbose_name="correos por minuto")),
            ],
            options={
                "verbose_name": "límite de envío",
                "verbose_name_plural": "límites de envío",
                "ordering": ["dominio", "servicio_id"],
            },
        ),
        migrations.CreateModel(
            name="Pulso",
            fields=[
                (
                    "nombre",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="proceso"
                    ),
                ),
                (
                    "visto_en",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="visto"
                    ),
                ),
            ],
            options={
                "verbose_name": "señal de vida",
                "verbose_name_plural": "señales de vida",
            },
        ),
        migrations.CreateModel(
            name="Remitente",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("direccion", models.EmailField(max_length=254, verbose_name="dirección de envío")),
                (
                    "responder_a",
                    models.EmailField(
                        blank=True,
                        max_length=254,
                        verbose_name="dirección que recibe las respuestas",
                    ),
                ),
            ],
            options={
                "verbose_name": "remitente",
                "verbose_name_plural": "remitentes",
                "ordering": ["servicio__nombre"],
            },
        ),
        migrations.CreateModel(
            name="Supresion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("direccion", models.EmailField(max_length=254, verbose_name="dirección")),
                (
                    "alcance",
                    models.CharField(
                        choices=[
                            ("renunciables", "invitaciones y avisos"),
                            ("todo", "todos los correos"),
                        ],
                        max_length=15,
                        verbose_name="qué no quiere recibir",
                    ),
                ),
                (
                    "origen",
                    models.CharField(
                        choices=[
                            ("enlace", "lo pidió desde un correo"),
                            ("persona", "lo pidió al servicio"),
                        ],
                        max_length=10,
                        verbose_name="cómo lo pidió",
                    ),
                ),
                ("creada_en", models.DateTimeField(verbose_name="desde")),
                ("levantada_en", models.DateTimeField(blank=True, null=True, verbose_name="hasta")),
            ],
            options={
                "verbose_name": "dirección que no quiere correos",
                "verbose_name_plural": "direcciones que no quieren correos",
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="mensaje",
            name="dominio",
            field=models.CharField(
                default="", editable=False, max_length=254, verbose_name="dominio de destino"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mensaje",
            name="evidencia",
            field=models.CharField(blank=True, max_length=300, verbose_name="cómo se supo"),
        ),
        migrations.AddField(
            model_name="mensaje",
            name="huella",
            field=models.CharField(
                default="", editable=False, max_length=64, verbose_name="SHA-256 de lo decidido"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="mensaje",
            name="purgado_en",
            field=models.DateTimeField(blank=True, null=True, verbose_name="palabras borradas"),
        ),
        migrations.AddField(
            model_name="mensaje",
            name="purgar_desde",
            field=models.DateField(
                blank=True, null=True, verbose_name="sus palabras se borran desde"
            ),
        ),
        migrations.AlterField(
            model_name="mensaje",
            name="estado",
            field=models.CharField(
                choices=[
                    ("pendiente", "en espera de salir"),
                    ("tomado", "saliendo"),
                    ("enviado", "enviado"),
                    ("reintento", "se intentará de nuevo"),
                    ("rechazado", "rechazado por el correo de destino"),
                    ("incierto", "no sabemos si llegó"),
                    ("conciliado", "comprobado: llegó"),
                    ("rebotado", "devuelto por el correo de destino"),
                    ("anulado", "anulado antes de salir"),
                ],
                default="pendiente",
                max_length=12,
                verbose_name="estado",
            ),
        ),
        migrations.AddIndex(
            model_name="mensaje",
            index=models.Index(fields=["dominio", "punto_en"], name="mensaje_por_dominio"),
        ),
        migrations.AddIndex(
            model_name="mensaje",
            index=models.Index(fields=["servicio", "punto_en"], name="mensaje_por_servicio"),
        ),
        migrations.AddConstraint(
            model_name="mensaje",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("estado", "conciliado"), _negated=True),
                    models.Q(
                        ("enviado_en__isnull", False), models.Q(("evidencia", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="mensaje_conciliado_con_evidencia",
            ),
        ),
        migrations.AddConstraint(
            model_name="dominioremitente",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dominio", ""), _negated=True),
                    models.Q(("dominio__contains", "@"), _negated=True),
                ),
                name="dominio_sin_arroba",
            ),
        ),
        migrations.AddField(
            model_name="limite",
            name="servicio",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddField(
            model_name="remitente",
            name="dominio",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="correos.dominioremitente",
                verbose_name="dominio",
            ),
        ),
        migrations.AddField(
            model_name="remitente",
            name="servicio",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddField(
            model_name="supresion",
            name="servicio",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="servicios.servicio",
                verbose_name="servicio",
            ),
        ),
        migrations.AddConstraint(
            model_name="limite",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("servicio__isnull", True), models.Q(("dominio", ""), _negated=True)),
                    models.Q(("dominio", ""), ("servicio__isnull", False)),
                    _connector="OR",
                ),
                name="limite_de_dominio_o_servicio",
                violation_error_message="Indique un dominio o un servicio, no los dos.",
            ),
        ),
        migrations.AddConstraint(
            model_name="limite",
            constraint=models.CheckConstraint(
                condition=models.Q(("por_minuto__gt", 0)), name="limite_positivo"
            ),
        ),
        migrations.AddConstraint(
            model_name="limite",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dominio", ""), _negated=True),
                fields=("dominio",),
                name="limite_dominio_unico",
            ),
        ),
        migrations.AddConstraint(
            model_name="limite",
            constraint=models.UniqueConstraint(
                condition=models.Q(("servicio__isnull", False)),
                fields=("servicio",),
                name="limite_servicio_unico",
            ),
        ),
        migrations.AddConstraint(
            model_name="supresion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("levantada_en__isnull", True)),
                fields=("servicio", "direccion"),
                name="supresion_vigente_unica",
            ),
        ),
    ]
