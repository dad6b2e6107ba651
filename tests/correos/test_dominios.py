"""Who may send: domains that prove themselves by the DNS, and mails that leave from them."""

import pytest

from comun.errores import ErrorDominio
from comun.models import Bitacora
from correos.models import DominioRemitente, Remitente
from correos.services import (
    agregar_dominio,
    configurar_remitente,
    dominio_para_enviar,
    entregar,
    quitar_remitente,
    verificar_dominio,
)
from tests import mundo as el_mundo
from tests.servidor_smtp import puerto_libre

REGISTRO = "_cpp.riberas.gob.cl"


@pytest.fixture
def comprobado(nombres, dominio, mundo):
    nombres.textos[REGISTRO] = [dominio.valor]
    verificar_dominio(dominio=dominio, por=mundo["admin"])
    return dominio


def en_bitacora():
    filas = Bitacora.objects.filter(objeto_tipo="correos.dominioremitente").order_by("pk")
    return [(f.accion, f.datos) for f in filas]


def test_cada_dominio_tiene_su_ficha(dominio, mundo):
    otro = agregar_dominio(dominio=" Caminos.GOB.cl. ", por=mundo["admin"])
    assert otro.dominio == "caminos.gob.cl"
    assert len(dominio.ficha) == len(otro.ficha) == 32
    assert dominio.ficha != otro.ficha
    assert dominio.registro == REGISTRO
    assert dominio.valor == f"cpp-verificacion={dominio.ficha}"
    assert dominio.verificado_en is None


@pytest.mark.parametrize(
    "malo", ["", "riberas", "rosa@riberas.gob.cl", "https://riberas.gob.cl", "a b.cl", "a..cl"]
)
def test_lo_que_no_es_un_dominio_se_rechaza(mundo, malo):
    with pytest.raises(ErrorDominio, match="Escriba solo el nombre del dominio"):
        agregar_dominio(dominio=malo, por=mundo["admin"])
    assert not DominioRemitente.objects.exists()


def test_el_mismo_dominio_no_entra_dos_veces(dominio, mundo):
    with pytest.raises(ErrorDominio, match="ya está en la lista"):
        agregar_dominio(dominio="RIBERAS.gob.cl", por=mundo["admin"])


def test_con_enie_se_guarda_como_lo_escribe_el_dns(mundo):
    fila = agregar_dominio(dominio="ñandú.gob.cl", por=mundo["admin"])
    assert fila.dominio == "xn--and-6ma2c.gob.cl"


def test_el_registro_lo_comprueba(nombres, dominio, mundo):
    nombres.textos[REGISTRO] = ["v=spf1 -all", dominio.valor]
    dicho = verificar_dominio(dominio=dominio, por=mundo["admin"])
    assert dicho.probado
    assert dicho.frase == "El dominio riberas.gob.cl quedó comprobado: ya puede enviar con él."
    assert nombres.preguntas == [REGISTRO]
    dominio.refresh_from_db()
    assert dominio.verificado_en.date() == el_mundo.HOY
    assert en_bitacora() == [
        ("agregar_dominio", {"dominio": "riberas.gob.cl"}),
        ("verificar_dominio", {"dominio": "riberas.gob.cl"}),
    ]


@pytest.mark.parametrize(
    ("textos", "dice"),
    [
        ("no existe", "no tiene el registro TXT en _cpp.riberas.gob.cl"),
        ([], "no tiene el registro TXT en _cpp.riberas.gob.cl"),
        (["cpp-verificacion=otra"], "pero no dice lo que debe"),
    ],
)
def test_sin_su_registro_deja_de_estar_comprobado(nombres, comprobado, mundo, textos, dice):
    if textos == "no existe":
        del nombres.textos[REGISTRO]
    else:
        nombres.textos[REGISTRO] = textos
    dicho = verificar_dominio(dominio=comprobado, por=mundo["admin"])
    assert not dicho.probado
    assert dice in dicho.frase
    assert f"Publique ahí «{comprobado.valor}» y vuelva a comprobarlo" in dicho.frase
    comprobado.refresh_from_db()
    assert comprobado.verificado_en is None
    assert [accion for accion, _ in en_bitacora()] == [
        "agregar_dominio",
        "verificar_dominio",
        "dominio_sin_prueba",
    ]


