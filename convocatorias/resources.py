"""What the administrators import and export as tables."""

from import_export.resources import ModelResource

from convocatorias.models import TipoOrganizacion


class TipoOrganizacionResource(ModelResource):
    class Meta:
        model = TipoOrganizacion
        import_id_fields = ("codigo",)
        fields = ("codigo", "nombre", "orden")
        clean_model_instances = True
        skip_unchanged = True
