"""How long the data of people are kept is a parameter of the norm (DOMAIN 5.2)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cuentas", "0006_norma_con_fuente_y_resumen"),
        ("servicios", "0003_redes_permitidas"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="normaparticipacion",
            name="norma_cambios_con_fuente",
        ),
        migrations.AddField(
            model_name="normaparticipacion",
            name="retencion_contactos_meses",
            field=models.PositiveSmallIntegerField(
                default=6, verbose_name="contactos, después de responder (meses)"
            ),
        ),
        migrations.AddField(
            model_name="normaparticipacion",
            name="retencion_fichas_meses",
            field=models.PositiveSmallIntegerField(
                default=12, verbose_name="documento y firma, después del cierre (meses)"
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
                        ("retencion_contactos_meses", 6),
                        ("retencion_fichas_meses", 12),
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
        migrations.AddConstraint(
            model_name="normaparticipacion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retencion_contactos_meses__range", (1, 12))),
                    models.Q(("retencion_fichas_meses__range", (1, 60))),
                ),
                name="norma_retencion",
            ),
        ),
    ]
