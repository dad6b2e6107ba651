"""How much of each thing the portal takes in an hour before it asks people to wait.

Each number is a quota for one hour, and how many may come at once. They are wide on purpose: a
library, a mobile network and a family share an address, and whoever is asked to wait loses
nothing of what they typed.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Uso:
    """What anybody can ask for. Per hour, in one service.

    `por_red`: from one network, which is many people. `por_persona`: with one e-mail address, or
    behind one private link, which is one of them.
    """

    nombre: str
    por_red: int
    por_persona: int


#: A message by the public form. A neighbour reads the whole report and writes about each chapter;
#: an office of neighbours writes from one address.
PARTICIPAR = Uso("participar", por_red=60, por_persona=10)
#: To enrol in an activity. Somebody enrols their family with one e-mail.
INSCRIBIRSE = Uso("inscribirse", por_red=60, por_persona=10)
#: To send somebody in one's place: each change of mind is a mail to another person.
DELEGAR = Uso("delegar", por_red=30, por_persona=5)
#: To be answered by another means: each change is a mail to an address that nobody proved.
CAMBIAR_CONTACTO = Uso("cambiar_contacto", por_red=30, por_persona=5)
#: To ask again for the link of one's private page: a mail to whoever is named.
ENLACE_PERDIDO = Uso("enlace_perdido", por_red=20, por_persona=3)
#: To ask to be told of an account by mail: a mail to whoever is named.
SEGUIR = Uso("seguir", por_red=30, por_persona=5)
#: The mails that ask an address whether it wants them, in a day and of all services: this many at
#: once, and as many again as the day goes by. It has eight topics, and some services, to follow.
CONFIRMACIONES_A_UN_BUZON = 12
#: To ask for the code that proves an address, before a right is exercised.
PEDIR_CODIGO = Uso("pedir_codigo", por_red=20, por_persona=5)
#: To try such a code: with six figures, this many tries find none.
PROBAR_CODIGO = Uso("probar_codigo", por_red=60, por_persona=10)
#: To read the API, take away a file of open data or ask what is shown of a page (oEmbed), all of
#: them together. A whole institution may stand behind one address; a crawl of every account with
#: pages of a hundred rows fits in an hour.
LEER_DATOS = Uso("leer_datos", por_red=3600, por_persona=3600)

#: Acknowledgements that leave from one service in an hour: twenty a minute. What comes beyond it
#: is received all the same; only its mail waits its turn.
ACUSES_DE_UN_SERVICIO = 1200
