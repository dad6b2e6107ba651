from django.urls import path

from respuestas.views import (
    banner,
    encuentros,
    enlace_perdido,
    incrustado,
    mi_consulta,
    parecidas,
    publicadas,
    publico,
)

app_name = "respuestas"

urlpatterns = [
    path("cuentas/<slug:servicio>/<int:anio>/participar/", publico.participar, name="participar"),
    path(
        "cuentas/<slug:servicio>/<int:anio>/preguntas-parecidas/",
        parecidas.preguntas_parecidas,
        name="preguntas_parecidas",
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/respuestas/", publicadas.respuestas, name="respuestas"
    ),
    path(
        "cuentas/<slug:servicio>/<int:anio>/respuestas.pdf",
        publicadas.respuestas_pdf,
        name="respuestas_pdf",
    ),
    path("incrustar/<slug:servicio>/<int:anio>/", incrustado.incrustar, name="incrustar"),
    path("incrustar/<slug:servicio>/<int:anio>/banner.svg", banner.banner_svg, name="banner_svg"),
    path("incrustar/cpp-participacion-<int:version>.js", banner.elemento, name="elemento"),
    # Where the picture was before: what was pasted then goes on working.
    path(
        "cuentas/<slug:servicio>/<int:anio>/banner.svg",
        banner.banner_svg,
        name="banner_de_antes",
    ),
    path("encuentro/<str:clave>/", encuentros.encuentro, name="encuentro"),
    path("encuentro/<str:clave>/recibido/", encuentros.recibido, name="encuentro_recibido"),
    path("mi-consulta/", enlace_perdido.perdido, name="enlace_perdido"),
    path("mi-consulta/pedida/", enlace_perdido.pedido, name="enlace_pedido"),
    path("mi-consulta/<str:clave>/", mi_consulta.mi_consulta, name="mi_consulta"),
    path(
        "mi-consulta/<str:clave>/archivo/",
        mi_consulta.archivo,
        {"clase": "adjunto"},
        name="adjunto",
    ),
    path("mi-consulta/<str:clave>/contacto/", mi_consulta.contacto, name="contacto"),
    path(
        "mi-consulta/<str:clave>/invitaciones/devolver/",
        mi_consulta.devolver_invitaciones,
        name="devolver_invitaciones",
    ),
    path(
        "mi-consulta/<str:clave>/invitaciones/retirar/",
        mi_consulta.retirar_invitaciones,
        name="retirar_invitaciones",
    ),
    path(
        "mi-consulta/<str:clave>/nombre/devolver/",
        mi_consulta.devolver_nombre,
        name="devolver_nombre",
    ),
    path(
        "mi-consulta/<str:clave>/nombre/retirar/",
        mi_consulta.retirar_nombre,
        name="retirar_nombre",
    ),
    path(
        "mi-consulta/<str:clave>/original/",
        mi_consulta.archivo,
        {"clase": "original"},
        name="original",
    ),
    path("mi-consulta/<str:clave>/recibido/", mi_consulta.recibido, name="recibido"),
]
