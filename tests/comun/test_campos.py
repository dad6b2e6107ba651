"""Encrypted columns, keyed hashes and keys that nobody guesses."""

import base64
import re
from io import StringIO

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.test.utils import isolate_apps

from comun import campos
from comun.management.commands import rotar_claves


def _clave(letra: bytes) -> str:
    return base64.urlsafe_b64encode(letra * 32).decode()


VIEJA, NUEVA = _clave(b"v"), _clave(b"n")


@pytest.fixture(autouse=True)
def claves(settings):
    settings.FIELD_KEYS = [VIEJA]
    settings.HMAC_KEY = "una clave de prueba"


@pytest.fixture
def ficha(db):
    """A model with both kinds of field, known only to this test."""
    with isolate_apps("comun") as registro:

        class FichaDePrueba(models.Model):
            documento = campos.TextoCifrado(blank=True, null=True)
            firma = campos.BytesCifrados(null=True)

            class Meta:
                app_label = "comun"

            def __str__(self) -> str:
                return f"{self.pk}"

        postgres = connection.vendor == "postgresql"
        llave = "bigserial PRIMARY KEY" if postgres else "integer PRIMARY KEY AUTOINCREMENT"
        binario = "bytea" if postgres else "blob"
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {FichaDePrueba._meta.db_table} "
                f"(id {llave}, documento text, firma {binario})"
            )
        FichaDePrueba.registro = registro
        yield FichaDePrueba


def _guardado(modelo: type[models.Model]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT documento, firma FROM {modelo._meta.db_table} ORDER BY id")
        return [(texto, bytes(firma or b"")) for texto, firma in cursor.fetchall()]


def test_the_database_only_sees_ciphertext(ficha):
    ficha.objects.create(documento="12345678-5", firma=b"\x89PNG trazo")
    leida = ficha.objects.get()
    assert (leida.documento, leida.firma) == ("12345678-5", b"\x89PNG trazo")
    [(documento, firma)] = _guardado(ficha)
    assert "12345678" not in documento
    assert b"trazo" not in firma
    assert campos.descifrar(documento.encode()) == b"12345678-5"
    assert campos.descifrar(firma) == b"\x89PNG trazo"


def test_every_way_of_writing_encrypts(ficha):
    filas = ficha.objects.bulk_create([ficha(documento=f"{n}", firma=b"f") for n in range(3)])
    filas = list(ficha.objects.order_by("pk"))
    for fila in filas:
        fila.documento += " bis"
    ficha.objects.bulk_update(filas, ["documento"])
    ficha.objects.filter(pk=filas[2].pk).update(documento="otro", firma=b"g")
    valores = ficha.objects.order_by("pk").values_list("documento", "firma")
    assert list(valores) == [("0 bis", b"f"), ("1 bis", b"f"), ("otro", b"g")]
    assert all(re.match("gAAAA", documento) for documento, _ in _guardado(ficha))


def test_the_same_text_twice_is_two_ciphertexts(ficha):
    ficha.objects.bulk_create([ficha(documento="igual"), ficha(documento="igual")])
    (uno, _), (otro, _) = _guardado(ficha)
    assert uno != otro


def test_nothing_stays_nothing(ficha):
    ficha.objects.bulk_create([ficha(), ficha(documento="", firma=b"")])
    assert list(ficha.objects.order_by("pk").values_list("documento", "firma")) == [
        (None, None),
        ("", b""),
    ]
    assert ficha.objects.filter(documento__isnull=True).count() == 1


@pytest.mark.parametrize(
    "filtro",
    [
        {"documento": "x"},
        {"documento__exact": "x"},
        {"documento__in": ["x"]},
        {"documento__icontains": "x"},
        {"documento__startswith": "x"},
        {"documento__regex": "x"},
        {"documento__gt": "x"},
        {"firma": b"x"},
        {"firma__in": [b"x"]},
    ],
)
def test_searching_inside_is_refused(ficha, filtro):
    with pytest.raises(FieldError):
        ficha.objects.filter(**filtro).count()


def test_a_missing_key_is_said_aloud(ficha, settings):
    ficha.objects.create(documento="12345678-5")
    settings.FIELD_KEYS = [NUEVA]
    with pytest.raises(campos.Indescifrable) as error:
        ficha.objects.get()
    assert "12345678" not in str(error.value)


def test_rotation(ficha, settings, monkeypatch):
    monkeypatch.setattr(rotar_claves, "LOTE", 2)
    monkeypatch.setattr(rotar_claves, "apps", ficha.registro)
    ficha.objects.bulk_create([ficha(documento=f"{n}", firma=b"f") for n in range(5)])
    ficha.objects.create()
    settings.FIELD_KEYS = [NUEVA, VIEJA]
    salida = StringIO()
    call_command("rotar_claves", stdout=salida)
    assert salida.getvalue() == (
        "comun.FichaDePrueba: 6 de 6\nListo. Las claves antiguas ya se pueden quitar.\n"
    )
    settings.FIELD_KEYS = [NUEVA]
    documentos = ficha.objects.order_by("pk").values_list("documento", flat=True)
    assert list(documentos) == ["0", "1", "2", "3", "4", None]


def test_rotation_without_the_old_key_stops_and_changes_nothing(ficha, settings, monkeypatch):
    monkeypatch.setattr(rotar_claves, "apps", ficha.registro)
    ficha.objects.create(documento="12345678-5")
    antes = _guardado(ficha)
    settings.FIELD_KEYS = [NUEVA]
    with pytest.raises(CommandError, match="ninguna clave abre"):
        call_command("rotar_claves", stdout=StringIO())
    assert _guardado(ficha) == antes


def test_hmac_is_stable_and_apart_by_service_and_key(settings):
    uno = campos.hmac_de(1, "12345678-5")
    assert re.fullmatch("[0-9a-f]{64}", uno)
    assert campos.hmac_de(1, "12345678-5") == uno
    assert campos.hmac_de(2, "12345678-5") != uno
    assert campos.hmac_de(1, "12345678-6") != uno
    settings.HMAC_KEY = "otra clave"
    assert campos.hmac_de(1, "12345678-5") != uno


@pytest.mark.parametrize("valor", [None, "", "  "])
def test_hmac_of_nothing_is_refused(valor):
    with pytest.raises(ValueError):
        campos.hmac_de(1, valor)


def test_hmac_without_a_service_is_refused():
    with pytest.raises(ValueError):
        campos.hmac_de(None, "12345678-5")


def test_keys():
    clave, guardada = campos.clave_nueva()
    assert re.fullmatch(r"[\w-]{22}", clave)
    assert guardada == campos.hash_de_clave(clave)
    assert re.fullmatch("[0-9a-f]{64}", guardada)
    assert len({campos.clave_nueva()[0] for _ in range(100)}) == 100
