"""The classes of personal data: until when each is kept, from when it counts, and why.

T0 is the publication of the answers of an account or its last event, whichever is later; it
starts to count when the account is closed or annulled.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.conf import settings

#: RELIABILITY 4.5 and DOMAIN 5.2: values to be reviewed by each service's lawyer.
R45 = "Valor del portal: solo el tiempo necesario (Ley 19.628, art. 3)"


@dataclass(frozen=True)
class Clase:
    """One class. `meses` or `dias` since what `desde` says; neither: it is not erased by time.

    `tarea` names what erases it, where it is not the daily retention.
    """

    codigo: str
    nombre: str
    desde: str
    despues: str
    fuente: str
    meses: int = 0
    dias: int = 0
    tarea: str = "privacidad.retener"

    @property
    def plazo(self) -> str:
        """Its term in words: «12 meses», «30 días», «sin plazo»."""
        if self.meses:
            return f"{self.meses} {'mes' if self.meses == 1 else 'meses'}"
        if self.dias and self.dias % 365 == 0:
            return f"{self.dias // 365} año{'s' * (self.dias > 365)}"
        if self.dias:
            return f"{self.dias} {'día' if self.dias == 1 else 'días'}"
        return "sin plazo"


_T0 = "la publicación de las respuestas o el último acto, con la cuenta cerrada"
#: With leave to be invited again, what reaches a person is kept this long after T0 (RELIABILITY
#: 4.5: until withdrawn, or 24 months without activity).
MESES_CON_PERMISO = 24

CLASES: dict[str, Clase] = {
    clase.codigo: clase
    for clase in (
        Clase(
            "contactos",
            "contactos de quienes participaron y no pidieron que se les invite",
            _T0,
            "se borran correo, teléfono y dirección",
            R45,
            meses=6,
        ),
        Clase(
            "identidad",
            "nombre y RUN de quienes escribieron",
            _T0,
            "queda una fila sin nombre",
            R45,
            meses=12,
        ),
        Clase(
            "consultas",
            "mensajes, tal como se recibieron",
            _T0,
            "queda la versión pública, o una frase que dice que se suprimió",
            R45,
            meses=12,
        ),
        Clase("adjuntos", "archivos de los mensajes", _T0, "se borran", R45, meses=12),
        Clase(
            "participantes",
            "nombre y organización de invitados y asistentes",
            _T0,
            "queda una fila sin nombre",
            R45,
            meses=12,
        ),
        Clase(
            "fichas",
            "documento y firma de quienes asistieron",
            "el cierre de la cuenta",
            "queda que alguien asistió",
            R45,
            meses=12,
        ),
        Clase(
            "intervenciones",
            "quién dijo cada cosa en un taller",
            _T0,
            "queda lo dicho, sin la persona",
            R45,
            meses=12,
        ),
        Clase(
            "encuestas",
            "respuestas escritas a la encuesta previa, que es anónima",
            _T0,
            "quedan las opciones marcadas",
            R45,
            meses=12,
        ),
        Clase(
            "directorio",
            "personas que dejaron de representar a una organización",
            "su último día",
            "se borra la fila",
            R45,
            meses=24,
        ),
        Clase(
            "envios_repetidos",
            "códigos que reconocen un formulario enviado dos veces",
            "el envío",
            "se borran",
            R45,
            dias=30,
        ),
        Clase(
            "claves",
            "enlaces personales de actividades que pasaron",
            "la actividad",
            "se borran",
            R45,
            dias=30,
        ),
        Clase(
            "correos_direccion",
            "a quién fue cada correo",
            "el envío, una vez borradas sus palabras",
            "quedan la huella y las fechas",
            R45,
            meses=12,
        ),
        Clase(
            "supresiones",
            "direcciones que no querían correos y cambiaron de idea",
            "el día en que lo levantaron",
            "se borra la fila",
            R45,
            meses=12,
        ),
        Clase(
            "avisos",
            "direcciones de quienes siguen una cuenta, un tema o un servicio",
            "el último aviso, o el día en que confirmaron si no hubo ninguno",
            "se borra la fila; si se despide antes, su dirección se borra en el acto",
            R45,
            meses=24,
        ),
        Clase(
            "avisos_sin_confirmar",
            "pedidos de avisos que nadie confirmó, y despedidas",
            "el día del pedido o de la despedida",
            "se borra la fila, y la dirección en los correos que se le enviaron",
            R45,
            dias=7,
        ),
        Clase(
            "solicitudes",
            "solicitudes de derechos resueltas",
            "su resolución",
            "queda qué se pidió y cuándo se respondió",
            "Ley 19.628, art. 11: prueba de la respuesta",
            meses=24,
        ),
        Clase(
            "solicitudes_sin_codigo",
            "solicitudes que nadie confirmó con el código",
            "el día en que empezaron",
            "se cierran solas: quedan el folio y las fechas",
            R45,
            dias=30,
        ),
        Clase(
            "seguridad",
            "huellas contra el abuso, sesiones y códigos vencidos",
            "su último uso",
            "se borra la fila",
            R45,
            dias=90,
        ),
        Clase(
            "correos_cuerpo",
            "palabras de los correos",
            "el día en que se decidió el correo",
            "quedan la huella y las fechas",
            R45,
            dias=settings.CORREOS_RETENCION_DIAS,
            tarea="correos.purgar",
        ),
        Clase(
            "apoyos",
            "apoyos pedidos para participar",
            "la actividad",
            "se borra la fila",
            "Ley 19.628, art. 16: datos sensibles",
            dias=1,
            tarea="convocatorias.borrar_ajustes",
        ),
        Clase(
            "planillas",
            "planillas del directorio",
            "el término de la carga",
            "se vacía",
            R45,
            dias=1,
            tarea="convocatorias.retomar_importaciones",
        ),
        Clase(
            "bitacora",
            "bitácora, sin datos de la ciudadanía",
            "cada registro",
            "la base no deja borrarla: se archiva fuera del portal",
            R45,
            meses=60,
            tarea="",
        ),
        Clase(
            "registro",
            "documentos publicados y actas",
            "su publicación",
            "se transfiere según la norma de archivos",
            "Circular CGR 28.704/1981",
            tarea="",
        ),
        Clase(
            "personal",
            "funcionarios, en el ejercicio de su cargo",
            "su actuación",
            "deja constancia de quién hizo qué",
            "Ley 19.628, art. 20",
            tarea="",
        ),
        Clase(
            "acceso",
            "cómo entran los funcionarios al portal",
            "su último uso",
            "lo borra la persona o la administración",
            R45,
            tarea="",
        ),
        Clase(
            "actas",
            "acta de lo suprimido, solo con un hash con clave",
            "la supresión",
            "la base no deja borrarla: se aplica otra vez si se restaura un respaldo",
            R45,
            tarea="",
        ),
    )
}


def clases_con(meses: Mapping[str, int]) -> dict[str, Clase]:
    """Every class, with the months that the norm of a service sets for some."""
    return CLASES | {codigo: replace(CLASES[codigo], meses=m) for codigo, m in meses.items()}
