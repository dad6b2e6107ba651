"""One child process in a group of its own: started, watched, started again, and never an orphan.

For Linux: the signals are waited for (`sigtimedwait`), not handled, so that nothing is ever cut
in the middle; and the kernel kills the child if its supervisor is killed.
"""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence

FIN = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
#: Seconds between TERM and KILL when it is stuck, and when the supervisor itself is told to end.
ESPERA_ATASCADO, ESPERA_AL_CERRAR = 10.0, 60.0
#: Seconds before a child that died is started again: doubled each time, until one lives this long.
PAUSA_MINIMA, PAUSA_MAXIMA = 1.0, 60.0
_PR_SET_PDEATHSIG = 1


def bloquear_seniales() -> None:
    """From here on the signals of this process wait until `esperar` asks for them."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {*FIN, signal.SIGCHLD})


def esperar(segundos: float) -> int:
    """Wait, less if a signal comes: its number, or 0."""
    llego = signal.sigtimedwait({*FIN, signal.SIGCHLD}, max(segundos, 0.0))
    return llego.si_signo if llego else 0


class Supervisado:
    """A command that must be running."""

    def __init__(self, orden: Sequence[str]) -> None:
        self.orden = list(orden)
        self.nombre = os.path.basename(self.orden[0])
        self._proceso: subprocess.Popen[bytes] | None = None
        self._desde = self._listo_desde = 0.0
        self._pausa = PAUSA_MINIMA
        #: The signal that told us to end while the child was being ended.
        self.interrumpido = 0

    @property
    def edad(self) -> float:
        """Seconds since it was started; 0 while it is not running."""
        return time.monotonic() - self._desde if self._proceso else 0.0

    def iniciar(self) -> None:
        """Start it.

        Raises:
            OSError: there is no such command, or it cannot be run.
        """
        self._proceso = subprocess.Popen(  # noqa: S603 (what whoever installs the portal wrote)
            self.orden,
            start_new_session=True,
            preexec_fn=_preparar(os.getpid()),
        )
        self._desde = time.monotonic()

    def murio(self) -> int | None:
        """Its exit code, once, when it has ended by itself; what was left of its group ends too."""
        if self._proceso is None or self._proceso.poll() is None:
            return None
        codigo = self._proceso.returncode
        self._recoger()
        return codigo

    def reiniciar_si_toca(self) -> float:
        """Start it again once its pause is over. How many seconds are left, 0 when it runs."""
        if self._proceso is not None:
            return 0.0
        if (falta := self._listo_desde - time.monotonic()) > 0:
            return falta
        try:
            self.iniciar()
        except OSError:  # it was there before: an upgrade under way, or a full table of processes
            self._recoger()
            return self._pausa
        return 0.0

    def terminar(self, senial: int, espera: float) -> int:
        """Ask it to end, and after `espera` (or a second signal to us) kill its whole group.

        Its exit code. Only the first process is asked: workers end their own children in order.
        """
        if self._proceso is None:
            return 0
        self._proceso.send_signal(senial)
        limite = time.monotonic() + espera
        while self._proceso.poll() is None and (falta := limite - time.monotonic()) > 0:
            if (llego := esperar(falta)) in FIN:
                self.interrumpido = llego
                break
        self._matar_grupo()
        codigo = self._proceso.wait()
        self._recoger()
        return codigo

    def _recoger(self) -> None:
        self._matar_grupo()
        if self.edad >= PAUSA_MAXIMA:
            self._pausa = PAUSA_MINIMA
        self._listo_desde = time.monotonic() + self._pausa
        self._pausa = min(self._pausa * 2, PAUSA_MAXIMA)
        self._proceso = None

    def _matar_grupo(self) -> None:
        """The group has the number of its first process, also after that one has died."""
        if self._proceso is not None:
            try:
                os.killpg(self._proceso.pid, signal.SIGKILL)
            except ProcessLookupError:
                return


_libc = ctypes.CDLL(None, use_errno=True)


def _preparar(padre: int) -> Callable[[], None]:
    """What the child does before it becomes the command."""

    def preparar() -> None:
        for senial in FIN:  # whoever started us behind a shell may have left them ignored
            signal.signal(senial, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {*FIN, signal.SIGCHLD})
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != padre:
            os._exit(1)

    return preparar
