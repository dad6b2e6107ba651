"""The forms of sign-in, in the portal's own words: labels, no placeholders, no second link."""

from typing import Any, ClassVar

from allauth.account import forms as cuenta
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.core.validators import MaxLengthValidator

#: The longest address of mail.
LARGO_DE_INGRESO = 254
DEMASIADO_LARGO = "Es demasiado largo para ser un usuario o un correo. Revíselo."


class ConNuestrasPalabras(forms.Form):
    """Replaces allauth's labels and help texts and takes its placeholders away."""

    ETIQUETAS: ClassVar[dict[str, str]] = {
        "login": "Usuario o correo",
        "email": "Correo",
        "password": "Clave",
        "oldpassword": "Clave actual",
        "password1": "Clave nueva",
        "password2": "Clave nueva, otra vez",
        "code": "Código",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nombre, campo in self.fields.items():
            campo.label = self.ETIQUETAS.get(nombre, campo.label)
            campo.widget.attrs.pop("placeholder", None)
            if nombre == "login":  # longer ones are nobody's, and SQLite refuses to look for them
                campo.validators.append(MaxLengthValidator(LARGO_DE_INGRESO, DEMASIADO_LARGO))
            if nombre in ("login", "password", "oldpassword", "code"):
                campo.help_text = ""


class IngresoForm(ConNuestrasPalabras, cuenta.LoginForm):
    pass


class RecuperarForm(ConNuestrasPalabras, cuenta.ResetPasswordForm):
    pass


class ClaveNuevaForm(ConNuestrasPalabras, cuenta.ResetPasswordKeyForm):
    pass


class CambiarClaveForm(ConNuestrasPalabras, cuenta.ChangePasswordForm):
    pass


class ConfirmarForm(ConNuestrasPalabras, cuenta.ReauthenticateForm):
    pass


class CodigoForm(ConNuestrasPalabras, mfa.AuthenticateForm):
    pass


class ConfirmarCodigoForm(ConNuestrasPalabras, mfa.ReauthenticateForm):
    pass


class ActivarCodigoForm(ConNuestrasPalabras, totp.ActivateTOTPForm):
    pass
