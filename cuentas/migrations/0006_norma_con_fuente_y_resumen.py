"""What departs from the guide names its norm; a report has its summary."""

from django.conf import settings
from django.db import migrations, models


def exigir_fuente(apps, editor):
    """Name the norms that changed the guide without saying by which norm: nobody may invent it."""
    Norma = apps.get_model("cuentas", "NormaParticipacion")
    norma_vacia = Norma()
    campos = [c.name for c in Norma._meta.fields if c.has_default() and c.name != "nombre"]
    sin_fuente = Norma._base_manager.filter(
        models.Q(numero="") | models.Q(url="") | models.Q(fecha=None)
    ).exclude(**{campo: getattr(norma_vacia, campo) for campo in campos})
    faltan = [f"servicio {n.servicio_id}, año {n.anio}" for n in sin_fuente]
    if faltan:
        raise RuntimeError(
            "Estas normas cambian lo que dice la guía sin número, fecha y dirección web: "
            f"{'; '.join(faltan)}. Complételas en su página, con la versión anterior, y repita."
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0005_dias_desde_la_actividad"),
        ("servicios", "0002_regiones_y_comunas"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="normaparticipacion",
            name="norma_excepcion_con_fuente",
        ),
        migrations.AddField(
            model_name="informecuenta",
            name="resumen",
            field=models.TextField(blank=True, verbose_name="resumen (Markdown)"),
        ),
        migrations.AddField(
            model_name="normaparticipacion",
            name="consulta_borrador_dias_habiles",
            field=models.PositiveSmallIntegerField(
                default=10, verbose_name="consulta de un borrador (días hábiles)"
            ),
        ),
        migrations.RunPython(exigir_fuente, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="ajusteregla",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "regla__in",
                        (
                            "R7",
                            "R8",
                            "R9",
                            "R10",
                            "R11",
                            "R12",
                            "R13",
                            "R14",
                            "R15",
                            "R16",
                            "R73",
                            "R97",
                            "R101",
                            "R112",
                        ),
                    )
                ),
                name="ajuste_de_regla_ajustable",
                violation_error_message="La guía exige esa regla: la norma no la puede rebajar.",
            ),
        ),
        migrations.AddConstraint(
            model_name="normaparticipacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asistentes_max", 250),
                        ("consulta_borrador_dias_habiles", 10),
                        ("convocatoria_anticipacion_dias", 15),
                        ("duracion_max_min", 240),
                        ("exposicion_max_min", 60),
                        ("plazo_respuesta_maximo_dias", 45),
                        ("plazo_respuesta_sugerido_dias", 30),
                        ("plenario_max_min", 10),
                        ("plenario_min_min", 5),
                        ("prioridades_por_taller", 2),
                        ("taller_tamano_max", 12),
                        ("taller_tamano_min", 7),
                        ("tipo_dias", "corridos"),
                        ("tipos_organizacion_minimo", 3),
                        ("ventana_regional_fin", "30-04"),
                        ("ventana_regional_inicio", "18-04"),
                        ("virtual_minimo_dias", 30),
                    ),
                    models.Q(
                        models.Q(("numero", ""), _negated=True),
                        models.Q(("url", ""), _negated=True),
                        ("fecha__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="norma_cambios_con_fuente",
                violation_error_message="Cambiar lo que dice la guía exige el número, la fecha y la dirección web de la norma del servicio (R6).",
            ),
        ),
    ]
