"""What a citizen does, page by page. Each journey begins where the one before may have ended."""

from io import BytesIO

from PIL import Image

from tests.publico.escenario import RIBERA
from tests.publico.visita import Visita

CUENTA = "/cuentas/riberas/2026/"
ANTERIOR = "/cuentas/riberas/2025/"
SERVICIO = "Servicio Nacional de Riberas"


def foto() -> dict[str, object]:
    """A small picture, as a telephone would take it."""
    caja = BytesIO()
    Image.new("RGB", (40, 30), "olive").save(caja, "PNG")
    return {"name": "orilla.png", "mimeType": "image/png", "buffer": caja.getvalue()}


def buscar_y_leer(v: Visita) -> None:
    """From the home to the account, its report, its dates and its answers."""
    v.abrir("/")
    v.saltar()
    v.escribir("¿De qué servicio?", "riberas")
    v.pulsar("Buscar")
    v.lee("Lo que encontró")
    v.seleccionar("Año de gestión", "2026")
    v.seleccionar("Estado", "Abiertas a su opinión")
    v.pulsar("Ver")
    v.lee("1 cuenta.")
    v.escribir("¿De qué servicio?", "nadie")
    v.pulsar("Buscar")
    v.lee("Nada coincide con su búsqueda")
    v.seguir("Ver todas las cuentas")
    v.seguir(SERVICIO)
    v.lee("Participe por internet")
    v.desplegar("¿Cómo se calcula la fecha de las respuestas?")
    v.seguir("Todos los plazos de esta cuenta")
    v.seguir("¿Cómo se calcula?")
    v.seguir("Informe")
    v.seguir("Respuestas")
    v.lee("Las respuestas todavía no se publican")
    v.abrir(ANTERIOR)
    v.seguir("Leer las respuestas")
    v.escribir("Palabras de la pregunta", "ribera")
    v.pulsar("Buscar")
    v.lee("El refuerzo comienza en agosto")
    v.escribir("Palabras de la pregunta", "volcán")
    v.pulsar("Buscar")
    v.lee("Ninguna pregunta o respuesta tiene esas palabras")
    v.abrir(f"{ANTERIOR}participar/")
    v.lee("Participación por internet")
    v.seguir("Accesibilidad")
    v.pulsar("Oscuros")
    v.pulsar("Los de su equipo")
    v.abrir("/invitacion/vista-previa/")
    v.abrir("/mi-consulta/no-es-de-nadie/", 404)


def ver_si_ya_esta(v: Visita) -> None:
    """Before writing: whether it is answered."""
    v.abrir(f"{CUENTA}respuestas/")
    v.seguir("Vea si ya lo respondimos otro año")
    v.pulsar("Buscar parecidas", 422)
    v.corregir("Escriba su mensaje")
    v.escribir("¿Qué quiere saber?", "volcanes")
    v.pulsar("Buscar parecidas")
    v.lee("No encontramos nada parecido")
    v.escribir("¿Qué quiere saber?", RIBERA)
    v.pulsar("Buscar parecidas")
    v.lee("El refuerzo comienza en agosto")


def recibir_avisos(v: Visita) -> None:
    """Asked for by mail, confirmed from the mail, and goodbye."""
    v.abrir(CUENTA)
    v.seguir("Recibir avisos por correo")
    v.pulsar("Quiero recibir avisos", 422)
    v.corregir("Escriba su correo")
    v.elegir("Un tema del informe", "alcance")
    v.escribir("Correo electrónico", f"avisos.{v.vecina.correo}")
    v.pulsar("Quiero recibir avisos", 422)
    v.corregir("Elija el tema")
    v.seleccionar("¿Cuál tema?", "Presupuesto")
    v.pulsar("Quiero recibir avisos")
    v.lee("Revise su correo")
    v.abrir(v.vecina.enlace("seguir", "/seguir/", f"avisos.{v.vecina.correo}"))
    v.lee("¿Quiere recibir avisos?", "el tema «Presupuesto»")
    v.pulsar("Sí, quiero recibirlos")
    v.lee("Usted recibe avisos")
    v.pulsar("No quiero más avisos")
    v.lee("Ya no recibe avisos")
    v.seguir("¿Fue un error?")


