"""Publishing the report: by another person, as a fixed version with its PDF (R23, R24, R100)."""

import hashlib

import page
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comun.errores import ErrorDominio, ReglaIncumplida
from comun.models import Archivo, Bitacora
from comun.transitions import anotar
from cuentas import documents, selectors, services
from cuentas.models import Capitulo, CuentaPublica, InformeCuenta, PublicacionInforme
from tests import mundo as m

TEXTO = """Texto **fuerte** y [un enlace](https://riberas.example).

## Obras

| Obra | Millones |
|---|---|
| Defensa El Molino | 1.240 |

- Una
- Dos
"""


@pytest.fixture
def informe(en_riberas):
    cuenta = m.crear_cuenta(en_riberas.riberas, en_riberas["encargada"])
    informe = m.crear_informe(cuenta, texto=TEXTO)
    m.con_constancias(cuenta, en_riberas["encargada"], "R25")
    return services.enviar_a_revision(informe=informe, por=en_riberas["equipo"])


def publicar(informe, mundo, por="autoridad"):
    return services.publicar_informe(informe=informe, por=mundo[por])


def test_queda_una_version_fija_con_su_pdf(informe, en_riberas):
    version = publicar(informe, en_riberas)
    version.refresh_from_db()
    informe.refresh_from_db()
    assert informe.estado == "publicado"
    assert (version.version, version.redactada_por, version.aprobada_por) == (
        1,
        en_riberas["equipo"],
        en_riberas["autoridad"],
    )
    assert version.contenido == {
        "servicio": "Servicio Nacional de Riberas",
        "anio_gestion": 2026,
        "anio_ejercicio": 2027,
        "norma": "Guía de la División de Organizaciones Sociales",
        "version": 1,
        "fecha": "2027-05-17",
        "resumen": "",
        "capitulos": [
            {"tipo": tipo, "titulo": titulo, "texto": TEXTO}
            for tipo, titulo in Capitulo.Tipo.choices
        ],
    }
    contenido = bytes(version.pdf.contenido)
    assert contenido.startswith(b"%PDF-")
    assert version.sha256 == hashlib.sha256(contenido).hexdigest()
    fila = Bitacora.objects.get(accion="publicar_informe")
    assert (fila.desde, fila.hasta) == ("en_revision", "publicado")
    assert fila.datos == {"version": 1, "sha256": version.sha256}


def test_el_pdf_es_accesible_y_reproducible(informe, en_riberas):
    version = publicar(informe, en_riberas)
    contenido = bytes(version.pdf.contenido)
    fallas = page.validate_pdf_bytes(contenido, profile="ua1").failures
    assert sorted({falla.rule_id for falla in fallas}) == []
    assert documents.informe_pdf(version.contenido) == contenido


@pytest.mark.parametrize("cuanto", [1, 200])
def test_el_pdf_es_accesible_con_cualquier_largo(cuanto):
    texto = "# Título\n\n" + "\n\n".join(f"Párrafo {n} <b>crudo</b> 🫠 漢." for n in range(cuanto))
    contenido = documents.informe_pdf(
        {
            "servicio": "Servicio & Cía. <Riberas>",
            "anio_gestion": 2026,
            "anio_ejercicio": 2027,
            "norma": "Guía",
            "version": 3,
            "fecha": "2027-05-17",
            "capitulos": [
                {"tipo": t, "titulo": n, "texto": texto} for t, n in Capitulo.Tipo.choices
            ],
        }
    )
    fallas = page.validate_pdf_bytes(contenido, profile="ua1").failures
    assert sorted({falla.rule_id for falla in fallas}) == []


def test_quien_lo_envio_no_lo_publica(informe, en_riberas):
    with pytest.raises(ErrorDominio, match=r"Quien redacta no puede aprobar \(R100\)"):
        publicar(informe, en_riberas, por="equipo")
    assert PublicacionInforme.objects.count() == 0


def test_quien_escribio_una_seccion_tampoco(informe, en_riberas):
    informe.capitulos.filter(tipo="planes").update(editado_por=en_riberas["autoridad"])
    with pytest.raises(ErrorDominio, match=r"Quien redacta no puede aprobar \(R100\)"):
        publicar(informe, en_riberas)
    assert PublicacionInforme.objects.count() == 0


