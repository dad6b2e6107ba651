// Counts the letters of a field with data-contador (and a maxlength).
// The count is spoken at most once every two seconds, when one stops typing.
const numero = new Intl.NumberFormat("es-CL");

for (const campo of document.querySelectorAll("[data-contador][maxlength]")) {
  const maximo = campo.maxLength;
  const cuenta = document.createElement("p");
  const voz = document.createElement("span");
  cuenta.className = "cuenta-letras";
  cuenta.setAttribute("aria-hidden", "true");
  voz.className = "visually-hidden";
  voz.setAttribute("role", "status");
  campo.after(cuenta, voz);

  let espera;
  const contar = () => {
    const frase = `Lleva ${numero.format(campo.value.length)} de ${numero.format(maximo)} letras.`;
    cuenta.textContent = frase;
    return frase;
  };
  campo.addEventListener("input", () => {
    const frase = contar();
    clearTimeout(espera);
    espera = setTimeout(() => {
      voz.textContent = frase;
    }, 2000);
  });
  contar();
}
