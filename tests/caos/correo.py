"""The sending of a campaign while its worker, its broker, its database or the mail server fail."""

import time
from collections import Counter

from django.db import transaction

from correos.models import Mensaje
from correos.services import Correo, enqueue_muchos
from tests.caos import hostiles, relevo
from tests.caos.banco import Banco, Lugar
from tests.caos.promesas import Corrida, Encargo, Promesa
from tests.mundo import crear_servicio

#: With the two processes of the worker, some 40 mails a second: the kills fall on a campaign.
DEMORA = 0.02
PROCESOS = 2
#: Seconds without progress after which a scenario gives up. Without its sweep it stands still.
PACIENCIA, PACIENCIA_SIN_BARRIDO = 90, 8


def poblar(banco: Banco, direcciones: list[str]) -> None:
    """One campaign, decided: hostile names, words of their own for each person."""

    @transaction.atomic
    def decidir() -> None:
        servicio = crear_servicio("riberas", "Servicio Nacional de Riberas")
        enqueue_muchos(
            [
                Correo(
                    clave=f"caos:{i}",
                    para=para,
                    nombre=hostiles.nombre(i),
                    asunto=hostiles.asunto(i),
                    texto=hostiles.texto(i),
                    html=f"<p>{hostiles.texto(i)}</p>",
                )
                for i, para in enumerate(direcciones)
            ],
            servicio=servicio,
            tipo="respuesta",
            campania="respuesta:1",
        )

    banco.consultar(decidir)


def direcciones(cuantas: int) -> list[str]:
    return [f"p{i}@correo.example" for i in range(cuantas)]


# ── Whoever sends dies, and the broker and the database with them ──


def castigar(banco: Banco, fallas: list[str], encargo: Encargo) -> Counter[str]:
    """Do each fault at a random moment after there was progress. Which ones were done."""
    hacer = {"kill": banco.matar_obrero}
    if banco.lugar.redis and banco.lugar.postgres:
        hacer |= {
            "flushall": banco.lugar.redis.vaciar,
            "redis": banco.lugar.redis.caer,
            "postgres": banco.lugar.postgres.caer,
        }
    hechas: Counter[str] = Counter()
    for falla in fallas:
        quieto = encargo.sin == "barrido" and hechas
        paciencia = PACIENCIA_SIN_BARRIDO if quieto else PACIENCIA
        antes = len(banco.buzon.aceptados())
        if not banco.esperar(lambda antes=antes: len(banco.buzon.aceptados()) > antes, paciencia):
            break
        if encargo.es_control and banco.repetidos():
            break
        time.sleep(encargo.azar.uniform(0.02, 0.9))
        hacer[falla]()
        hechas[falla] += 1
    return hechas


def _morir(lugar: Lugar, encargo: Encargo, cuantos: int, fallas: list[str]) -> Corrida:
    with Banco(lugar, sin=encargo.sin, demora=DEMORA, con_agenda=encargo.sin != "barrido") as banco:
        poblar(banco, direcciones(cuantos))
        hechas = castigar(banco, fallas, encargo)
        inciertos, medido = terminar(banco, encargo)
        tope = (hechas["kill"] + hechas["postgres"]) * PROCESOS
        return Corrida(
            banco.juzgar(),
            hechas,
            bien=hechas.total() == len(fallas) and inciertos <= tope,
            medido={"mails": cuantos, "in_doubt_limit": tope, **medido},
        )


def terminar(banco: Banco, encargo: Encargo) -> tuple[int, dict[str, int]]:
    """Let it drain, settle the doubts by the relay's log, and let it drain again.

    A control stops at the first copy too many; without its sweep it was waited for already.
    """
    if encargo.sin != "barrido":
        banco.esperar(
            lambda: not banco.quedan() or (encargo.es_control and banco.repetidos() > 0), PACIENCIA
        )
    inciertos = banco.en_estado(Mensaje.Estado.INCIERTO)
    if encargo.es_control:
        return inciertos, {}
    por_el_registro = relevo.conciliar(banco)
    banco.esperar(lambda: not banco.quedan(), PACIENCIA)
    return inciertos, {
        "in_doubt": inciertos,
        "settled_by_log": por_el_registro["comprobados"],
        "sent_again": por_el_registro["reenviados"],
        "restarts_when_idle": banco.reinicios,
    }


def muertes(lugar: Lugar, encargo: Encargo) -> Corrida:
    """P1, P2: `kill -9` of the worker's group, again and again."""
    cuantos, veces = (500, 12) if encargo.rapido else (2000, 50)
    return _morir(lugar, encargo, cuantos, ["kill"] * veces)


def redis_y_postgres(lugar: Lugar, encargo: Encargo) -> Corrida:
    """P4, P25: the same, while Redis is emptied and killed and PostgreSQL loses its power."""
    cuantos, veces, otras = (300, 4, 2) if encargo.rapido else (2000, 50, 5)
    fallas = ["kill"] * veces + ["flushall", "redis", "postgres"] * otras
    encargo.azar.shuffle(fallas)
    return _morir(lugar, encargo, cuantos, fallas)


PROMESAS = (
    Promesa("correo-muertes", muertes, sin="punto", dano="doubled"),
    Promesa(
        "correo-redis-postgres",
        redis_y_postgres,
        sin="barrido",
        dano="lost",
        bases=("postgres",),
    ),
)
