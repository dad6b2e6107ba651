"""The kinds of social organisations."""

from django.db import migrations

from convocatorias.catalogos import cargar


def cargar_catalogo(apps, schema_editor):
    cargar(apps.get_model("convocatorias", "TipoOrganizacion"))


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0001_inicial")]

    operations = [
        migrations.RunPython(cargar_catalogo, migrations.RunPython.noop),
    ]
