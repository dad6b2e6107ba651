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
