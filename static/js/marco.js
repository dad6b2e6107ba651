// In a frame: tells the page around it how tall this one is, as {cpp: 1, alto: <integer>}.
// Only to the host that framed it, and only if it is one of those that the page lists; never to
// any other window. Without script the frame keeps its height and scrolls.
const lista = document.getElementById("marco").dataset.anfitriones.split(" ").filter(Boolean);
const RECUERDO = "cpp-marco:";

function origenDe(direccion) {
  try {
    return new URL(direccion).origin;
  } catch {
    return "";
  }
}

// What the browser says of who framed it; where it only tells the page before, which after a step
// of the form is our own, the name of the frame keeps it (there is no storage in here).
function anfitrion() {
  const recordado = window.name.startsWith(RECUERDO) ? window.name.slice(RECUERDO.length) : "";
  const dichos = [location.ancestorOrigins?.[0], origenDe(document.referrer), recordado];
  return dichos.find((dicho) => lista.includes(dicho));
}

const destino = window.parent === window ? undefined : anfitrion();
if (destino) {
  window.name = RECUERDO + destino;
  let dicho = 0;
  const decir = () => {
    const alto = Math.ceil(document.body.getBoundingClientRect().height);
    if (alto !== dicho) {
      dicho = alto;
      window.parent.postMessage({ cpp: 1, alto }, destino);
    }
  };
  new ResizeObserver(decir).observe(document.body);
  decir();
}

// After a step of the form the page begins at its title: the one around it was left further down,
// and whoever listens is told where they are. A refused form begins at what is wrong (foco.js).
// Only then: a page that has just opened must not lose its place to the form, also where the host
// and the portal are one site, as in the sample pages.
const titulo = document.querySelector("h1");
if (destino && titulo && document.referrer.startsWith(`${location.origin}/incrustar/`) && !document.querySelector("[data-foco]")) {
  titulo.tabIndex = -1;
  titulo.focus();
}
