from django.apps import AppConfig


class ConvocatoriasConfig(AppConfig):
    name = "convocatorias"
    verbose_name = "Convocatorias"
    default_auto_field = "django.db.models.BigAutoField"
