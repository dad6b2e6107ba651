"""A mail may carry the page where its kind is given up, when it is not the one of `correos`."""

from django.db import migrations, models

from comun.disparadores import inmutable, quitar

TABLA = "correos_mensaje"
FIJAS = ("clave", "huella", "message_id", "servicio_id")


class Migration(migrations.Migration):
    dependencies = [("correos", "0005_orden_de_los_adjuntos")]

    operations = [
        # SQLite rebuilds the table, and with it loses its triggers (ADR 4).
        migrations.RunPython(quitar(TABLA), inmutable(TABLA, *FIJAS)),
        migrations.AddField(
            model_name="mensaje",
            name="renuncia",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="página en que se renuncia"
            ),
        ),
        migrations.RunPython(inmutable(TABLA, *FIJAS), quitar(TABLA)),
    ]
