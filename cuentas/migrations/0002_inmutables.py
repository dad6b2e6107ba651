"""A published version of the report is append-only."""

from django.db import migrations

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("cuentas", "0001_inicial")]

    operations = [
        migrations.RunPython(
            inmutable("cuentas_publicacioninforme"), quitar("cuentas_publicacioninforme")
        ),
    ]
