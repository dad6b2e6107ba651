"""Reading somebody else's page: what is never called, and what never lasts (issue 7, SSRF)."""

import gzip
import socket
import zlib
from ipaddress import ip_address

import pytest

from comun.direcciones import es_publica
from comun.lectura_web import AGENTE, Lector, Limites, NoSeLeyo
from tests.sitio_ajeno import Sitio, http, sitio_ajeno

HOST = "www.riberas.cl"
NANDU = "www.xn--and-6ma2c.cl"  # www.ñandú.cl
POCO = Limites(segundos=0.4, bytes=20_000, redirecciones=3)
CASA = ip_address("127.0.0.1")
DE_SIEMPRE = Limites()


@pytest.fixture
def sitio():
    with sitio_ajeno() as uno:
        yield uno


def lector(*respuestas, limites: Limites = DE_SIEMPRE, publica=None) -> Lector:
    """Reads from the loopback as if it were public; the name server answers one by one."""
    dichas = iter(respuestas)

    def resolver(host: str, puerto: int):
        return next(dichas) if respuestas else [CASA]

    return Lector(limites, True, resolver, publica or (lambda una: una == CASA))


def pagina(sitio: Sitio, ruta: str = "/") -> str:
    return f"http://{HOST}:{sitio.puerto}{ruta}"


def motivo(lector: Lector, url: str, hosts=(HOST,)) -> str:
    with pytest.raises(NoSeLeyo) as error:
        lector.leer(url, hosts)
    return error.value.motivo


def test_se_lee_una_pagina_con_nombre_propio(sitio):
    sitio.paginas["/inicio?a=1%20b"] = http("<p>Año</p>".encode())
    lectura = lector().leer(pagina(sitio, "/inicio?a=1 b"), [HOST])
    assert (lectura.status, lectura.texto, lectura.cuerpo) == (
        200,
        "<p>Año</p>",
        "<p>Año</p>".encode(),
    )
    [(host, _, cabeceras)] = sitio.visitas
    assert (host, cabeceras["User-Agent"]) == (f"{HOST}:{sitio.puerto}", AGENTE)
    assert "Cookie" not in cabeceras


# ── What is never called ──

PRIVADAS = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::7f00:1", "100::1", "2001::1",
    "2001:db8::1", "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1",
]  # fmt: skip


@pytest.mark.parametrize("direccion", PRIVADAS)
def test_no_es_publica(direccion):
    assert es_publica(ip_address(direccion)) is False


@pytest.mark.parametrize("direccion", ["8.8.8.8", "200.12.34.5", "2800:150:124::1", "2606:4700::1"])
def test_es_publica(direccion):
    assert es_publica(ip_address(direccion)) is True


@pytest.mark.parametrize("direccion", PRIVADAS)
def test_a_una_red_privada_no_sale_nada(sitio, direccion, monkeypatch):
    """Whatever is not public: no connection of any kind is tried, and the server sees none."""
    intentos = []
    monkeypatch.setattr(socket, "create_connection", lambda *a, **k: intentos.append(a))
    uno = Lector(Limites(), True, lambda host, puerto: [ip_address(direccion)])
    assert motivo(uno, pagina(sitio)) == (
        f"{HOST} lleva a una red privada. El portal solo lee sitios públicos."
    )
    assert (intentos, sitio.conexiones) == ([], [])


def test_el_enchufe_que_escucha_veria_la_conexion(sitio):
    """The control: the same server, once its address is taken for public."""
    sitio.paginas["/"] = http(b"hola")
    real = Lector(Limites(), True, lambda host, puerto: [CASA])
    assert "red privada" in motivo(real, pagina(sitio))
    assert sitio.conexiones == []
    assert lector().leer(pagina(sitio), [HOST]).cuerpo == b"hola"
    assert sitio.conexiones == ["127.0.0.1"]


def test_una_sola_direccion_privada_basta(sitio):
    uno = lector([ip_address("8.8.8.8"), CASA], publica=es_publica)
    assert "red privada" in motivo(uno, pagina(sitio))
    assert sitio.conexiones == []