@pytest.mark.parametrize("como", ["calla", "falla", "cerrado"])
def test_un_dns_que_no_contesta_no_prueba_nada(nombres, comprobado, mundo, settings, como):
    if como == "calla":
        nombres.textos[REGISTRO] = None
    elif como == "falla":
        nombres.falla = True
    else:
        settings.DNS_SERVERS = [f"127.0.0.1#{puerto_libre()}"]
    dicho = verificar_dominio(dominio=comprobado, por=mundo["admin"])
    assert "El DNS no contestó por riberas.gob.cl" in dicho.frase
    comprobado.refresh_from_db()
    assert comprobado.verificado_en.date() == el_mundo.HOY
    assert len(en_bitacora()) == 2


def test_solo_de_un_dominio_comprobado(nombres, dominio, mundo):
    with pytest.raises(ErrorDominio, match=r"caminos\.gob\.cl no está entre los dominios"):
        dominio_para_enviar("cuenta@caminos.gob.cl")
    with pytest.raises(ErrorDominio, match="no está comprobado"):
        dominio_para_enviar("cuenta@riberas.gob.cl")
    nombres.textos[REGISTRO] = [dominio.valor]
    verificar_dominio(dominio=dominio)
    assert dominio_para_enviar("Cuenta@Riberas.gob.cl") == dominio
    with pytest.raises(ErrorDominio, match="no está entre"):
        dominio_para_enviar("cuenta@sub.riberas.gob.cl")


def _remitente(mundo, **otros):
    datos = {
        "servicio": mundo.riberas,
        "direccion": "cuenta@riberas.gob.cl",
        "responder_a": "oirs@riberas.gob.cl",
        "por": mundo["admin"],
    }
    return configurar_remitente(**(datos | otros))


def _cabeceras(correo):
    return [correo["From"], correo["Reply-To"], correo["Message-ID"].rpartition("@")[2]]


DEL_PORTAL = [
    "Servicio Nacional de Riberas <cuentas@cpp.example>",
    "Servicio Nacional de Riberas <participacion@riberas.example>",
    "127.0.0.1>",
]


def test_el_servicio_escribe_desde_su_direccion(comprobado, mundo, encolar, buzon):
    _remitente(mundo)
    encolar("rosa")
    encolar("luis", servicio=mundo.otro)
    entregar()
    [rosa] = buzon.para("rosa@correo.example")
    assert _cabeceras(rosa)[:2] == [
        "Servicio Nacional de Riberas <cuenta@riberas.gob.cl>",
        "Servicio Nacional de Riberas <oirs@riberas.gob.cl>",
    ]
    [luis] = buzon.para("luis@correo.example")
    assert luis["From"] == "Servicio de Caminos <cuentas@cpp.example>"


def test_sin_quien_responda_contesta_el_correo_del_servicio(comprobado, mundo, encolar, buzon):
    _remitente(mundo, responder_a="")
    encolar("rosa")
    entregar()
    [rosa] = buzon.mensajes
    assert rosa["Reply-To"] == DEL_PORTAL[1]


def test_si_el_dominio_deja_de_probarse_sale_con_el_del_portal(
    nombres, comprobado, mundo, encolar, buzon
):
    _remitente(mundo)
    encolar("rosa")
    nombres.textos.clear()
    verificar_dominio(dominio=comprobado)
    entregar()
    [rosa] = buzon.mensajes
    assert _cabeceras(rosa) == DEL_PORTAL


def test_sin_remitente_vuelve_al_del_portal(comprobado, mundo, encolar, buzon):
    fila = _remitente(mundo)
    quitar_remitente(remitente=fila, por=mundo["admin"])
    assert not Remitente.objects.exists()
    encolar("rosa")
    entregar()
    assert _cabeceras(buzon.mensajes[0]) == DEL_PORTAL


def test_hay_un_remitente_por_servicio(comprobado, mundo):
    primero = _remitente(mundo)
    segundo = _remitente(mundo, direccion="cpp@riberas.gob.cl", responder_a="")
    assert segundo.pk == primero.pk
    fila = Remitente.objects.get()
    assert (fila.direccion, fila.responder_a, fila.dominio) == (
        "cpp@riberas.gob.cl",
        "",
        comprobado,
    )