def test_tampoco_si_otra_persona_la_escribio_de_nuevo(informe, en_riberas):
    seccion = informe.capitulos.get(tipo="planes")
    anotar(seccion, "guardar_capitulo", por=en_riberas["autoridad"])
    anotar(seccion, "guardar_capitulo", por=en_riberas["equipo"])
    informe.capitulos.filter(pk=seccion.pk).update(editado_por=en_riberas["equipo"])
    with pytest.raises(ErrorDominio, match=r"Quien redacta no puede aprobar \(R100\)"):
        publicar(informe, en_riberas)
    assert PublicacionInforme.objects.count() == 0


def test_la_base_tambien_exige_dos_personas(informe, en_riberas):
    version = publicar(informe, en_riberas)
    version.pk, version.version, version.aprobada_por = None, 2, version.redactada_por
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save(force_insert=True)


def test_lo_publicado_no_se_reescribe(informe, en_riberas):
    version = publicar(informe, en_riberas)
    with pytest.raises(DatabaseError, match="inmutable"), transaction.atomic():
        PublicacionInforme.objects.filter(pk=version.pk).update(version=9)


def test_con_una_seccion_vacia_no_se_publica(informe, en_riberas):
    informe.capitulos.filter(tipo="programas").update(texto="")
    with pytest.raises(ReglaIncumplida, match="Falta la sección «Programas»"):
        publicar(informe, en_riberas)
    assert Archivo.objects.count() == 0


def test_solo_se_publica_lo_que_esta_en_revision(informe, en_riberas):
    publicar(informe, en_riberas)
    informe.refresh_from_db()
    with pytest.raises(
        ErrorDominio, match=r"El informe está publicado\. Se publica el que está en"
    ):
        publicar(informe, en_riberas)
    assert PublicacionInforme.objects.count() == 1


def test_una_cuenta_anulada_no_publica(informe, en_riberas):
    CuentaPublica.objects.update(estado="anulada")
    informe = InformeCuenta.objects.get()
    with pytest.raises(ErrorDominio, match="La cuenta está anulada: su informe ya no se publica"):
        publicar(informe, en_riberas)


def test_si_cambia_mientras_se_hace_el_pdf_no_se_publica(informe, en_riberas, monkeypatch):
    hacer_pdf = documents.informe_pdf

    def otro_escribe(contenido):
        Capitulo.objects.filter(tipo="planes").update(texto="Otro texto")
        return hacer_pdf(contenido)

    monkeypatch.setattr(documents, "informe_pdf", otro_escribe)
    with pytest.raises(ErrorDominio, match="El informe cambió mientras se preparaba el PDF"):
        publicar(informe, en_riberas)
    assert (PublicacionInforme.objects.count(), Archivo.objects.count()) == (0, 0)


def test_una_version_nueva_deja_la_anterior_a_la_vista(informe, en_riberas):
    primera = publicar(informe, en_riberas)
    informe = InformeCuenta.objects.get()
    services.reabrir_informe(informe=informe, por=en_riberas["encargada"])
    capitulo = informe.capitulos.get(tipo="planes")
    services.guardar_capitulo(
        capitulo=capitulo, texto="Corregido", visto=capitulo.editado_en, por=en_riberas["equipo"]
    )
    assert selectors.informe_vigente(informe.cuenta) == primera
    services.enviar_a_revision(informe=informe, por=en_riberas["encargada"])
    segunda = publicar(InformeCuenta.objects.get(), en_riberas)
    assert selectors.informe_vigente(informe.cuenta) == segunda
    assert (segunda.version, segunda.contenido["capitulos"][1]["texto"]) == (2, "Corregido")
    assert PublicacionInforme.objects.get(version=1).contenido["capitulos"][1]["texto"] == TEXTO


def test_solo_se_reabre_lo_publicado(informe, en_riberas):
    with pytest.raises(ErrorDominio, match="Solo se reabre un informe publicado"):
        services.reabrir_informe(informe=informe, por=en_riberas["encargada"])


# ── The pages ──

BASE = ["riberas", 2026]


def test_la_autoridad_lee_y_publica(entrar, informe):
    cliente = entrar("autoridad")
    ruta = reverse("cuentas_gestion:publicar_informe", args=BASE)
    assert ruta in cliente.get(reverse("cuentas_gestion:lectura", args=BASE)).content.decode()
    assert cliente.post(ruta).url == reverse("cuentas_gestion:informe", args=BASE)
    assert PublicacionInforme.objects.get().version == 1
    assert cliente.post(ruta).url == reverse("cuentas_gestion:lectura", args=BASE)
    assert PublicacionInforme.objects.count() == 1