def preguntar(v: Visita) -> None:
    """The form, its errors, what will be sent, and joining a question that was published."""
    v.abrir(CUENTA)
    v.seguir("Escribir mi mensaje")
    v.pulsar("Revisar antes de enviar", 422)
    v.corregir("Escriba su mensaje")
    v.escribir("Su mensaje", f"{RIBERA} Mi teléfono es 9 8765 4321.")
    v.escribir("Nombres", v.vecina.nombre)
    v.escribir("Primer apellido", "Quilaleo")
    v.elegir("Por teléfono", "medio")
    v.mirar("con el teléfono elegido")
    v.elegir("La iré a buscar", "medio")
    v.mirar("con el retiro elegido")
    v.elegir("Por correo electrónico", "medio")
    v.escribir("Correo electrónico", "sin-arroba")
    v.pulsar("Revisar antes de enviar", 422)
    v.corregir("Al correo le falta el signo @")
    v.escribir("Correo electrónico", v.vecina.correo)
    v.marcar("Autorizo que mi nombre aparezca")
    v.marcar("Quiero que este servicio me invite")
    v.desplegar("Leer el aviso completo")
    v.pulsar("Revisar antes de enviar")
    v.lee("Su mensaje parece llevar un teléfono", "Quizás ya está respondido")
    v.pulsar("Corregir")
    v.elegir("Una propuesta", "tipo")
    v.seleccionar("¿De qué parte del informe habla?", "Presupuesto")
    v.pulsar("Revisar antes de enviar")
    v.pulsar("Sumarme a esta pregunta")
    v.lee("Ya tenemos su propuesta", "Su folio")
    v.seguir("Ver cómo va mi mensaje")
    v.lee("Usted se sumó a la pregunta")


def escribir_con_un_archivo(v: Visita) -> None:
    """Another message, with a picture."""
    v.abrir(f"{CUENTA}participar/")
    _llenar(v, "Que haya árboles junto al canal.")
    v.pulsar("Revisar antes de enviar")
    v.adjuntar("Una imagen o un PDF", {**foto(), "buffer": b"no es una imagen"})
    v.pulsar("Enviar mi mensaje", 422)
    v.corregir("Ese archivo no es una imagen")
    v.adjuntar("Una imagen o un PDF", foto())
    v.pulsar("Enviar mi mensaje")
    v.lee("Ya tenemos su pregunta")


def escribir_con_mala_red(v: Visita) -> None:
    """The answer to what was sent is lost; the draft is still there, and is changed and sent."""
    if not v.con_guiones:
        return  # the draft is kept by a script
    v.abrir(f"{CUENTA}participar/")
    _llenar(v, "Falta luz en el puente.")
    v.pulsar("Revisar antes de enviar")
    v.perder_la_respuesta("Enviar mi mensaje")
    v.abrir(f"{CUENTA}participar/")
    v.lee("Recuperamos lo que había escrito en este equipo")
    v.escribir("Su mensaje", "Falta luz en el puente y en la plaza.")
    v.pulsar("Revisar antes de enviar")
    v.pulsar("Enviar mi mensaje", 409)
    v.lee("Este formulario ya se usó")
    v.pulsar("Enviar como un mensaje nuevo")
    v.lee("Ya tenemos su pregunta")


def _llenar(v: Visita, mensaje: str) -> None:
    v.escribir("Su mensaje", mensaje)
    v.escribir("Nombres", v.vecina.nombre)
    v.escribir("Primer apellido", "Quilaleo")
    v.escribir("Correo electrónico", v.vecina.correo)


def escribir_en_el_marco(v: Visita) -> None:
    """The form as it is inside a page of another site, and where it is not there."""
    v.abrir("/incrustar/riberas/1999/", 404)
    v.lee("Este formulario no está aquí", "Abrir en página propia")
    v.abrir("/incrustar/riberas/2026/")
    v.pulsar("Revisar antes de enviar", 422)
    v.corregir("Escriba su mensaje")
    _llenar(v, "Que la plaza tenga sombra.")
    v.pulsar("Revisar antes de enviar")
    v.pulsar("Corregir")
    v.pulsar("Revisar antes de enviar")
    v.pulsar("Enviar mi mensaje")
    v.lee("Ya tenemos su pregunta", "Su folio", "Abrir en página propia")


