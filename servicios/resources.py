"""What the administrators import and export as tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from import_export.resources import ModelResource

from comun.models import Feriado
from servicios.models import Comuna, Region
from servicios.selectors import FALTA_NORMA, sin_territorio


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
    """Holidays by date and territory: a row that is there already is changed, not repeated."""

    class Meta:
        model = Feriado
        import_id_fields = ("fecha", "codigo_cut")
        fields = ("fecha", "nombre", "codigo_cut", "fuente")
        clean_model_instances = True
        skip_unchanged = True

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        self._leidos: set[tuple[date, str]] = set()

    def import_instance(self, instance: Feriado, row: Mapping[str, Any], **kwargs: Any) -> None:
        super().import_instance(instance, row, **kwargs)
        if (instance.fecha, instance.codigo_cut) in self._leidos:
            raise ValidationError("El archivo trae dos veces este día para el mismo territorio.")
        self._leidos.add((instance.fecha, instance.codigo_cut))

    def validate_instance(
        self,
        instance: Feriado,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        errores = dict(import_validation_errors or {})
        if not instance.fuente.strip():
            errores["fuente"] = [ValidationError(FALTA_NORMA)]
        if falta := sin_territorio(instance.codigo_cut):
            errores["codigo_cut"] = [ValidationError(falta)]
        super().validate_instance(instance, errores, validate_unique)
