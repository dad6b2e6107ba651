"""The connection that a batch goes through."""

import socket

from correos.services.smtp import Sesion


def test_el_punto_final_no_espera_el_acuse_del_cuerpo(buzon):
    with Sesion() as sesion:
        conexion = sesion.abrir()
        assert conexion.sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 1
    assert buzon.conexiones == 1
