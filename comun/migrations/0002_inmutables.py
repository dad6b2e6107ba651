"""The log and the stored files are append-only."""

from django.db import migrations

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("comun", "0001_inicial")]

    operations = [
        migrations.RunPython(inmutable("comun_bitacora"), quitar("comun_bitacora")),
        migrations.RunPython(inmutable("comun_archivo"), quitar("comun_archivo")),
    ]
