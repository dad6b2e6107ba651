"""A call that was sent keeps when it went out, whether late, and why (R133)."""

from django.db import migrations

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0002_tipos")]

    operations = [
        migrations.RunPython(
            inmutable(
                "convocatorias_convocatoria",
                "estado",
                "enviada_en",
                "dias_anticipacion",
                "tardia",
                "motivo_tardanza",
                "tardanza_autorizada_por_id",
                "informe_id",
                desde="enviada",
            ),
            quitar("convocatorias_convocatoria"),
        ),
    ]
