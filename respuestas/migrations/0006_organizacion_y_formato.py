"""Whom a person speaks for, and the format in which they ask to be answered."""

from django.db import migrations, models

from comun.disparadores import inmutable, quitar

TABLA = "respuestas_consulta"
COLUMNAS = ("mensaje", "folio_anio", "folio_numero")


class Migration(migrations.Migration):
    dependencies = [("respuestas", "0005_acuses_reunidos")]

    operations = [
        # On SQLite the table is built again, and its triggers are lost (ADR 4).
        migrations.RunPython(quitar(TABLA), inmutable(TABLA, *COLUMNAS, salvo="suprimida_en")),
        migrations.AddField(
            model_name="consulta",
            name="organizacion",
            field=models.CharField(
                blank=True,
                default="",
                max_length=160,
                verbose_name="organización por la que habla",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="consulta",
            name="formato",
            field=models.CharField(
                blank=True,
                choices=[
                    ("letra_grande", "en letra grande"),
                    ("braille", "en braille"),
                    ("lsch", "en lengua de señas chilena"),
                ],
                default="",
                max_length=12,
                verbose_name="formato en que pide la respuesta",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(inmutable(TABLA, *COLUMNAS, salvo="suprimida_en"), quitar(TABLA)),
    ]
