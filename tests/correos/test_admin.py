"""The central administration of the outbox: who may send, to whom no more, and how fast."""

import pytest
from django.urls import reverse

from comun.models import Bitacora
from correos.models import DominioRemitente, Limite, Mensaje, Remitente, Supresion
from correos.services import bloquear, verificar_dominio

MODELOS = ("dominioremitente", "remitente", "limite", "supresion")


def ruta(modelo, que="changelist", *args):
    return reverse(f"admin:correos_{modelo}_{que}", args=args)


@pytest.fixture
def comprobado(nombres, dominio):
    nombres.textos[dominio.registro] = [dominio.valor]
    verificar_dominio(dominio=dominio)
    return dominio


def en_bitacora(actor):
    filas = Bitacora.objects.filter(actor_id=actor.pk).order_by("pk")
    return [(f.accion, f.datos) for f in filas]


def errores(respuesta):
    return respuesta.context["adminform"].form.errors


@pytest.mark.parametrize("modelo", MODELOS)
@pytest.mark.parametrize(("persona", "codigo"), [("admin", 200), ("encargada", 302), ("dos", 302)])
def test_solo_la_administracion_entra(mundo, entrar, modelo, persona, codigo):
    cliente = entrar(persona)
    assert cliente.get(ruta(modelo)).status_code == codigo
    assert cliente.get(ruta(modelo, "add")).status_code == codigo


def test_un_dominio_nuevo_muestra_lo_que_hay_que_publicar(mundo, entrar):
    cliente = entrar("admin")
    assert (
        cliente.post(ruta("dominioremitente", "add"), {"dominio": "Ñandú.gob.cl"}).status_code
        == 302
    )
    fila = DominioRemitente.objects.get()
    assert fila.dominio == "xn--and-6ma2c.gob.cl"
    pagina = cliente.get(ruta("dominioremitente", "change", fila.pk)).content.decode()
    assert f"_cpp.{fila.dominio}" in pagina
    assert f"cpp-verificacion={fila.ficha}" in pagina
    assert en_bitacora(mundo["admin"]) == [("agregar_dominio", {"dominio": fila.dominio})]


def test_un_dominio_mal_escrito_o_repetido_se_rechaza(mundo, dominio, entrar):
    for malo in ("oirs@riberas.gob.cl", "RIBERAS.gob.cl"):
        respuesta = entrar("admin").post(ruta("dominioremitente", "add"), {"dominio": malo})
        assert list(errores(respuesta)) == ["dominio"]
    assert DominioRemitente.objects.get() == dominio


def test_la_accion_comprueba_el_dns(mundo, nombres, dominio, entrar):
    datos = {"action": "comprobar", "_selected_action": [dominio.pk]}
    cliente = entrar("admin")
    pagina = cliente.post(ruta("dominioremitente"), datos, follow=True).content.decode()
    assert "riberas.gob.cl no tiene el registro TXT en _cpp.riberas.gob.cl" in pagina
    nombres.textos[dominio.registro] = [dominio.valor]
    pagina = cliente.post(ruta("dominioremitente"), datos, follow=True).content.decode()
    assert "riberas.gob.cl quedó comprobado" in pagina
    dominio.refresh_from_db()
    assert dominio.verificado_en is not None


@pytest.mark.parametrize("modelo", ["dominioremitente", "supresion"])
def test_no_se_borran(mundo, dominio, entrar, modelo):
    fila = dominio
    if modelo == "supresion":
        fila = bloquear(
            servicio=mundo.riberas, direccion="a@b.cl", alcance="todo", origen="persona"
        )
    assert entrar("admin").post(ruta(modelo, "delete", fila.pk), {"post": "yes"}).status_code == 403


def _remitente(mundo, **otros):
    datos = {"servicio": mundo.riberas.pk, "direccion": "cpp@riberas.gob.cl", "responder_a": ""}
    return datos | otros


def test_un_remitente_es_de_un_dominio_comprobado(mundo, dominio, entrar):
    cliente = entrar("admin")
    for direccion, dice in (
        ("cpp@riberas.gob.cl", "no está comprobado"),
        ("cpp@caminos.gob.cl", "no está entre los dominios de envío"),
    ):
        respuesta = cliente.post(ruta("remitente", "add"), _remitente(mundo, direccion=direccion))
        [frase] = errores(respuesta)["direccion"]
        assert dice in frase
    assert not Remitente.objects.exists()


