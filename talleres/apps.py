from django.apps import AppConfig


class TalleresConfig(AppConfig):
    name = "talleres"
    verbose_name = "Talleres"
    default_auto_field = "django.db.models.BigAutoField"
