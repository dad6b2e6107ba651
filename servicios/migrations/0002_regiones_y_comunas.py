"""The 16 regions and 346 comunas."""

from django.db import migrations

from servicios.catalogos import cargar


def cargar_catalogo(apps, schema_editor):
    cargar(apps.get_model("servicios", "Region"), apps.get_model("servicios", "Comuna"))


class Migration(migrations.Migration):
    dependencies = [("servicios", "0001_inicial")]

    operations = [
        migrations.RunPython(cargar_catalogo, migrations.RunPython.noop),
    ]