def seguir_mi_consulta(v: Visita) -> None:
    """From the mail: the name, the invitations, the contact, and the data."""
    privada = v.vecina.enlace("acuse", "/mi-consulta/")
    v.abrir(privada)
    v.seguir("Ver otra vez su comprobante")
    v.abrir(privada)
    v.pulsar("Quitar mi nombre")
    v.lee("su nombre no aparecerá")
    v.pulsar("Autorizar mi nombre de nuevo")
    v.pulsar("No recibir invitaciones")
    v.pulsar("Volver a recibir invitaciones")
    v.seguir("Pedir algo sobre sus datos")
    v.pulsar("Enviar mi solicitud", 422)
    v.corregir("Elija qué pide")
    v.elegir("Acceso", "derecho")
    v.pulsar("Enviar mi solicitud")
    v.lee("falta su código")
    v.escribir("Código de 6 cifras", "000")
    v.pulsar("Confirmar que soy yo", 422)
    v.pulsar("Enviar otro código")
    v.escribir("Código de 6 cifras", v.vecina.codigo())
    v.pulsar("Confirmar que soy yo")
    v.lee("Su solicitud está en curso")
    v.pulsar("Retirar mi solicitud")
    v.lee("Usted retiró esta solicitud")
    v.abrir(privada)
    v.seguir("Cambiar cómo responderme")
    v.elegir("Por teléfono", "medio")
    v.pulsar("Guardar el cambio", 422)
    v.corregir("Escriba su teléfono")
    v.escribir("Teléfono", "9 1234 5678")
    v.pulsar("Guardar el cambio")
    v.lee("le responderemos por el medio que indicó")
    v.abrir(f"/mi-consulta/{v.vecina.respondida}/")
    v.lee("Su mensaje tiene respuesta")
    v.abrir(f"/mi-consulta/{v.vecina.borrada}/")
    v.lee("Ya no guardamos su mensaje")


def recuperar_el_enlace(v: Visita) -> None:
    v.abrir("/")
    v.seguir("¿Perdió su enlace?")
    v.pulsar("Enviarme mis enlaces", 422)
    v.corregir("Escriba el correo")
    v.escribir("Correo electrónico", f"antes.{v.vecina.correo}")
    v.escribir("Folio de su mensaje", "veinte")
    v.pulsar("Enviarme mis enlaces", 422)
    v.corregir("El folio lleva el año")
    v.escribir("Folio de su mensaje", " ")
    v.pulsar("Enviarme mis enlaces")
    v.lee("Revise su correo")
    for _ in range(2):
        v.seguir("Probar con otro correo")
        v.escribir("Correo electrónico", f"antes.{v.vecina.correo}")
        v.pulsar("Enviarme mis enlaces")
    v.seguir("Probar con otro correo")
    v.escribir("Correo electrónico", f"antes.{v.vecina.correo}")
    v.pulsar("Enviarme mis enlaces", 429)
    v.lee("Llegaron muchos envíos seguidos")


def pedir_mis_datos(v: Visita) -> None:
    """From the page of the policy; and a copy that was granted."""
    v.abrir(CUENTA)
    v.seguir("Datos personales")
    v.seguir("Pedir algo sobre mis datos")
    v.pulsar("Enviar mi solicitud", 422)
    v.corregir("Escriba su nombre")
    v.escribir("Su nombre", v.vecina.nombre)
    v.escribir("Su correo electrónico", f"datos.{v.vecina.correo}")
    v.elegir("Bloqueo", "derecho")
    v.pulsar("Enviar mi solicitud")
    v.escribir("Código de 6 cifras", v.vecina.codigo(f"datos.{v.vecina.correo}"))
    v.pulsar("Confirmar que soy yo")
    v.lee("el servicio no le envía otros correos")
    v.abrir(f"/privacidad/solicitud/{v.vecina.acogida}/")
    v.lee("Su solicitud tiene respuesta")
    v.pulsar("Enviarme un código")
    v.pulsar("Descargar mi copia", 422)
    v.corregir("Escriba el código")
    v.escribir("Código de 6 cifras", v.vecina.codigo(f"copia.{v.vecina.correo}"))
    assert v.bajar("Descargar mi copia") == "copia-de-mis-datos.zip"


