"""What is told: Renca's exercise of 26 March 2019 (fuente 002), in sentences of our own.

Facts kept: 82 people in 8 groups of 7 to 12 that formed by themselves, two priorities per group,
two proposals of a self-organised meeting on the Monday after, a complementary meeting to which
nobody came, 18 proposals grouped into 5, and 3 of these accepted. The source names four of the
five subjects; the fifth, and every person, organisation and sentence, is invented.
"""

from dataclasses import dataclass
from datetime import time
from typing import Any

from convocatorias.services import EnlaceDeVideo

#: People of each group: 82 in all, between 7 and 12.
TAMANOS = (12, 11, 10, 12, 9, 7, 11, 10)
PERSONAS = sum(TAMANOS)
#: How those 82 came: by invitation, enrolled beforehand, and just so.
INVITADAS, INSCRITAS = 46, 14

SERVICIO = {
    "slug": "barrios-renca",
    "nombre": "Servicio de Barrios y Participación de Renca (demostración)",
    "nombre_corto": "Barrios Renca",
    "comuna_id": "13128",
    "correo": "participacion@barrios-renca.example",
    "telefono": "+56 2 2123 4500",
    "horario": "lunes a viernes de 9:00 a 14:00",
}
OTRO_SERVICIO = {
    "slug": "caminos",
    "nombre": "Servicio de Caminos Rurales del Maule (demostración)",
    "nombre_corto": "Caminos Maule",
    "comuna_id": "07101",
    "correo": "participacion@caminos.example",
    "telefono": "+56 71 2123 400",
    "horario": "lunes a jueves de 8:30 a 17:30",
}
NORMA = {"nombre": "Norma General de Participación (demostración)", "numero": "26"}
AVISO = """\
Usamos sus datos solo para responderle y para saber cuántas personas participan.

- **Qué guardamos:** su nombre, el medio de contacto que usted elige y lo que escribe.
- **Qué publicamos:** lo que escribe y nuestra respuesta. Su nombre, solo si usted lo autoriza.
- **Hasta cuándo:** seis meses después de enviarle la respuesta.
- **Sus derechos:** puede pedir ver, corregir o borrar sus datos en el correo del servicio.
"""

