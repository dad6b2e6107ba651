from django.apps import AppConfig


class CuentasConfig(AppConfig):
    name = "cuentas"
    verbose_name = "Cuentas públicas"
    default_auto_field = "django.db.models.BigAutoField"