def inscribirme(v: Visita) -> None:
    """In an open activity, twice; and in one that is full."""
    v.abrir(CUENTA)
    v.seguir("Ver Jornada nacional y talleres")
    assert "query=Calle%201%20Norte%20123%2C%20Talca" in v.destino("Ver en el mapa")
    v.pulsar("Inscribirme", 422)
    v.corregir("Escriba su nombre")
    v.escribir("Nombres", v.vecina.nombre)
    v.escribir("Apellidos", "Inscrita")
    v.escribir("Correo", f"inscrita.{v.vecina.correo}")
    v.seleccionar("¿Cuántas personas más vienen?", "1 persona más")
    v.seleccionar("1.ª preferencia", "Bordes")
    v.pulsar("Inscribirme")
    v.lee("Ya tenemos su inscripción")
    v.abrir(f"{CUENTA}jornadas/jornada-nacional/")
    v.escribir("Nombres", v.vecina.nombre)
    v.escribir("Apellidos", "Inscrita")
    v.escribir("Correo", f"inscrita.{v.vecina.correo}")
    v.pulsar("Inscribirme")
    v.lee("En la entrada buscaremos su nombre")
    v.abrir(f"{CUENTA}jornadas/con-el-aforo-completo/")
    v.escribir("Nombres", v.vecina.nombre)
    v.escribir("Apellidos", "Inscrita")
    v.escribir("Correo", f"inscrita.{v.vecina.correo}")
    v.pulsar("Anotarme en la lista de espera")
    v.lee("Le anotamos en la lista de espera")


def responder_la_invitacion(v: Visita) -> None:
    """By the private link: somebody else comes, then one comes oneself; the survey; the way out."""
    v.abrir(v.vecina.enlace("invitacion", "/invitacion/"))
    v.pulsar("Enviar mi respuesta", 422)
    v.corregir("Elija una respuesta")
    v.elegir("Vendrá otra persona en mi lugar", "respuesta")
    v.mirar("con alguien en su lugar")
    v.escribir("Nombres", "Sonia")
    v.escribir("Apellidos", "Meza")
    v.escribir("Correo de esa persona", v.vecina.delegada)
    v.pulsar("Enviar mi respuesta")
    v.lee("Anotamos a quien vendrá en su lugar")
    v.elegir("Sí, vendré", "respuesta")
    v.mirar("con su propia venida")
    v.seleccionar("¿Cuántas personas más vienen?", "2 personas más")
    v.marcar("Intérprete de lengua de señas chilena")
    v.marcar("Doy permiso para guardar los apoyos")
    v.pulsar("Cambiar mi respuesta")
    v.lee("Le esperamos", "Los apoyos que pidió")
    v.pulsar("Retirar mi permiso y borrarlos")
    v.lee("Borramos los apoyos")
    v.seguir("Responda una encuesta breve")
    v.pulsar("Enviar mis respuestas", 422)
    v.marcar("Obras")
    v.elegir("Internet")
    v.escribir("4. ¿Qué compromiso pide?", "Más árboles")
    v.pulsar("Enviar mis respuestas")
    v.lee("Gracias por responder")
    v.seguir("Cambiar mis respuestas")
    v.seguir("Volver a su invitación")
    v.pulsar("No quiero recibir más invitaciones")
    v.lee("Ya no recibirá invitaciones")
    v.pulsar("Fue un error")
    v.lee("¿No quiere recibir más invitaciones?")


def entregar_lo_del_encuentro(v: Visita) -> None:
    """Who organised a meeting sends what was said in it."""
    v.abrir(f"/encuentro/{v.vecina.encuentro}/")
    v.pulsar("Enviar los aportes", 422)
    v.escribir("¿Cuántas personas fueron?", "14")
    v.escribir("Aporte 1", "Abrir la sede los sábados.")
    v.desplegar("Más espacio: aportes 6 a 10")
    v.escribir("Aporte 6", "Más bancas en la orilla.")
    v.pulsar("Enviar los aportes")
    v.lee("Ya tenemos los aportes del encuentro")
    v.seguir("Enviar más aportes")


def ver_los_datos_abiertos(v: Visita) -> None:
    """What can be taken away, and how a program reads it."""
    v.abrir(ANTERIOR)
    v.seguir("Datos abiertos de esta cuenta")
    v.lee("Aquí puede bajar lo que ya es público", "Consultas públicas en CSV")
    v.seguir("Lea los mismos datos con un programa")
    v.lee("No pide clave ni registro")


TODOS = (
    buscar_y_leer,
    ver_los_datos_abiertos,
    ver_si_ya_esta,
    recibir_avisos,
    preguntar,
    escribir_con_un_archivo,
    escribir_con_mala_red,
    escribir_en_el_marco,
    seguir_mi_consulta,
    recuperar_el_enlace,
    pedir_mis_datos,
    inscribirme,
    responder_la_invitacion,
    entregar_lo_del_encuentro,
)