INFORME = {
    "politicas": """\
La política del servicio es que **cada barrio decida con información a la vista**. En el año se \
aplicaron tres orientaciones: publicar antes de preguntar, responder por escrito y volver al \
barrio a contar qué se hizo.

- 14 reuniones abiertas en sedes vecinales, con acta pública.
- Una pauta de lenguaje claro para todo documento que se entrega a organizaciones.
- Atención con intérprete de lengua de señas chilena en las actividades masivas.""",
    "planes": """\
El **Plan de Barrios** ordena las obras y los programas por territorio. De sus 22 acciones del \
año, 17 se terminaron, 4 siguen en curso y 1 se postergó.

| Territorio | Acciones | Terminadas |
| --- | --- | --- |
| Norte | 8 | 6 |
| Centro | 7 | 6 |
| Sur | 7 | 5 |""",
    "programas": """\
### Fondo de iniciativas vecinales

Postularon 61 organizaciones y se financiaron 27 proyectos.

### Escuela de dirigentes

Participaron 118 personas de 49 organizaciones en cuatro ciclos de formación.

### Seguridad en comunidad

Hay 30 comités de seguridad; 21 se reunieron al menos cuatro veces en el año.""",
    "presupuesto": """\
El presupuesto del año fue de **$1.840 millones** y se ejecutó el 94,2 %.

| Destino | Millones de pesos | Ejecución |
| --- | --- | --- |
| Espacios públicos | 890 | 93 % |
| Fondo de iniciativas vecinales | 310 | 100 % |
| Seguridad en comunidad | 260 | 91 % |
| Formación y participación | 180 | 97 % |
| Funcionamiento | 200 | 92 % |""",
    "proyecciones": """\
Para el año que viene proponemos discutir con la comunidad tres prioridades:

1. Un acuerdo de seguridad por barrio, con reuniones periódicas.
2. Sesiones e informes que cualquier persona pueda seguir.
3. Un diálogo estable con las organizaciones de pueblos originarios.""",
    "compromisos_cumplidos": """\
En la cuenta anterior se tomaron **seis compromisos**. Cuatro se cumplieron, uno va en 60 % y uno \
no se cumplió porque la licitación se declaró desierta dos veces.

- Cumplido: fondo con bases simplificadas.
- Cumplido: dos ciclos adicionales de la escuela de dirigentes.
- Cumplido: atención en terreno los sábados.
- Cumplido: catastro de sedes vecinales.
- En curso: recambio de luminarias en 40 pasajes.
- No cumplido: cierre perimetral de la plaza Los Ciruelos.""",
    "resumen": """\
En la jornada se contará qué se hizo con **$1.840 millones**: 17 de las 22 acciones del Plan de \
Barrios se terminaron y 27 proyectos vecinales tuvieron financiamiento.

De los seis compromisos de la cuenta anterior se cumplieron cuatro. Queremos conversar qué viene: \
seguridad por barrio, informes abiertos y un diálogo estable con los pueblos originarios.""",
}
#: A year later: what was done with what was accepted.
INFORME_SIGUIENTE = INFORME | {
    "resumen": """\
En la jornada se contará qué se hizo con **$1.910 millones** y qué pasó con las 18 propuestas de \
la cuenta anterior: tres temas se acogieron.

Queremos conversar sobre el reglamento del fondo vecinal, la mantención de áreas verdes y el plan \
de la mesa de pueblos originarios.""",
    "presupuesto": """\
El presupuesto del año fue de **$1.910 millones** y se ejecutó el 96,1 %.

| Destino | Millones de pesos | Ejecución |
| --- | --- | --- |
| Espacios públicos | 905 | 95 % |
| Fondo de iniciativas vecinales | 325 | 100 % |
| Seguridad en comunidad | 290 | 96 % |
| Formación y participación | 190 | 98 % |
| Funcionamiento | 200 | 94 % |""",
    "proyecciones": """\
Para el año que viene queremos discutir con la comunidad:

1. Un reglamento nuevo del fondo de iniciativas vecinales, escrito con las organizaciones.
2. El contrato de mantención de áreas verdes, que se licita otra vez.
3. Un presupuesto para el plan de trabajo de la mesa de pueblos originarios.""",
    "compromisos_cumplidos": """\
De las 18 propuestas de la cuenta anterior, ordenadas en cinco temas, **se acogieron tres temas**.

- Cumplido: el consejo ciudadano de seguridad sesionó nueve veces, con acta pública.
- Cumplido: las sesiones se anuncian con una semana y una al mes se hace en una sede vecinal.
- En curso: la mesa de pueblos originarios acordó su plan; falta el lugar para ceremonias.""",
}

INVITACION = (
    "Queremos contarle qué hicimos este año y escuchar qué compromisos propone su organización. "
    "Después de la exposición trabajaremos en grupos pequeños, y cada grupo elegirá dos "
    "propuestas para presentarlas a todas las personas."
)
CENTRAL: dict[str, Any] = {
    "nombre": "Jornada y talleres de propuestas",
    "descripcion": "Exposición de la cuenta, trabajo en grupos de 7 a 12 personas y plenario.",
    "lugar": "Gimnasio Liceo El Sauce",
    "direccion": "Avenida Los Ensayos 1500",
    "hora_inicio": time(9, 30),
    "hora_termino": time(13, 30),
    "accesibilidad": "Rampa de acceso, baño adaptado e intérprete de lengua de señas chilena.",
}
PROGRAMA = (
    ("Acreditación y café", 30),
    ("Exposición de la cuenta", 40),
    ("Trabajo en talleres", 90),
    ("Plenario", 60),
    ("Cierre", 20),
)
AUTOCONVOCADA = {
    "nombre": "Encuentro del Colectivo Juvenil Bajo el Cerro",
    "descripcion": "Lo organiza el propio colectivo y nos envía lo que acuerde.",
    "lugar": "Centro Cultural La Carpa",
    "direccion": "Calle Las Tablas 210",
}
QUIEN_SE_CONVOCA = "Colectivo Juvenil Bajo el Cerro"
FUERON_AL_ENCUENTRO = 26
COMPLEMENTARIA = {
    "nombre": "Encuentro complementario de la tarde",
    "descripcion": "Para quienes no pueden asistir en horario de trabajo.",
    "lugar": "Salón de reuniones del servicio",
    "direccion": "Avenida Los Ensayos 1320",
}
#: Addresses of nobody: the demo shows how it is told, not a film.
EN_VIVO = EnlaceDeVideo("https://video.example/renca/en-vivo", con_lsch=True)
GRABACION = EnlaceDeVideo(
    "https://video.example/renca/grabacion",
    con_lsch=True,
    con_subtitulos=True,
    nota="en un recuadro grande, abajo a la derecha.",
)
FOTO = "La plaza Los Ciruelos, sin cierre (imagen de la demostración)"
HOJA_ESCANEADA = "Hoja escaneada de la demostración"
NADIE_LLEGO = (
    "El equipo esperó con todo preparado, pero no llegó ninguna persona. El encuentro se suspendió."
)


