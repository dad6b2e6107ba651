"""A JPEG without what it says about itself, its picture untouched."""

SOI, SOS = b"\xff\xd8", 0xDA
#: EXIF and XMP (APP1), the editor's own (APP3–APP13, APP15) and comments. What is needed to draw
#: it stays: JFIF (APP0), the colour profile (APP2) and the colours' transform (APP14).
_SOBRAN = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))


def sin_metadatos(foto: bytes) -> bytes:
    """The same picture. One whose segments cannot be read comes back as it is."""
    if not foto.startswith(SOI):
        return foto
    partes, lugar = [SOI], len(SOI)
    while foto[lugar : lugar + 1] == b"\xff" and lugar + 4 <= len(foto):
        marca = foto[lugar + 1]
        fin = lugar + 2 + int.from_bytes(foto[lugar + 2 : lugar + 4], "big")
        if marca == SOS:
            return b"".join((*partes, foto[lugar:]))
        if marca not in _SOBRAN:
            partes.append(foto[lugar:fin])
        lugar = fin
    return foto
