from django.apps import AppConfig


class RespuestasConfig(AppConfig):
    name = "respuestas"
    verbose_name = "Respuestas"
    default_auto_field = "django.db.models.BigAutoField"
