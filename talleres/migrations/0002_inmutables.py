"""What was said in a workshop is not rewritten or deleted: it is annulled."""

from django.db import migrations

from comun.disparadores import inmutable, quitar


class Migration(migrations.Migration):
    dependencies = [("talleres", "0001_inicial")]

    operations = [
        migrations.RunPython(
            inmutable("talleres_intervencion", "texto", "tipo", "taller_id"),
            quitar("talleres_intervencion"),
        ),
        migrations.RunPython(
            inmutable("talleres_acuerdo", "texto", "taller_id"), quitar("talleres_acuerdo")
        ),
    ]
