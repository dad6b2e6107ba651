"""What came in a POST, where no middleware looked at it before the view."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, QueryDict, UnreadablePostError


def lo_enviado(request: HttpRequest) -> QueryDict:
    """The fields of the form. For views without the check of its token, which reads them first.

    Raises:
        BadRequest: the network was cut in the middle, which is no error of ours.
    """
    try:
        return request.POST
    except UnreadablePostError:  # whoever sent it left: nobody reads the answer
        raise BadRequest("The form did not arrive whole.") from None
