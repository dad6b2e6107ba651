"""A form sent twice is one person of one activity, whoever chose its nonce."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("convocatorias", "0003_inmutables")]

    operations = [
        migrations.AlterField(
            model_name="participante",
            name="nonce",
            field=models.CharField(blank=True, editable=False, max_length=40, null=True),
        ),
        migrations.AddConstraint(
            model_name="participante",
            constraint=models.UniqueConstraint(
                fields=("actividad", "nonce", "nombre_plegado"), name="participante_nonce_unico"
            ),
        ),
    ]