@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_el_nombre_se_pregunta_una_vez_y_se_llama_a_esa_direccion(sitio):
    """A name server that answers public and then private changes nothing (rebinding)."""
    otra = ip_address("127.0.0.2")
    with sitio_ajeno("127.0.0.2", sitio.puerto) as privado:
        sitio.paginas["/"] = http(b"la publica")
        sitio.paginas["/mueve"] = http(status="302 Found", Location="/")
        assert lector([CASA], [otra]).leer(pagina(sitio), [HOST]).cuerpo == b"la publica"
        assert (len(sitio.conexiones), len(privado.conexiones)) == (1, 0)
        # A redirect asks again: the second answer is looked at as the first one was.
        assert "red privada" in motivo(lector([CASA], [otra]), pagina(sitio, "/mueve"))
        assert (len(sitio.conexiones), len(privado.conexiones)) == (2, 0)
        # The control: the private server does listen.
        lector([otra], publica=lambda una: True).leer(pagina(sitio), [HOST])
        assert privado.conexiones == ["127.0.0.1"]


NO_LISTADO = "no está en la lista de sitios del servicio."


@pytest.mark.parametrize(
    ("url", "frase"),
    [
        ("https://otro.cl/", "otro.cl no está en la lista de sitios del servicio."),
        (f"https://{HOST}.evil.cl/", f"{HOST}.evil.cl no está en la lista de sitios del servicio."),
        (f"https://{HOST}../", f"{HOST}.. no está en la lista de sitios del servicio."),
        (
            f"https://{HOST}\u3002evil.cl/",
            f"{HOST}.evil.cl no está en la lista de sitios del servicio.",
        ),
        (
            f"https://{HOST}%2eevil.cl/",
            f"{HOST}%2eevil.cl no está en la lista de sitios del servicio.",
        ),
        (f"https://@{HOST}/", "La dirección está mal escrita."),
        (f"https://{HOST}:443@evil.cl/", "La dirección está mal escrita."),
        (f"https://{HOST}:0/", "La dirección usa un puerto que no es el de las páginas."),
        (f"https://evil.cl\\@{HOST}/", "La dirección está mal escrita."),
        (f"https://yo:clave@{HOST}/", "La dirección está mal escrita."),
        (f"https://{HOST}:99999/", "La dirección está mal escrita."),
        ("https://[::1/", "La dirección está mal escrita."),
        ("https:///hola", "La dirección está mal escrita."),
        (f"ftp://{HOST}/", "La dirección no es https. El portal solo lee páginas seguras."),
        ("file:///etc/passwd", "La dirección no es https. El portal solo lee páginas seguras."),
        (f"http://{HOST}/", "La dirección no es https. El portal solo lee páginas seguras."),
        (f"https://{HOST}:6379/", "La dirección usa un puerto que no es el de las páginas."),
    ],
)
def test_una_direccion_que_no_se_lee(url, frase):
    preguntas = []
    uno = Lector(resolver=lambda host, puerto: preguntas.append(host) or [])
    assert motivo(uno, url) == frase
    assert preguntas == []


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.ñandú.cl/", NANDU),
        ("https://WWW.ÑANDÚ.CL:443/", NANDU),
        (f"https://{NANDU}./", NANDU),
        (f"https://{HOST}.:443/", HOST),
        ("https://www\u3002riberas\u3002cl/", HOST),
    ],
)
def test_un_mismo_sitio_se_escribe_de_varias_maneras(url, host):
    """The name asked for is that of the list, whatever the address looks like."""
    preguntas = []
    uno = Lector(resolver=lambda *a: preguntas.append(a) or [])
    assert motivo(uno, url, (host,)).startswith(f"No se encontró {host}:")
    assert preguntas == [(host, 443)]
    # The control: the same address, with another site in the list.
    assert "no está en la lista" in motivo(uno, url, ("otro.cl",))
    assert len(preguntas) == 1


