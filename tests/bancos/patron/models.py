"""What a plain sender keeps of each mail."""

from django.db import models


class Folleto(models.Model):
    """A file that a whole campaign carries."""

    contenido = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pk}"


class Carta(models.Model):
    """One mail to one person, rendered when it is sent."""

    para = models.EmailField()
    nombre = models.CharField(max_length=200)
    numero = models.PositiveIntegerField()
    folleto = models.ForeignKey(Folleto, models.CASCADE, null=True, related_name="+")
    enviada = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(enviada=False), name="carta_por_enviar")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class FilaPlana(models.Model):
    """One row of a sheet as it comes, of one table: what an import costs at least."""

    organizacion = models.CharField(max_length=160)
    tipos = models.CharField(max_length=200)
    comuna = models.CharField(max_length=60, blank=True)
    temas = models.CharField(max_length=200, blank=True)
    rut = models.CharField(max_length=12, blank=True)
    personalidad = models.CharField(max_length=120, blank=True)
    direccion = models.CharField(max_length=200, blank=True)
    nombres = models.CharField(max_length=100)
    apellidos = models.CharField(max_length=100, blank=True)
    cargo = models.CharField(max_length=80, blank=True)
    representante = models.CharField(max_length=10, blank=True)
    correo = models.EmailField(blank=True)
    telefono = models.CharField(max_length=20, blank=True)

    def __str__(self) -> str:
        return f"{self.pk}"


class Recado(models.Model):
    """What a plain public form stores: five fields in one row."""

    TIPOS = (("pregunta", "Pregunta"), ("opinion", "Opinión"), ("propuesta", "Propuesta"))

    tipo = models.CharField(max_length=12, choices=TIPOS)
    mensaje = models.TextField(max_length=3000)
    nombres = models.CharField(max_length=100)
    apellidos = models.CharField(max_length=100)
    correo = models.EmailField()

    def __str__(self) -> str:
        return f"{self.pk}"
