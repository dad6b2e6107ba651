"""Calendar files: whole days, instants, and letters that must not break a line."""

from datetime import UTC, date, datetime

import pytest

from comun.ics import CANCELA, Evento, escribir, tipo

SELLO = datetime(2027, 5, 17, 14, 0, tzinfo=UTC)


def lineas(evento: Evento, nombre: str = "") -> list[str]:
    return escribir([evento], nombre=nombre).decode().replace("\r\n ", "").split("\r\n")


def test_un_dia_completo_no_ocupa_a_nadie():
    evento = Evento(
        uid="a@x", resumen="Plazo; uno, dos\\tres\ncuatro", inicio=date(2027, 12, 31),
        sellado_en=SELLO, secuencia=3,
    )  # fmt: skip
    assert lineas(evento) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cuenta Publica Participativa//ES",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:a@x",
        "DTSTAMP:20270517T140000Z",
        "SEQUENCE:3",
        "DTSTART;VALUE=DATE:20271231",
        "DTEND;VALUE=DATE:20280101",
        "TRANSP:TRANSPARENT",
        "SUMMARY:Plazo\\; uno\\, dos\\\\tres\\ncuatro",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_un_instante_va_en_utc_y_lo_anulado_lo_dice():
    evento = Evento(
        uid="a@x", resumen="Jornada", inicio=datetime(2027, 5, 28, 13, 30, tzinfo=UTC),
        termino=datetime(2027, 5, 28, 17, 30, tzinfo=UTC), sellado_en=SELLO, vigente=False,
    )  # fmt: skip
    dichas = lineas(evento)
    assert dichas[8:10] == ["DTSTART:20270528T133000Z", "DTEND:20270528T173000Z"]
    assert "STATUS:CANCELLED" in dichas
    assert "TRANSP:TRANSPARENT" not in dichas


def test_la_fuente_dice_su_nombre_y_cada_cuanto_leerla():
    evento = Evento(uid="a@x", resumen="A", inicio=date(2027, 1, 1), sellado_en=SELLO)
    assert lineas(evento, "Plazos, todos")[4:8] == [
        "NAME:Plazos\\, todos",
        "X-WR-CALNAME:Plazos\\, todos",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
    ]


def test_ninguna_linea_pasa_de_75_bytes_ni_corta_una_letra():
    evento = Evento(uid="a@x", resumen="ñandú " * 60, inicio=date(2027, 1, 1), sellado_en=SELLO)
    crudo = escribir([evento])
    assert max(len(linea) for linea in crudo.split(b"\r\n")) <= 75
    assert "ñandú " * 60 in crudo.decode().replace("\r\n ", "")


def en_un_instante(**otros) -> Evento:
    datos = {
        "uid": "a@x", "resumen": "Jornada", "inicio": datetime(2027, 5, 28, 13, 30, tzinfo=UTC),
        "sellado_en": SELLO,
    }  # fmt: skip
    return Evento(**(datos | otros))


def test_el_tipo_nombra_el_mismo_metodo_que_el_archivo():
    """RFC 5545, 8.1: `method` of the content type is that of the file."""
    assert tipo() == "text/calendar; charset=utf-8; method=PUBLISH"
    assert tipo(CANCELA) == "text/calendar; charset=utf-8; method=CANCEL"
    anulada = escribir([en_un_instante(vigente=False)], metodo=CANCELA).decode()
    assert "METHOD:CANCEL\r\n" in anulada
    assert "STATUS:CANCELLED\r\n" in anulada


def test_lo_que_sigue_en_pie_no_se_cancela():
    """RFC 5546, 3.2.5: each entry of a CANCEL is cancelled."""
    with pytest.raises(ValueError, match="What is cancelled says so"):
        escribir([en_un_instante()], metodo=CANCELA)


def test_quien_publica_se_nombra():
    """RFC 5546, 3.2.1: an entry that is published has an organizer; a name may hold anything."""
    evento = en_un_instante(organizador=('Servicio "Riberas"; uno, dos', "a@riberas.example"))
    crudo = escribir([evento]).decode().replace("\r\n ", "")
    assert "ORGANIZER;CN=\"Servicio 'Riberas'; uno, dos\":mailto:a@riberas.example\r\n" in crudo
    assert "ORGANIZER" not in escribir([en_un_instante(organizador=("Servicio", ""))]).decode()