def test_un_nombre_que_no_existe():
    def falla(host, puerto):
        raise socket.gaierror("no")

    assert motivo(Lector(resolver=falla), f"https://{HOST}/") == (
        f"No se encontró {HOST}: el nombre del sitio no existe."
    )


# ── What redirects ──


def test_sigue_tres_redirecciones_dentro_de_la_lista(sitio):
    for de, a in (("/a", "/b"), ("/b", "/c"), ("/c", "/d")):
        sitio.paginas[de] = http(status="301 Moved Permanently", Location=a)
    sitio.paginas["/d"] = http(b"llego")
    lectura = lector().leer(pagina(sitio, "/a"), [HOST])
    assert (lectura.cuerpo, lectura.url) == (b"llego", pagina(sitio, "/d"))
    sitio.paginas["/antes"] = http(status="308 Permanent Redirect", Location="/a")
    assert motivo(lector(), pagina(sitio, "/antes")) == (
        "La página redirige más de 3 veces. Anote la dirección final."
    )


@pytest.mark.parametrize("nombre", ["www.ñandú.cl", "WWW.XN--AND-6MA2C.CL.", "www.ñandú.cl."])
def test_sigue_hacia_un_nombre_con_letras_nuestras(sitio, nombre):
    donde = f"http://{nombre}:{sitio.puerto}/llega".encode().decode("latin-1")
    cabeza = f"HTTP/1.1 302 Found\r\nLocation: {donde}\r\nContent-Length: 0\r\n\r\n"
    sitio.paginas["/"] = lambda enchufe, _: enchufe.sendall(cabeza.encode("latin-1"))
    sitio.paginas["/llega"] = http(b"llego")
    assert lector().leer(pagina(sitio), [HOST, NANDU]).cuerpo == b"llego"
    assert [host for host, _, _ in sitio.visitas] == [
        f"{HOST}:{sitio.puerto}",
        f"{NANDU}:{sitio.puerto}",
    ]
    # The control: the same redirect to a name that nobody listed.
    assert "no está en la lista" in motivo(lector(), pagina(sitio))
    assert len(sitio.conexiones) == 3


def test_un_nombre_con_letras_nuestras_que_lleva_a_la_casa(sitio):
    """Normalised or not, a private address is never called."""
    uno = Lector(Limites(), True, lambda host, puerto: [CASA])
    assert motivo(uno, f"http://www.ñandú.cl.:{sitio.puerto}/", [NANDU]) == (
        f"{NANDU} lleva a una red privada. El portal solo lee sitios públicos."
    )
    assert sitio.conexiones == []


