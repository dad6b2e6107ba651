"""What is said is written once, as it was said, and never rewritten."""

import pytest
from django.db import DatabaseError, transaction

from comun.errores import EnvioRepetido, ErrorDominio, ReglaIncumplida, SinPermiso
from talleres import services
from talleres.models import Acuerdo, Intervencion, Taller
from tests import mundo as m


def anotar(escena, texto="Falta luz en la orilla.", nonce="n1", tipo="opinion", por="secretaria"):
    return services.registrar_intervencion(
        taller=escena.taller, tipo=tipo, texto=texto, nonce=nonce, por=escena[por]
    )


def acordar(escena, texto="Iluminar la orilla.", **otros):
    return services.registrar_acuerdo(
        taller=escena.taller, texto=texto, por=escena["secretaria"], **otros
    )


def test_empezar_exige_dos_personas(escena):
    taller = m.crear_taller(escena.actividad, 2, secretario=escena["secretaria"])
    with pytest.raises(ReglaIncumplida) as error:
        services.iniciar_taller(taller=taller, por=escena["secretaria"])
    assert error.value.mensaje == (
        "Falta decir quién facilita. Asigne el equipo del taller y vuelva a intentarlo. "
        "(Regla R74: guía de cuentas públicas de la División de Organizaciones Sociales, "
        "5. Trabajo en talleres.)"
    )
    assert Taller.objects.get(pk=taller.pk).estado == "planificado"


def test_empezar(escena):
    taller = escena.en_curso()
    assert (taller.estado, taller.abierto_en is not None) == ("en_curso", True)


def test_una_intervencion_queda_como_se_dijo(escena):
    escena.en_curso()
    persona = m.crear_participante(escena.actividad, "Rosa", "Quilaleo")
    services.registrar_intervencion(
        taller=escena.taller,
        tipo="pregunta",
        texto="  ¿Cuándo llega el refuerzo?\r\nDijeron marzo.  ",
        nonce="n1",
        por=escena["secretaria"],
        participante=persona,
    )
    nota = Intervencion.objects.get()
    assert (nota.tipo, nota.texto, nota.participante, nota.registrada_por) == (
        "pregunta",
        "¿Cuándo llega el refuerzo?\nDijeron marzo.",
        persona,
        escena["secretaria"],
    )


def test_el_mismo_envio_dos_veces_es_una_nota(escena):
    escena.en_curso()
    assert anotar(escena).pk == anotar(escena).pk
    assert Intervencion.objects.count() == 1


def test_el_mismo_acuerdo_dos_veces_es_uno(escena):
    escena.en_curso()
    assert acordar(escena, nonce="a1").pk == acordar(escena, nonce="a1").pk
    assert Acuerdo.objects.count() == 1


def test_nada_que_anotar(escena):
    escena.en_curso()
    with pytest.raises(ErrorDominio) as error:
        anotar(escena, texto="  \n ")
    assert error.value.mensaje == ("Escriba lo que se está diciendo. Puede ser una sola frase.")


def test_no_se_anota_antes_de_empezar(escena):
    with pytest.raises(ErrorDominio) as error:
        anotar(escena)
    assert error.value.mensaje == ("El taller todavía no empieza. Presione «Empezar el taller».")


@pytest.mark.parametrize("persona", ["facilitadora", "acreditadora", "encargada-otro", "autoridad"])
def test_solo_escribe_su_secretaria(escena, persona):
    escena.en_curso()
    with pytest.raises(SinPermiso):
        anotar(escena, por=persona)
    assert Intervencion.objects.count() == 0


def test_la_secretaria_de_otro_taller_no_escribe(escena):
    otra = m.crear_persona("secretaria-dos", "secretario_tecnico", escena.mundo.riberas)
    escena.en_curso()
    with pytest.raises(SinPermiso):
        services.registrar_intervencion(
            taller=escena.taller, tipo="opinion", texto="Hola", nonce="x", por=otra
        )


def test_la_encargada_tambien_escribe(escena):
    escena.en_curso()
    assert anotar(escena, por="encargada").registrada_por == escena["encargada"]


@pytest.mark.parametrize("cambio", [{"texto": "Otra cosa"}, {"tipo": "pregunta"}])
def test_la_base_rechaza_reescribir_una_nota(escena, cambio):
    escena.en_curso()
    nota = anotar(escena)
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        Intervencion.objects.filter(pk=nota.pk).update(**cambio)
    nota.refresh_from_db()
    assert (nota.texto, nota.tipo) == ("Falta luz en la orilla.", "opinion")


def test_la_base_rechaza_reescribir_un_acuerdo(escena):
    escena.en_curso()
    acuerdo = acordar(escena)
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        Acuerdo.objects.filter(pk=acuerdo.pk).update(texto="Otra cosa")


def test_anular_con_motivo_conserva_lo_dicho(escena):
    escena.en_curso()
    nota = anotar(escena)
    services.anular_intervencion(
        intervencion=nota, motivo="Se anotó dos veces", por=escena["secretaria"]
    )
    nota.refresh_from_db()
    assert nota.texto == "Falta luz en la orilla."
    assert (nota.motivo_anulacion, nota.anulada_en is not None) == ("Se anotó dos veces", True)
    with pytest.raises(ErrorDominio) as error:
        services.anular_intervencion(intervencion=nota, motivo="Otra", por=escena["secretaria"])
    assert error.value.mensaje == "Esta nota ya estaba anulada."


