"""The directory of the service, as the spreadsheet that its team would upload."""

import csv
import io
from collections.abc import Iterator

from seguimiento.demo.personas import Vecina

COLUMNAS = (
    "Organización", "Tipos", "Comuna", "Contacto nombres", "Contacto apellidos", "Cargo", "Correo",
    "Teléfono",
)  # fmt: skip
CARGOS = ("Presidenta", "Secretaria", "Tesorero")

#: Name and kinds. The ones at odd places have two contacts.
ORGANIZACIONES = (
    ("Junta de Vecinos Las Tres Esquinas", "territorial"),
    ("Junta de Vecinos Las Higueras", "territorial"),
    ("Junta de Vecinos Los Ciruelos", "territorial"),
    ("Junta de Vecinos La Noria", "territorial"),
    ("Junta de Vecinos Los Jazmines", "territorial"),
    ("Junta de Vecinos Puente Nuevo", "territorial"),
    ("Junta de Vecinos El Mirador Alto", "territorial"),
    ("Unión Comunal de Juntas de Vecinos (demostración)", "territorial, interés público"),
    ("Comité de Seguridad Pasaje Los Copihues", "funcional"),
    ("Comité de Seguridad Villa Manuela", "funcional"),
    ("Comité de Seguridad Calle Larga", "funcional"),
    ("Club de Personas Mayores Años Dorados", "personas mayores, funcional"),
    ("Club de Personas Mayores La Amistad", "personas mayores, funcional"),
    ("Agrupación de Mujeres Sembrando Barrio", "mujeres, funcional"),
    ("Taller de Mujeres Hilos y Colores", "mujeres, funcional"),
    ("Centro Juvenil La Esquina", "jóvenes"),
    ("Colectivo Juvenil Bajo el Cerro", "jóvenes, cultural"),
    ("Centro de Estudiantes Liceo El Sauce", "estudiantes, jóvenes"),
    ("Asociación Mapuche Kiñe Rakiduam", "pueblos originarios"),
    ("Asociación Mapuche We Liwen", "pueblos originarios, cultural"),
    ("Comité de Migrantes Puertas Abiertas", "migrantes"),
    ("Agrupación de Personas con Discapacidad Sin Barreras", "discapacidad, interés público"),
    ("Club Deportivo Estrella del Norte", "funcional"),
    ("Club Deportivo Unión Las Acacias", "funcional"),
    ("Centro Cultural La Carpa", "cultural"),
    ("Comité Ambiental Cerro Verde", "ambiental, interés público"),
    ("Huerto Comunitario Raíces", "ambiental"),
    ("Voluntariado Manos de Renca", "voluntariado"),
    ("Sindicato de Feriantes El Carmen", "sindical"),
    ("Cámara de Comercio Barrial", "gremial"),
    ("Comité de Vivienda Nueva Esperanza", "funcional"),
    ("Comité de Adelanto Los Aromos", "territorial"),
    ("Agrupación de Cuidadoras Compañía", "mujeres, interés público"),
    ("Mesa de Salud Barrial", "interés público"),
    ("Biblioteca Popular El Estero", "cultural, voluntariado"),
    ("Radio Comunitaria La Antena", "cultural"),
    ("Brigada de Reciclaje Ecopuntos", "ambiental, voluntariado"),
    ("Grupo de Egresadas del Liceo (demostración)", "académica"),
    ("Junta de Vecinos Los Relojeros", "territorial"),
    ("Junta de Vecinos Pasaje del Medio", "territorial"),
)


def planilla(gente: Iterator[Vecina], escala: int) -> bytes:
    """The sheet as CSV: 60 contacts in 40 organisations, times `escala`."""
    salida = io.StringIO(newline="")
    hoja = csv.writer(salida, delimiter=";")
    hoja.writerow(COLUMNAS)
    for vuelta in range(1, escala + 1):
        for puesto, (nombre, tipos) in enumerate(ORGANIZACIONES):
            llamada = nombre if vuelta == 1 else f"{nombre} {vuelta}"
            for cargo in CARGOS[: 1 + puesto % 2]:
                persona = next(gente)
                hoja.writerow(
                    [llamada, tipos, "Renca", persona.nombres, persona.apellidos, cargo,
                     persona.correo, persona.telefono]
                )  # fmt: skip
    return salida.getvalue().encode()
