from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seguimiento", "0004_avisos_por_correo")]

    operations = [
        migrations.AddField(
            model_name="suscripcion",
            name="aplazadas",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="suscripcion",
            name="huella",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
