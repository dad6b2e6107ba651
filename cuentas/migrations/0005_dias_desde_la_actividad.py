"""A task may be due after the activity: its days may be negative."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0004_tareas_y_constancias"),
    ]

    operations = [
        migrations.AlterField(
            model_name="tarea",
            name="dias_antes",
            field=models.SmallIntegerField(
                blank=True, null=True, verbose_name="días antes de la actividad"
            ),
        ),
    ]
