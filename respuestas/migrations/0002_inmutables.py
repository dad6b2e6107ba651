"""A contribution keeps its words and its folio; a published document keeps its bytes."""

from django.db import migrations

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("respuestas", "0001_inicial")]

    operations = [
        migrations.RunPython(
            inmutable("respuestas_consulta", "mensaje", "folio_anio", "folio_numero"),
            quitar("respuestas_consulta"),
        ),
        migrations.RunPython(
            inmutable("respuestas_publicacionrespuestas"),
            quitar("respuestas_publicacionrespuestas"),
        ),
    ]
