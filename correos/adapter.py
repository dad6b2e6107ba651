"""How allauth behaves here: nobody signs up; its mails go through the outbox."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from correos import emails, services
from correos.models import TIPO_ACCESO, Mensaje


class CuentaAdapter(DefaultAccountAdapter):
    """People come by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the portal's own address, whatever host the request named."""
        return emails.absoluta(urlsplit(super().get_reset_password_from_key_url(key)).path)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """One outbox row without service: its links sign in, so no console shows its body."""
        datos = {"email": email, "request": self.request, "base_url": settings.BASE_URL, **context}
        correo = self.render_mail(template_prefix, email, datos)
        html = render_to_string(
            "correos/acceso.html",
            {"asunto": correo.subject, "texto": correo.body, "demo": settings.CPP_DEMO},
        )
        services.enqueue(
            servicio=None,
            tipo=TIPO_ACCESO,
            clave=f"acceso:{secrets.token_hex(16)}",
            para=email,
            asunto=correo.subject,
            texto=correo.body,
            html=html,
            prioridad=Mensaje.Prioridad.ALTA,
        )
