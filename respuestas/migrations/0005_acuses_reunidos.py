"""When each acknowledgement was written, and which wait to leave together."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0006_norma_con_fuente_y_resumen"),
        ("jornadas", "0002_exposicion"),
        ("respuestas", "0004_formulario_completo"),
        ("servicios", "0003_redes_permitidas"),
        ("talleres", "0003_motivo_sin_notas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="consulta",
            name="acuse_desde",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="acuse en espera"
            ),
        ),
        migrations.AddField(
            model_name="consulta",
            name="acuse_en",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="acuse escrito"
            ),
        ),
        migrations.AddIndex(
            model_name="consulta",
            index=models.Index(
                condition=models.Q(("acuse_desde__isnull", False)),
                fields=["acuse_desde"],
                name="consulta_acuse_en_espera",
            ),
        ),
        migrations.AddIndex(
            model_name="consultante",
            index=models.Index(
                fields=["servicio", "contacto_plegado"], name="consultante_contacto"
            ),
        ),
    ]
