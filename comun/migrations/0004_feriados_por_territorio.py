"""A holiday holds in the country, in a region or in one comuna."""

import datetime
import re

import django.core.validators
from django.db import migrations, models

TERRITORIO = "^([0-9]{2}([0-9]{3})?)?$"


def codigos_validos(apps, schema_editor):
    """What was typed as a region and is none never held anywhere: "00" is nowhere, too."""
    for feriado in apps.get_model("comun", "Feriado").objects.all():
        if not re.match(TERRITORIO, feriado.codigo_cut):
            cifras = feriado.codigo_cut.zfill(2)
            feriado.codigo_cut = cifras if re.match(TERRITORIO, cifras) else "00"
            feriado.save(update_fields=["codigo_cut"])


def sin_comunas(apps, schema_editor):
    """The former table had no place for the holiday of one comuna."""
    apps.get_model("comun", "Feriado").objects.filter(codigo_cut__regex="^[0-9]{5}$").delete()


class Migration(migrations.Migration):
    dependencies = [("comun", "0003_cadena_de_bitacora")]

    operations = [
        migrations.AlterModelOptions(
            name="feriado",
            options={
                "ordering": ["fecha", "codigo_cut"],
                "verbose_name": "feriado adicional",
                "verbose_name_plural": "feriados adicionales",
            },
        ),
        migrations.RemoveConstraint(model_name="feriado", name="feriado_unico"),
        migrations.RenameField("feriado", "region_codigo", "codigo_cut"),
        migrations.AlterField(
            model_name="feriado",
            name="codigo_cut",
            field=models.CharField(
                blank=True,
                help_text="Vacío: todo el país. Dos cifras: una región. Cinco cifras: una comuna.",
                max_length=5,
                validators=[
                    django.core.validators.RegexValidator(
                        TERRITORIO, "Son 2 cifras (región) o 5 (comuna), o ninguna."
                    )
                ],
                verbose_name="territorio (código CUT)",
            ),
        ),
        migrations.AlterField(
            model_name="feriado",
            name="fecha",
            field=models.DateField(
                validators=[
                    django.core.validators.MinValueValidator(
                        datetime.date(1980, 1, 1), message="Revise el año: va de 1980 a 2100."
                    ),
                    django.core.validators.MaxValueValidator(
                        datetime.date(2100, 12, 31), message="Revise el año: va de 1980 a 2100."
                    ),
                ],
                verbose_name="fecha",
            ),
        ),
        migrations.RunPython(codigos_validos, sin_comunas),
        migrations.AddConstraint(
            model_name="feriado",
            constraint=models.UniqueConstraint(
                fields=["fecha", "codigo_cut"],
                name="feriado_unico",
                violation_error_message=(
                    "Ese día ya está entre los feriados adicionales de ese territorio. Búsquelo "
                    "en la lista y cámbielo ahí."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="feriado",
            constraint=models.CheckConstraint(
                condition=models.Q(codigo_cut__regex=TERRITORIO),
                name="feriado_territorio",
                violation_error_message="El territorio es el código CUT de una región o comuna.",
            ),
        ),
    ]
