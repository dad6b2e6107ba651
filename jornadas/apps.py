from django.apps import AppConfig


class JornadasConfig(AppConfig):
    name = "jornadas"
    verbose_name = "Jornadas"
    default_auto_field = "django.db.models.BigAutoField"