def test_anular_pide_motivo(escena):
    escena.en_curso()
    nota = anotar(escena)
    with pytest.raises(ErrorDominio) as error:
        services.anular_intervencion(intervencion=nota, motivo=" ", por=escena["secretaria"])
    assert error.value.mensaje == "Escriba por qué se anula."


def test_las_prioridades_son_dos(escena):
    escena.en_curso()
    acordar(escena, texto="Uno", prioritario=True)
    acordar(escena, texto="Dos", prioritario=True)
    with pytest.raises(ReglaIncumplida) as error:
        acordar(escena, texto="Tres", prioritario=True)
    assert error.value.mensaje == (
        "Este taller ya eligió sus 2 prioridades. Quite una antes de elegir otra. "
        "(Regla R83: plan de Renca, 2019, taller participativo.)"
    )
    assert list(Acuerdo.objects.values_list("orden", "texto", "prioritario")) == [
        (1, "Uno", True),
        (2, "Dos", True),
    ]


def test_priorizar_y_anular_dejan_lugar(escena):
    escena.en_curso()
    uno = acordar(escena, texto="Uno", prioritario=True)
    acordar(escena, texto="Dos", prioritario=True)
    tres = acordar(escena, texto="Tres")
    with pytest.raises(ReglaIncumplida):
        services.priorizar(acuerdo=tres, prioritario=True, por=escena["secretaria"])
    services.anular_acuerdo(acuerdo=uno, motivo="Se retiró", por=escena["secretaria"])
    tres.refresh_from_db()
    services.priorizar(acuerdo=tres, prioritario=True, por=escena["secretaria"])
    assert list(Acuerdo.objects.filter(prioritario=True).values_list("texto", flat=True)) == [
        "Dos",
        "Tres",
    ]


def test_cerrar_sin_acuerdos_pide_el_motivo(escena):
    escena.en_curso()
    anotar(escena)
    with pytest.raises(ReglaIncumplida) as error:
        services.cerrar_taller(taller=escena.taller, por=escena["secretaria"])
    assert error.value.mensaje == (
        "El taller no tiene ningún acuerdo anotado. Anote al menos uno, o escriba por qué no "
        "hubo acuerdos. (Regla R76: guía de cuentas públicas de la División de Organizaciones "
        "Sociales, 5. Trabajo en talleres.)"
    )
    services.cerrar_taller(
        taller=escena.taller, por=escena["secretaria"], sin_acuerdos_motivo="No hubo consenso"
    )
    taller = Taller.objects.get()
    assert (taller.estado, taller.sin_acuerdos_motivo) == ("cerrado", "No hubo consenso")


def test_cerrar_sin_notas_pide_el_motivo(escena):
    escena.en_curso()
    acordar(escena)
    with pytest.raises(ReglaIncumplida) as error:
        services.cerrar_taller(taller=escena.taller, por=escena["secretaria"])
    assert error.value.mensaje == (
        "El taller no tiene ninguna nota. Si alguien opinó o preguntó, anótelo; si nadie habló, "
        "escriba por qué no hay notas. (Regla R78: guía de cuentas públicas de la División de "
        "Organizaciones Sociales, 5. Trabajo en talleres, roles.)"
    )
    services.cerrar_taller(
        taller=escena.taller, por=escena["secretaria"], sin_notas_motivo=" Votaron en papel "
    )
    taller = Taller.objects.get()
    assert (taller.estado, taller.sin_notas_motivo) == ("cerrado", "Votaron en papel")


def test_el_motivo_ya_dado_vale_al_cerrar_de_nuevo(escena):
    escena.en_curso()
    anotar(escena)
    por = escena["secretaria"]
    services.cerrar_taller(taller=escena.taller, por=por, sin_acuerdos_motivo="No hubo consenso")
    services.reabrir_taller(taller=escena.taller, por=por)
    services.cerrar_taller(taller=escena.taller, por=por)
    taller = Taller.objects.get()
    assert (taller.estado, taller.sin_acuerdos_motivo) == ("cerrado", "No hubo consenso")


def test_cerrar_con_un_acuerdo_y_reabrir(escena):
    escena.en_curso()
    acordar(escena)
    anotar(escena)
    services.cerrar_taller(taller=escena.taller, por=escena["secretaria"])
    with pytest.raises(ErrorDominio) as error:
        anotar(escena, nonce="n2")
    assert error.value.mensaje == "El taller está cerrado. Reábralo para seguir anotando."
    services.reabrir_taller(taller=escena.taller, por=escena["secretaria"])
    anotar(escena, nonce="n2")
    taller = Taller.objects.get()
    assert (taller.estado, taller.cerrado_en) == ("en_curso", None)
    assert Intervencion.objects.count() == 2


def test_el_envio_de_otro_taller_no_se_repite_aqui(escena):
    escena.en_curso()
    anotar(escena)
    m.crear_taller(
        escena.actividad,
        2,
        estado="en_curso",
        facilitador=escena["facilitadora"],
        secretario=escena["secretaria"],
    )
    with pytest.raises(EnvioRepetido) as error:
        services.registrar_intervencion(
            taller=Taller.objects.get(numero=2),
            tipo="opinion",
            texto="Otra cosa.",
            nonce="n1",
            por=escena["secretaria"],
        )
    assert error.value.mensaje.startswith("Este formulario ya se envió desde otra página.")
    assert Intervencion.objects.count() == 1
