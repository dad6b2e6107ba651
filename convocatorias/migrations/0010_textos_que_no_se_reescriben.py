"""A version of the text of a call is not rewritten: what went out can be told years later."""

from django.db import migrations

from comun.disparadores import inmutable, quitar

TABLA = "convocatorias_textoconvocatoria"


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0009_listas_y_duplicados")]

    operations = [
        migrations.RunPython(
            inmutable(
                TABLA,
                "convocatoria_id",
                "version",
                "texto",
                "escrito_en",
                "escrito_por_id",
                borrar=False,
            ),
            quitar(TABLA),
        ),
    ]
