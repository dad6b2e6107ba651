"""An activity has one call to be sent: of two in preparation, the newer one stays."""

from django.db import migrations


def dejar_la_ultima(apps, schema_editor):
    Convocatoria = apps.get_model("convocatorias", "Convocatoria")
    borradores = Convocatoria._base_manager.filter(estado="borrador").order_by("-pk")
    vistas = set()
    for pk, actividad in borradores.values_list("pk", "actividad_id"):
        if actividad in vistas:
            Convocatoria._base_manager.filter(pk=pk).update(estado="anulada")
        vistas.add(actividad)


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0004_un_formulario_una_persona")]

    operations = [
        migrations.RunPython(dejar_la_ultima, migrations.RunPython.noop),
    ]
