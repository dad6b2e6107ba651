"""What the administrators import and export as tables."""

from import_export.resources import ModelResource

from comun.models import Feriado
from servicios.models import Comuna, Region


class RegionResource(ModelResource):
    class Meta:
        model = Region
        import_id_fields = ("codigo",)
        fields = ("codigo", "nombre", "abreviatura", "orden")
        clean_model_instances = True
        skip_unchanged = True


class ComunaResource(ModelResource):
    class Meta:
        model = Comuna
        import_id_fields = ("codigo",)
        fields = ("codigo", "nombre", "provincia", "region")
        clean_model_instances = True
        skip_unchanged = True


class FeriadoResource(ModelResource):
    class Meta:
        model = Feriado
        import_id_fields = ("fecha", "region_codigo")
        fields = ("fecha", "nombre", "region_codigo", "fuente")
        clean_model_instances = True
        skip_unchanged = True
