from django.apps import AppConfig


class PrivacidadConfig(AppConfig):
    name = "privacidad"
    verbose_name = "Datos personales"
    default_auto_field = "django.db.models.BigAutoField"
