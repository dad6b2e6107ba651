// Progress of what is being sent: the parts marked data-avance (each with an id) are fetched again
// every few seconds while the page says that something is going (data-avance-en-curso).
// What is heard comes at most every 15 s; a part that holds the focus is left alone.
const MINIMO = 4000;
const MAXIMO = 60000;
const ENTRE_AVISOS = 15000;
const voz = document.querySelector("[data-avance-voz]");
let espera = MINIMO;
let dicho = 0;

const partes = (raiz) => [...raiz.querySelectorAll("[data-avance][id]")];
const sigue = (raiz) => raiz.querySelector("[data-avance-en-curso]") !== null;
const foto = () => partes(document).map((parte) => parte.textContent).join("\n");

function decir(nueva) {
  const frase = nueva.querySelector("[data-avance-frase]")?.textContent.trim();
  const termino = !sigue(nueva);
  if (!voz || !frase || (!termino && Date.now() - dicho < ENTRE_AVISOS)) {
    return;
  }
  dicho = Date.now();
  voz.textContent = termino ? `${frase}. Terminado.` : `${frase}.`;
}

function poner(nueva) {
  const antes = foto();
  for (const parte of partes(document)) {
    const otra = nueva.getElementById(parte.id);
    if (otra && !parte.contains(document.activeElement)) {
      parte.replaceWith(document.importNode(otra, true));
    }
  }
  return foto() !== antes;
}

async function mirar() {
  if (document.hidden) {
    return true;
  }
  const respuesta = await fetch(location.href, { headers: { "X-Requested-With": "avance" } });
  if (!respuesta.ok || respuesta.redirected) {
    return false;
  }
  const nueva = new DOMParser().parseFromString(await respuesta.text(), "text/html");
  if (poner(nueva)) {
    espera = MINIMO;
    decir(nueva);
  } else {
    espera = Math.min(espera * 2, MAXIMO);
  }
  return sigue(nueva);
}

async function turno() {
  let otra = true;
  try {
    otra = await mirar();
  } catch {
    espera = MAXIMO; // the network is away: ask again later
  }
  if (otra) {
    setTimeout(turno, espera);
  }
}

if (sigue(document)) {
  setTimeout(turno, espera);
}
