"""A bar on a terminal, plain lines elsewhere: how a long command says how far it is."""

from django.core.management.base import OutputWrapper

ANCHO = 30


class Progreso:
    """Writes to the error output, so that what the command says can be read by a program."""

    def __init__(self, salida: OutputWrapper, que: str, pasos: int = 10) -> None:
        self.salida = salida
        self.que = que
        self.pasos = pasos
        self._ultimo = 0

    def __call__(self, hechos: int, total: int) -> None:
        paso = self.pasos * hechos // max(total, 1)
        if self.salida.isatty():
            lleno = ANCHO * hechos // max(total, 1)
            barra = "█" * lleno + "░" * (ANCHO - lleno)
            self.salida.write(f"\r\x1b[2K{barra} {self.que}", ending="")
            self.salida.flush()
        elif paso > self._ultimo:
            self.salida.write(f"{self.que}: {100 * hechos // max(total, 1)} %")
        self._ultimo = max(paso, self._ultimo)

    def terminar(self) -> None:
        if self.salida.isatty():
            self.salida.write("\r\x1b[2K", ending="")