@pytest.mark.parametrize(
    ("hacia", "frase"),
    [
        ("http://127.0.0.1.:{puerto}/", "127.0.0.1. no está en la lista"),
        ("http://0x7f.1:{puerto}/", "0x7f.1 no está en la lista"),
        ("http://2130706433:{puerto}/", "2130706433 no está en la lista"),
        ("http://www.riberas.cl@evil.cl/", "La dirección está mal escrita."),
        ("http://www.riberas.cl.evil.cl/", "www.riberas.cl.evil.cl no está en la lista"),
        ("http://127.0.0.1:{puerto}/secreto", "127.0.0.1 no está en la lista"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 no está en la lista"),
        ("http://[::ffff:127.0.0.1]:{puerto}/", "::ffff:127.0.0.1 no está en la lista"),
        ("//metadata.google.internal/", "metadata.google.internal no está en la lista"),
        ("gopher://127.0.0.1:6379/_FLUSHALL", "La dirección no es https."),
    ],
)
def test_no_sigue_a_donde_no_debe(sitio, hacia, frase):
    sitio.paginas["/"] = http(status="302 Found", Location=hacia.format(puerto=sitio.puerto))
    assert motivo(lector(), pagina(sitio)).startswith(frase)
    assert len(sitio.conexiones) == 1


# ── What lasts, and what weighs ──

TARDA = "El sitio no terminó de responder en 0.4 segundos."
PESA = "La página pesa más de 20000 bytes. Ponga el banner en una liviana."


def gota_a_gota(cabeza: bytes, gota: bytes):
    def contestar(enchufe, _):
        enchufe.sendall(cabeza)
        while True:
            enchufe.sendall(gota)

    return contestar


def callada(enchufe, _):
    enchufe.recv(1)


LENTAS = {
    "nada": callada,
    "cabeza": lambda e, r: (e.sendall(b"HTTP/1.1 200 OK\r\nX-A: "), callada(e, r)),
    "cuerpo": lambda e, r: (e.sendall(b"HTTP/1.1 200 OK\r\n\r\n<p>"), callada(e, r)),
    "cien": gota_a_gota(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
}


@pytest.mark.parametrize("como", LENTAS)
def test_una_que_no_termina(sitio, como):
    sitio.paginas["/"] = LENTAS[como]
    assert motivo(lector(limites=POCO), pagina(sitio)) == TARDA


def test_un_servidor_de_nombres_que_no_contesta(sitio):
    def resolver(host, puerto):
        sitio.fin.wait()

    uno = Lector(POCO, True, resolver, lambda una: True)
    assert motivo(uno, pagina(sitio)) == TARDA
    assert sitio.conexiones == []


DOS_GIGAS = str(2 * 1024**3)
BOMBA = gzip.compress(b"0" * 5_000_000)
PESADAS = {
    "declarada": http(b"x", Content_Length=DOS_GIGAS),
    "sin declarar": gota_a_gota(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096),
    "por trozos": gota_a_gota(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"1000\r\n" + b"x" * 4096 + b"\r\n",
    ),
    "bomba": http(BOMBA, Content_Encoding="gzip"),
    "bomba deflate": http(zlib.compress(b"0" * 5_000_000), Content_Encoding="deflate"),
}


@pytest.mark.parametrize("como", PESADAS)
def test_una_que_pesa_mas(sitio, como):
    sitio.paginas["/"] = PESADAS[como]
    assert motivo(lector(limites=Limites(5, 20_000)), pagina(sitio)) == PESA


def test_la_que_cabe_se_lee(sitio):
    """The control of the two above: the same site, within its limits."""
    sitio.paginas["/"] = http(gzip.compress(b"<p>cabe</p>"), Content_Encoding="gzip")
    sitio.paginas["/justa"] = http(b"x" * 20_000)
    assert lector(limites=POCO).leer(pagina(sitio), [HOST]).texto == "<p>cabe</p>"
    assert len(lector(limites=POCO).leer(pagina(sitio, "/justa"), [HOST]).cuerpo) == 20_000


ROTAS = {
    "cortada": (http(b"hola", Content_Length="9"), "El sitio cortó la respuesta antes"),
    "cortada por trozos": (
        lambda e, r: e.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        "El sitio cortó la respuesta antes",
    ),
    "basura": (lambda e, r: e.sendall(b"SSH-2.0-OpenSSH\r\n"), "El sitio respondió algo que no es"),
    "nada": (lambda e, r: None, "El sitio respondió algo que no es|La conexión con el sitio"),
    "brotli": (http(b"xx", Content_Encoding="br"), "El sitio envió la página comprimida de una"),
    "gzip roto": (http(b"xxxx", Content_Encoding="gzip"), "El sitio envió la página comprimida y"),
}


@pytest.mark.parametrize("como", ROTAS)
def test_una_que_responde_mal(sitio, como):
    contestar, frases = ROTAS[como]
    sitio.paginas["/"] = contestar
    assert motivo(lector(), pagina(sitio)).startswith(tuple(frases.split("|")))


def test_un_sitio_sin_certificado(sitio):
    """Plain words on a secure port."""
    sitio.paginas["/"] = http(b"hola")
    url = pagina(sitio).replace("http:", "https:")
    assert motivo(lector(), url) == "No se pudo abrir una conexión segura con el sitio."


def test_un_sitio_apagado():
    with sitio_ajeno() as uno:
        url = pagina(uno)
    assert motivo(lector(), url) == "El sitio no aceptó la conexión."
