"""What personal data the portal keeps, why, who sees them and for how long (art. 14 ter).

One row for each class of data, in the words of the policy page and of the copy that a person
receives. The terms are those that the daily retention keeps (`comun.conservacion`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from comun.conservacion import MESES_CON_PERMISO, clases_con


@dataclass(frozen=True)
class ClaseDeDatos:
    """One class of data: whose, which, for what, seen by whom, and until when."""

    clase: str
    de_quienes: str
    datos: str
    para_que: str
    quienes_ven: str
    hasta_cuando: str


#: Each term between braces is a class of `comun.conservacion`: nobody writes it twice.
_TRATAMIENTOS = (
    ClaseDeDatos(
        "Mensajes",
        "Quienes preguntan, opinan o proponen.",
        "Nombre, un medio de contacto, el mensaje y, si lo adjunta, un archivo. El RUN es "
        "opcional.",
        "Recibir el mensaje, responderlo y hacer el documento de respuestas.",
        "El equipo que lee y responde. Se publica el mensaje sin su nombre, salvo que usted lo "
        "autorice.",
        "Su contacto, {contactos} desde que se publican las respuestas o pasa el último acto. Su "
        "nombre, su mensaje y su archivo, {identidad}. Si permitió que le inviten, su nombre y su "
        "contacto se guardan {con_permiso}. Nada se borra antes de cerrar la cuenta pública.",
    ),
    ClaseDeDatos(
        "Inscripción y asistencia",
        "Quienes se inscriben, son invitados o asisten a una actividad.",
        "Nombre, contacto, organización, documento de identidad, firma y lo que dijo ese día.",
        "Guardar un lugar, avisar de cambios y dejar constancia de quién asistió.",
        "El equipo de la actividad y la mesa de acreditación. No se publica.",
        "Su contacto, {contactos} desde que se publican las respuestas o pasa el último acto. Su "
        "nombre, su organización y quién dijo cada cosa, {participantes}. Su documento y su firma, "
        "{fichas} desde que se cierra la cuenta pública.",
    ),
    ClaseDeDatos(
        "Apoyos para participar",
        "Quienes piden un apoyo, como intérprete o acceso con silla de ruedas.",
        "El apoyo que necesita. Se guarda solo con su autorización expresa.",
        "Tener ese apoyo el día de la actividad.",
        "Quien prepara la actividad.",
        "Hasta {apoyos} después de la actividad.",
    ),
    ClaseDeDatos(
        "Directorio",
        "Representantes de organizaciones.",
        "Nombre, cargo, organización y contacto.",
        "Invitar a las organizaciones a la cuenta pública.",
        "El equipo de la cuenta pública. No se publica.",
        "Mientras represente a la organización, y {directorio} más. Puede pedir que se borre antes "
        "o que no le escriban.",
    ),
    ClaseDeDatos(
        "Correos enviados",
        "Quienes reciben un correo del servicio.",
        "Dirección, nombre, texto del correo y lo que contestó el servidor de destino.",
        "Entregar el correo y tener prueba de que se envió.",
        "Quien cuida los envíos. No se publica.",
        "El texto, {correos_cuerpo} desde que se escribe. La dirección, {correos_direccion}. Queda "
        "una huella que no permite leerlo.",
    ),
    ClaseDeDatos(
        "Avisos por correo",
        "Quienes piden avisos de una cuenta, de un tema o de un servicio.",
        "Su correo y qué sigue.",
        "Contarle lo nuevo, a lo más una vez al día.",
        "Nadie: el equipo solo sabe cuántas personas son.",
        "Hasta que diga que no quiere más: su correo se borra en el acto. Si no hay nada que "
        "contarle, {avisos} desde el último aviso. Si no los confirma, {avisos_sin_confirmar}.",
    ),
    ClaseDeDatos(
        "Solicitudes sobre sus datos",
        "Quienes ejercen un derecho sobre sus datos.",
        "Nombre, correo y lo que pide, guardados con cifra.",
        "Comprobar quién pide, responder a tiempo y tener prueba de la respuesta.",
        "La persona encargada de la protección de datos.",
        "{solicitudes} desde que se responde. Si nadie la confirma con el código, "
        "{solicitudes_sin_codigo}.",
    ),
    ClaseDeDatos(
        "Protección contra el abuso",
        "Quienes envían un formulario.",
        "Una huella de su red y de su correo, que no permite saber cuáles son.",
        "Que nadie llene el formulario con una máquina.",
        "Nadie: solo la usa el portal.",
        "A lo más {seguridad}.",
    ),
)


def tratamientos(meses: Mapping[str, int]) -> tuple[ClaseDeDatos, ...]:
    """Every class of data, with the terms by which the retention erases it; `meses` by class,
    those that the norm of the service sets."""
    plazos = {clase.codigo: clase.plazo for clase in clases_con(meses).values()}
    plazos["con_permiso"] = f"{MESES_CON_PERMISO} meses"
    return tuple(replace(t, hasta_cuando=t.hasta_cuando.format(**plazos)) for t in _TRATAMIENTOS)


#: What each right means, for the page on which it is asked.
DERECHOS_EN_PALABRAS = {
    "acceso": "Saber qué datos suyos tenemos y recibir una copia.",
    "rectificacion": "Corregir un dato que está mal o le falta algo.",
    "supresion": "Borrar sus datos cuando ya no hay razón para tenerlos.",
    "oposicion": "Que no usemos sus datos para algo, por ejemplo para invitarle.",
    "portabilidad": "Recibir sus datos en un archivo que pueda llevar a otra parte.",
    "bloqueo": "Que no usemos sus datos mientras se resuelve su solicitud.",
}

#: What happens when each one is granted, for whoever decides.
AL_ACOGER = {
    "acceso": "Si la acoge, la persona descarga su copia con otro código: no tiene que enviársela.",
    "rectificacion": "El portal no corrige solo. Si la acoge, corrija antes el dato donde está: el "
    "directorio, la actividad o el mensaje.",
    "supresion": "Si la acoge, el portal borra los datos de esa dirección en el acto. No se puede "
    "deshacer. Lo que todavía hay que responderle espera, y se borra después.",
    "oposicion": "Si la acoge, siguen sin enviársele invitaciones hasta que alguien lo levante.",
    "portabilidad": "Si la acoge, la persona descarga su copia con otro código: no tiene que "
    "enviársela.",
    "bloqueo": "Si la acoge, sigue sin enviársele ningún otro correo hasta que alguien lo levante.",
}

#: What the bitácora calls each thing done with a request, and how a person would say it.
HECHOS = {
    "presentar_solicitud": "Llegó",
    "pedir_codigo": "Pidió otro código",
    "recibir_solicitud": "Se comprobó quién pide",
    "aplicar_bloqueo": "Se dejó de escribirle",
    "revisar_copia": "Se descargaron sus datos para revisarlos",
    "prorrogar_solicitud": "Se extendió el plazo",
    "decidir_solicitud": "Se decidió",
    "suprimir_pendiente": "Se borró lo que se podía: algo espera",
    "entregar_copia": "La persona descargó su copia",
    "levantar_bloqueo_de_datos": "Se puede escribirle otra vez",
    "desistir_solicitud": "La persona la retiró",
    "cerrar_solicitud": "Se cerró sin responder",
    "cerrar_sin_codigo": "Se cerró sola",
}
