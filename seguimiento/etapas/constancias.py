"""What only a person can attest: the rules of an account, and those of each day.

Each with what hangs from it. The rules themselves are declared in their apps; here they are
asked for together.
"""

from collections.abc import Mapping
from types import MappingProxyType

from comun.requisitos import REQUISITOS, Requisito

DE_LA_CUENTA: Mapping[str, str] = MappingProxyType(
    {
        "R10": "Dice qué se cuenta, a quiénes y por dónde. Sin ella la cuenta no se publica.",
        "R25": "Cualquier persona tiene que entender el informe. Se pide al publicarlo.",
        "R46": "Desde ahí se llega a participar, y tiene que estar antes de la actividad (R13).",
        "R142": "Solo si participan otras instituciones. Anote en qué sitios lo vio y qué día.",
        "R53": "Nadie queda fuera por no ver o no oír. Anote con qué lo revisaron.",
        "R103": "Quien estuvo ahí sabe si el resumen dice lo que se dijo. Se recomienda.",
    }
)  # fmt: skip

DEL_DIA: Mapping[str, str] = MappingProxyType(
    {
        "R14": "Sin material no hay talleres.",
        "R16": "Quien sabe cómo se va a trabajar participa más.",
        "R68": "La cuenta responde por lo comprometido y por el presupuesto.",
        "R69": "La ciudadanía reconoce que habla el Estado.",
        "R70": "Todas las personas tienen que poder seguir la exposición.",
        "R73": "El diálogo es con quien decide.",
        "R77": "Que hablen todas las personas, y no solo las de siempre.",
        "R88": "Los talleres exponen ante quien puede responderles.",
    }
)  # fmt: skip

#: Of these a reason explains the lack and does not release from it.
SIN_EXCUSA = frozenset({"R10", "R46", "R53", "R142"})
#: Of these the lack only warns, and still only a person can tell.
ACONSEJADAS = frozenset({"R103"})


def por_atestiguar(de_un_dia: bool) -> list[tuple[Requisito, str]]:
    """The requirements to leave word of, each with why it matters."""
    pedidas = DEL_DIA if de_un_dia else DE_LA_CUENTA
    return [(REQUISITOS[id_], por_que) for id_, por_que in pedidas.items()]