def test_a_quien_redacto_no_se_le_ofrece_publicar(entrar, informe):
    informe.capitulos.filter(tipo="planes").update(editado_por=informe.enviado_por)
    InformeCuenta.objects.update(enviado_por=m.Usuario.objects.get(username="autoridad"))
    texto = entrar("autoridad").get(reverse("cuentas_gestion:lectura", args=BASE)).content.decode()
    assert "quien redacta no aprueba (R100)" in texto
    assert reverse("cuentas_gestion:publicar_informe", args=BASE) not in texto


@pytest.mark.parametrize("persona", [*m.REPARTO, "encargada-otro"])
@pytest.mark.parametrize("nombre", ["publicar_informe", "devolver_informe"])
def test_quien_publica(entrar, informe, persona, nombre):
    if persona == "autoridad":
        return
    esperado = 404 if persona == "encargada-otro" else 403
    ruta = reverse(f"cuentas_gestion:{nombre}", args=BASE)
    assert entrar(persona).post(ruta, {"observacion": "x"}).status_code == esperado
    informe.refresh_from_db()
    assert informe.estado == "en_revision"


# ── What anybody reads ──


@pytest.fixture
def publicada(informe, en_riberas):
    return publicar(informe, en_riberas)


def test_la_pagina_publica(publicada):
    texto = Client().get(reverse("cuentas:informe", args=BASE)).content.decode()
    assert publicada.sha256 in texto
    assert [f'id="{tipo}"' in texto for tipo in Capitulo.Tipo.values] == [True] * 6
    assert "<td>Defensa El Molino</td>" in texto
    assert "Versión</dt><dd>1, publicada el lunes 17 de mayo de 2027" in texto
    # Whether people can still write is told in one place, which knows the dates.
    donde = f"{reverse('seguimiento:cuenta', args=BASE)}#participar-t"
    assert f'href="{donde}">Cómo y hasta cuándo participar</a>' in texto
    assert 'id="participar-t"' in Client().get(donde).content.decode()


def test_el_pdf_publico_son_los_bytes_guardados(publicada):
    ruta = reverse("cuentas:informe_pdf", args=BASE)
    respuesta = Client().get(ruta)
    assert respuesta.content == bytes(publicada.pdf.contenido)
    assert {k: respuesta[k] for k in ("Content-Type", "ETag", "Content-Disposition")} == {
        "Content-Type": "application/pdf",
        "ETag": f'"{publicada.sha256}"',
        "Content-Disposition": 'inline; filename="informe-riberas-2026-v1.pdf"',
    }
    assert Client().get(ruta, headers={"If-None-Match": respuesta["ETag"]}).status_code == 304


def test_antes_de_publicar_la_pagina_lo_explica_y_el_pdf_no_esta(informe):
    pagina = Client().get(reverse("cuentas:informe", args=BASE))
    assert pagina.status_code == 200
    assert "El informe aún no se publica" in pagina.content.decode()
    assert TEXTO[:6] not in pagina.content.decode()
    assert Client().get(reverse("cuentas:informe_pdf", args=BASE)).status_code == 404


@pytest.mark.parametrize("estado", ["borrador", "anulada"])
def test_una_cuenta_que_nadie_vio_es_404(publicada, estado):
    CuentaPublica.objects.update(estado=estado, abierta_en=None)
    for nombre in ("informe", "informe_pdf"):
        assert Client().get(reverse(f"cuentas:{nombre}", args=BASE)).status_code == 404


def test_de_una_cuenta_anulada_se_publica_el_motivo(publicada):
    CuentaPublica.objects.update(estado="anulada", motivo_anulacion="Fusión de servicios")
    for nombre in ("cuentas:informe", "seguimiento:cuenta"):
        respuesta = Client().get(reverse(nombre, args=BASE))
        assert respuesta.status_code == 410
        assert "Fusión de servicios" in respuesta.content.decode()
        assert publicada.sha256 not in respuesta.content.decode()
    assert Client().get(reverse("cuentas:informe_pdf", args=BASE)).status_code == 404


def test_otro_servicio_no_muestra_lo_ajeno(publicada):
    assert Client().get(reverse("cuentas:informe", args=["caminos", 2026])).status_code == 404


def test_pocas_sentencias_y_sin_leer_el_pdf_para_la_pagina(publicada):
    with CaptureQueriesContext(connection) as captura:
        Client().get(reverse("cuentas:informe", args=BASE))
    # Two of them, the demo's clock and the version, tell whether a kept page is still true.
    assert len(captura) == 6
    assert not any('"contenido" FROM "comun_archivo"' in c["sql"] for c in captura.captured_queries)