@dataclass(frozen=True)
class Mesa:
    """A workshop: its subject, its two priorities, another agreement, and what was said."""

    tema: str
    prioridades: tuple[str, str]
    acuerdo: str
    dichos: tuple[tuple[str, str, str], ...]


MESAS = (
    Mesa(
        "Presupuesto y fondos",
        (
            "Publicar cada tres meses, en una hoja fácil de leer, cuánto se gastó y en qué barrio.",
            "Escribir las bases de los fondos concursables junto a las organizaciones.",
        ),
        "Pedir que los formularios de postulación quepan en dos páginas.",
        (
            ("opinion", "El presupuesto se publica, pero en planillas que nadie entiende.",
             "Desde este año cada planilla lleva un resumen de una página en lenguaje claro."),
            ("opinion", "Siempre ganan el fondo las mismas organizaciones.",
             "De los 27 proyectos del año, 11 fueron de organizaciones que postulaban por primera "
             "vez. Publicaremos esa cifra en cada concurso."),
            ("pregunta", "¿Cuánto del fondo quedó sin gastar el año pasado?",
             "Nada: el Fondo de iniciativas vecinales se ejecutó en un 100 %."),
        ),
    ),
    Mesa(
        "Seguridad en el barrio",
        (
            "Crear una mesa mensual de dirigentes, servicio y policías, con acta pública.",
            "Que cada comité reciba por escrito qué se hizo con los casos que informó.",
        ),
        "Actualizar el listado de contactos de los comités de seguridad.",
        (
            ("opinion", "Uno informa lo que pasa en el pasaje y después no sabe más.",
             "Tiene razón. La mesa de seguridad que se acogió incluye responder cada caso."),
            ("pregunta", "¿Quién convoca a los treinta comités de seguridad?",
             "Los convoca la Unidad de Barrios, por correo y por teléfono, cada dos meses."),
            ("desacuerdo", "Más cámaras no es lo que necesitamos, sino gente en la calle.",
             "Anotamos el desacuerdo: el plan de seguridad pondrá primero las rondas y las luces."),
        ),
    ),
    Mesa(
        "Concejo abierto",
        (
            "Anunciar con una semana de anticipación la fecha y los temas de cada sesión.",
            "Sesionar una vez al mes en una sede vecinal y publicar el acta en línea.",
        ),
        "Guardar diez minutos de cada sesión para preguntas del público.",
        (
            ("opinion", "Las sesiones son a la hora en que una trabaja.",
             "La sesión mensual en sedes se hará a las 19 horas."),
            ("pregunta", "¿Las actas de este año están publicadas?",
             "Sí, las 14. Desde ahora se publican a más tardar diez días después de la sesión."),
            ("opinion", "Se transmite, pero no se puede preguntar.",
             "Se abrirá un formulario de preguntas durante cada transmisión."),
        ),
    ),
    Mesa(
        "Pueblos originarios",
        (
            "Formar una mesa permanente con las asociaciones, también las que no tienen "
            "personalidad jurídica.",
            "Acordar un lugar estable para ceremonias y talleres de lengua.",
        ),
        "Que las actividades del We Tripantu se programen con las asociaciones.",
        (
            ("opinion", "Nos llaman para el acto y no para decidir.",
             "Por eso se acogió la mesa permanente, que acuerda el plan de trabajo del año."),
            ("pregunta", "¿Hay una persona encargada de pueblos originarios en el servicio?",
             "Todavía no. El cargo se crea junto con la mesa, en el segundo semestre."),
            ("opinion", "La señalética del cerro debería estar también en mapuzugun.",
             "Se incluirá en el recambio de señalética; el texto lo revisarán las asociaciones."),
        ),
    ),
    Mesa(
        "Plazas y áreas verdes",
        (
            "Publicar un calendario de mantención de cada plaza y cumplirlo.",
            "Entregar a las juntas de vecinos la administración de los puntos limpios.",
        ),
        "Hacer un recorrido por las plazas cada semestre con los vecinos.",
        (
            ("opinion", "La plaza nueva se secó porque nadie la riega en verano.",
             "El riego quedó a cargo de la empresa de mantención, con multa si no se cumple."),
            ("pregunta", "¿Cuándo se termina el cierre de la plaza Los Ciruelos?",
             "La licitación se declaró desierta dos veces. Se llamará de nuevo con otras bases."),
            ("opinion", "Faltan bancas con respaldo para las personas mayores.",
             "El diseño tipo de banca se cambió: las nuevas llevan respaldo y apoyabrazos."),
        ),
    ),
    Mesa(
        "Información clara",
        (
            "Explicar los resultados de cada fondo: quién ganó, con qué puntaje y por qué.",
            "Mostrar cada mes en un mapa los casos de seguridad, sin datos de personas.",
        ),
        "Poner un diario mural en cada sede vecinal.",
        (
            ("opinion", "Las personas mayores no se enteran de lo que sale solo por internet.",
             "Se imprimirá un boletín mensual que se reparte en sedes, ferias y consultorios."),
            ("pregunta", "¿Por qué el informe no se entrega impreso?",
             "Se entrega a quien lo pida: hay ejemplares en la oficina y en la biblioteca."),
            ("opinion", "El informe de este año se entiende mejor que el anterior.",
             "Gracias. Seguiremos usando la pauta de lenguaje claro."),
        ),
    ),
    Mesa(
        "Jóvenes y participación",
        (
            "Reservar una parte de los fondos para grupos juveniles sin personalidad jurídica.",
            "Abrir las canchas con luz hasta las 22 horas.",
        ),
        "Invitar a los centros de estudiantes a la próxima cuenta.",
        (
            ("opinion", "Nadie menor de treinta va a una reunión de dos horas.",
             "Probaremos encuentros de 45 minutos en los liceos."),
            ("pregunta", "¿Un colectivo sin timbre puede pedir una sede?",
             "Sí, con una carta de la junta de vecinos que la administra."),
            ("opinion", "Falta trabajo con los liceos durante el año.",
             "La escuela de dirigentes abrirá un ciclo para centros de estudiantes."),
        ),
    ),
    Mesa(
        "Personas mayores y cuidados",
        (
            "Organizar rondas y llamados a las personas mayores que viven solas.",
            "Preparar a los dirigentes para actuar en una emergencia de su cuadra.",
        ),
        "Revisar los semáforos con poco tiempo para cruzar.",
        (
            ("opinion", "Las cuidadoras no tienen con quién dejar a quien cuidan para venir.",
             "Desde la próxima actividad habrá un espacio de cuidado durante la jornada."),
            ("pregunta", "¿Los talleres de personas mayores siguen el próximo año?",
             "Sí: los ocho talleres continúan y se agregan dos en el sector norte."),
            ("opinion", "La micro no para frente al consultorio.",
             "Se pidió el paradero a la autoridad de transporte; avisaremos su respuesta."),
        ),
    ),
)  # fmt: skip

DEL_ENCUENTRO = (
    "Publicar el presupuesto y su ejecución en datos abiertos, para poder usarlos en el liceo.",
    "Recibir preguntas de jóvenes durante la transmisión de las sesiones y responderlas ahí mismo.",
)

#: Where the answers were made known: each channel with what shows it.
DIFUSION = {
    "web": {"url": "https://barrios.example/cuenta-publica/respuestas"},
    "correo": {"evidencia": "Boletín enviado a las 54 organizaciones del directorio"},
    "radio": {"evidencia": "Programa «La hora del barrio», con la lectura de las decisiones"},
    "mural": {"evidencia": "Afiche con las decisiones en los ocho centros comunitarios"},
}
RESULTADOS_COMPARTIDOS = (
    "Se envió a cada grupo el resumen de su taller, con cinco días para comentarlo."
)
