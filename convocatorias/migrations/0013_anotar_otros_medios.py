"""What is noted of a letter, a call or a visit, apart from why it was sent again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0012_respuestas_y_apoyos")]

    operations = [
        migrations.AlterField(
            model_name="invitacion",
            name="motivo",
            field=models.CharField(blank=True, max_length=300, verbose_name="motivo"),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="detalle",
            field=models.CharField(blank=True, max_length=300, verbose_name="detalle"),
        ),
        migrations.AddField(
            model_name="invitacion",
            name="motivo_tardanza",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="por qué se hizo tarde"
            ),
        ),
    ]
