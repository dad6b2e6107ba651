"""What is typed in the plenary."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from comun.campos import nonce_nuevo
from convocatorias.models import Participante
from talleres.forms import ConAyudante, QuienForm

LARGO_PREGUNTA = 2000


class RespuestaForm(ConAyudante):
    """What was answered there and then, and by whom (R89)."""

    respuesta = forms.CharField(
        label="Qué se respondió",
        max_length=LARGO_PREGUNTA,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Escriba lo que se respondió."},
    )
    respondida_por = forms.CharField(
        label="Quién respondió",
        max_length=120,
        help_text="Nombre y cargo.",
        error_messages={"required": "Anote quién respondió."},
    )


class PreguntaForm(RespuestaForm):
    """A question of the plenary, answered or left pending."""

    texto = forms.CharField(
        label="Pregunta, como se hizo",
        max_length=LARGO_PREGUNTA,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Escriba la pregunta, como se hizo."},
    )
    participante = QuienForm(
        Participante.objects.none(),
        label="Quién pregunta",
        required=False,
        empty_label="Sin nombre",
    )
    nonce = forms.CharField(widget=forms.HiddenInput, max_length=40)

    field_order = ("texto", "participante", "respuesta", "respondida_por", "nonce")

    def __init__(self, *args: Any, personas: QuerySet[Participante], **kwargs: Any) -> None:
        kwargs["initial"] = {"nonce": nonce_nuevo()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["participante"].queryset = personas
        self.fields["respuesta"].required = self.fields["respondida_por"].required = False
        self.fields["respuesta"].help_text = "En blanco si queda pendiente: se responderá después."
