"""The notice of a change is a call that leaves at once: a draft that waits is not in its way.

The constraint is an index with a condition: no table is made anew, and no trigger is lost.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0010_textos_que_no_se_reescriben")]

    operations = [
        migrations.RemoveConstraint(model_name="convocatoria", name="convocatoria_una_por_salir"),
        migrations.AddConstraint(
            model_name="convocatoria",
            constraint=models.UniqueConstraint(
                condition=Q(estado__in=("borrador", "programada")) & ~Q(clase="cambio"),
                fields=("actividad",),
                name="convocatoria_una_por_salir",
                violation_error_message="Esta actividad ya tiene una convocatoria sin enviar.",
            ),
        ),
    ]
