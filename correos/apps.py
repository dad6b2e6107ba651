from django.apps import AppConfig


class CorreosConfig(AppConfig):
    name = "correos"
    verbose_name = "Correos"
    default_auto_field = "django.db.models.BigAutoField"
