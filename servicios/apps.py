from django.apps import AppConfig


class ServiciosConfig(AppConfig):
    name = "servicios"
    verbose_name = "Servicios y personas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from servicios.alcance import cerrar_agujeros

        cerrar_agujeros()
