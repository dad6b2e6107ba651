"""The administrators' site: one role opens it, with allauth's own sign-in and second factor."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class SitioAdmin(admin.AdminSite):
    """Django's own admin. `style-src` is relaxed here and nowhere else (import-export's pages)."""

    site_header = "Administración del portal"
    site_title = "Administración"
    index_title = "Configuración, catálogos y personas"
    site_url = "/gestion/"

    def has_permission(self, request: HttpRequest) -> bool:
        """The administrator's role and, outside the demo, a second factor."""
        if not (request.user.is_authenticated and request.user.is_staff):
            return False
        return settings.CPP_DEMO or is_mfa_enabled(request.user)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        usuario = request.user
        if not usuario.is_authenticated:
            return redirect(f"{reverse('account_login')}?next={reverse('admin:index')}")
        if usuario.is_staff:
            messages.warning(request, "Active un segundo factor para entrar a la administración.")
            return redirect("mfa_index")
        messages.error(request, "Su rol no abre la administración del portal.")
        return redirect("seguimiento_gestion:inicio")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        con_estilos = csp_update({"style-src": [UNSAFE_INLINE]})
        return con_estilos(super().admin_view(view, cacheable))
