"""The bare page of the protocol: one view, a form of five fields, one INSERT."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from tests.bancos.patron.models import Recado

LISTA = [f"Lo que se hizo en la comuna {n}" for n in range(1, 21)]


class FormularioRecado(forms.ModelForm):
    class Meta:
        model = Recado
        fields = ("tipo", "mensaje", "nombres", "apellidos", "correo")


def recado(request: HttpRequest) -> HttpResponse:
    form = FormularioRecado(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        return redirect("gracias")
    return render(request, "patron/recado.html", {"form": form, "lista": LISTA})


def gracias(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Gracias")


urlpatterns = [path("recado/", recado, name="recado"), path("gracias/", gracias, name="gracias")]
