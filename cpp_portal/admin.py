"""The administrators' site: one role opens it, with allauth's own sign-in and second factor."""

from typing import Any

from csp.constants import NONCE, SELF  # noqa: F401
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class SitioAdmin(admin.AdminSite):
    site_header = "Administración del portal"
    site_title = "Administración"
    index_title = "Configuración, catálogos y personas"
    site_url = "/gestion/"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_authenticated and request.user.is_staff)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("seguimiento_gestion:inicio")
        return redirect(f"{reverse('account_login')}?next={request.GET.get('next', '/admin/')}")
