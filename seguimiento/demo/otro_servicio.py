"""The second service: an account that is being prepared, to show that services are apart."""

from convocatorias import services as convocatorias
from cuentas import services as cuentas
from cuentas.selectors import informe_de
from seguimiento.demo.etapas.preparacion import ESTRATEGIA, dejar_constancia, repartir_tareas
from seguimiento.demo.etapas.tareas import dar_por_hechas
from seguimiento.demo.obra import Obra

CAPITULOS = {
    "politicas": """\
La política de caminos rurales pone primero los accesos a **escuelas y postas**. En el año se \
conservaron 212 kilómetros, elegidos con las juntas de vecinos de cada sector.""",
    "planes": """\
El plan de conservación va en su segundo año de tres. Quedan por licitar los tramos de \
precordillera.""",
}
DIRECTORIO = """\
Organización;Tipos;Comuna;Contacto nombres;Contacto apellidos;Cargo;Correo;Teléfono
Junta de Vecinos Camino Real;territorial;Talca;{0};{1};Presidenta;{2};
Agrupación de Mujeres Rurales La Greda;mujeres, funcional;San Clemente;{3};{4};Secretaria;{5};
Comité de Agua Potable El Boldo;interés público;Pencahue;{6};{7};Tesorero;{8};
"""


def preparar(obra: Obra) -> None:
    """Open, with part of its report and a directory; nothing announced yet."""
    encargada, equipo = obra.quien("encargada-otro"), obra.quien("equipo-otro")
    obra.agenda.ir(-70)
    obra.cuenta = cuentas.abrir_cuenta(
        servicio=obra.servicio,
        anio_gestion=obra.anio_ejercicio - 1,
        anio_ejercicio=obra.anio_ejercicio,
        responsable=encargada,
        por=encargada,
    )
    cuentas.agregar_integrante(
        cuenta=obra.cuenta, usuario=equipo, funcion="Informe y directorio", por=encargada
    )
    repartir_tareas(obra, encargada, {equipo: ("informe", "organizaciones", "salas", "carpetas")})
    dejar_constancia(obra, "R10", ESTRATEGIA, encargada)
    cuentas.publicar_cuenta(cuenta=obra.cuenta, por=encargada)
    dar_por_hechas(obra, "Cuenta y equipo")
    obra.agenda.ir(-60)
    for capitulo in informe_de(obra.cuenta).capitulos.filter(tipo__in=CAPITULOS):
        cuentas.guardar_capitulo(
            capitulo=capitulo, texto=CAPITULOS[capitulo.tipo], visto=None, por=equipo
        )
    gente = [next(obra.vecinas) for _ in range(3)]
    convocatorias.cargar_directorio(
        servicio=obra.servicio,
        nombre="directorio.csv",
        contenido=DIRECTORIO.format(
            *(dato for p in gente for dato in (p.nombres, p.apellidos, p.correo))
        ).encode(),
        por=equipo,
    )
