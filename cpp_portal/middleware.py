"""What is asked of every request before anybody reads it."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse

#: What a browser may send at once. Every file that we take is far smaller, and what is not taken
#: is told beside the form; past this the body is not even read, or it would fill the disk.
CUERPO_MAXIMO = 64 * 1024 * 1024
#: Where everything that is shown inside other sites begins.
EN_OTROS_SITIOS = "/incrustar/"


def en_utf8(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Read every request as UTF-8, whatever it says of itself: all our pages are in it.

    Some of the encodings that Python knows make letters that no database takes, or no text at
    all; what is not UTF-8 arrives with marks in place of its odd letters, and nothing fails.
    """

    def pedir(request: HttpRequest) -> HttpResponse:
        if request.encoding:
            request.encoding = "utf-8"
        return get_response(request)

    return pedir


def con_medida(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 400, in words, to a body that nobody would send by hand."""

    def pedir(request: HttpRequest) -> HttpResponse:
        try:
            largo = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            largo = 0
        if largo > CUERPO_MAXIMO:
            raise RequestDataTooBig("The body is larger than CUERPO_MAXIMO.")
        return get_response(request)

    return pedir


def sin_galletas(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """What stands in other sites reads no cookie, and so renews and takes away none.

    Before whoever reads them: also a session that is over, or a broken token, would be answered
    with a cookie, and whoever is signed in would be somebody inside a frame.
    """

    def pedir(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(EN_OTROS_SITIOS):
            request.COOKIES = {}
        return get_response(request)

    return pedir