def test_el_remitente_se_pone_se_cambia_y_se_quita(mundo, comprobado, entrar):
    cliente = entrar("admin")
    assert cliente.post(ruta("remitente", "add"), _remitente(mundo)).status_code == 302
    fila = Remitente.objects.get()
    assert (fila.direccion, fila.dominio, fila.servicio) == (
        "cpp@riberas.gob.cl",
        comprobado,
        mundo.riberas,
    )
    cambio = {"direccion": "oirs@riberas.gob.cl", "responder_a": "a@riberas.gob.cl"}
    assert cliente.post(ruta("remitente", "change", fila.pk), cambio).status_code == 302
    fila.refresh_from_db()
    assert (fila.direccion, fila.responder_a) == ("oirs@riberas.gob.cl", "a@riberas.gob.cl")
    assert cliente.post(ruta("remitente", "delete", fila.pk), {"post": "yes"}).status_code == 302
    assert not Remitente.objects.exists()
    hechos = [accion for accion, _ in en_bitacora(mundo["admin"])]
    assert hechos == [
        "agregar_dominio",
        "configurar_remitente",
        "configurar_remitente",
        "quitar_remitente",
    ]


@pytest.mark.parametrize(
    ("datos", "campo"),
    [
        ({"dominio": "", "servicio": "", "por_minuto": 5}, "__all__"),
        ({"dominio": "correo.example", "servicio": "riberas", "por_minuto": 5}, "__all__"),
        ({"dominio": "correo.example", "por_minuto": 0}, "por_minuto"),
        ({"dominio": "rosa@correo.example", "por_minuto": 5}, "dominio"),
    ],
)
def test_un_limite_a_medias_se_rechaza(mundo, entrar, datos, campo):
    if datos.get("servicio"):
        datos = datos | {"servicio": mundo.riberas.pk}
    respuesta = entrar("admin").post(ruta("limite", "add"), datos)
    assert list(errores(respuesta)) == [campo]
    if campo == "__all__":
        assert errores(respuesta)[campo] == ["Indique un dominio o un servicio, no los dos."]
    assert not Limite.objects.exists()


def test_un_limite_se_fija_se_cambia_y_se_quita(mundo, entrar):
    cliente = entrar("admin")
    cliente.post(ruta("limite", "add"), {"dominio": "Correo.example", "por_minuto": 5})
    fila = Limite.objects.get()
    assert (fila.dominio, fila.servicio, fila.por_minuto) == ("correo.example", None, 5)
    cliente.post(ruta("limite", "change", fila.pk), {"por_minuto": 9})
    fila.refresh_from_db()
    assert fila.por_minuto == 9
    cliente.post(
        ruta("limite"), {"action": "delete_selected", "_selected_action": [fila.pk], "post": "yes"}
    )
    assert not Limite.objects.exists()
    assert en_bitacora(mundo["admin"]) == [
        ("fijar_limite", {"por_minuto": 5}),
        ("fijar_limite", {"por_minuto": 9}),
        ("quitar_limite", {"por_minuto": 9}),
    ]


def test_se_anota_quien_pidio_no_recibir_y_se_levanta(mundo, encolar, entrar):
    mensaje = encolar("rosa", tipo="acuse")
    cliente = entrar("admin")
    datos = {"servicio": mundo.riberas.pk, "direccion": "Rosa@correo.example", "alcance": "todo"}
    assert cliente.post(ruta("supresion", "add"), datos).status_code == 302
    fila = Supresion.objects.get()
    assert (fila.direccion, fila.alcance, fila.origen) == ("rosa@correo.example", "todo", "persona")
    assert Mensaje.objects.get(pk=mensaje.pk).estado == "anulado"
    assert cliente.post(ruta("supresion", "change", fila.pk), datos).status_code == 403
    levantar = {"action": "levantar", "_selected_action": [fila.pk]}
    pagina = cliente.post(ruta("supresion"), levantar, follow=True).content.decode()
    assert "rosa@correo.example vuelve a recibir correos." in pagina
    fila.refresh_from_db()
    assert fila.levantada_en is not None
    pagina = cliente.post(ruta("supresion"), levantar, follow=True).content.decode()
    assert "no hay nada que levantar" in pagina
    assert [accion for accion, _ in en_bitacora(mundo["admin"])] == [
        "bloquear_direccion",
        "anular_correo",
        "levantar_bloqueo",
    ]
