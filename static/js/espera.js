// A page that waits for a worker: what is marked data-espera (with an id) is fetched again every
// two seconds; when the work is done, or the page is another one, it is opened.
const CADA = 2000;
const MAXIMO = 30000;
const voz = document.querySelector("[data-espera-voz]");
let espera = CADA;

async function mirar() {
  if (document.hidden) {
    return true;
  }
  const respuesta = await fetch(location.href, { headers: { "X-Requested-With": "espera" } });
  const nueva = new DOMParser().parseFromString(await respuesta.text(), "text/html");
  const parte = nueva.querySelector("[data-espera-en-curso]");
  const antes = document.querySelector("[data-espera]");
  if (!respuesta.ok || respuesta.redirected || !parte || nueva.title !== document.title) {
    location.reload();
    return false;
  }
  if (antes && antes.innerHTML !== parte.innerHTML) {
    antes.replaceChildren(...document.importNode(parte, true).childNodes);
    if (voz) {
      voz.textContent = document.querySelector("[data-espera] p")?.textContent.trim() ?? "";
    }
  }
  return true;
}

async function turno() {
  let otra = true;
  try {
    otra = await mirar();
    espera = CADA;
  } catch {
    espera = Math.min(espera * 2, MAXIMO); // the network is away: ask again later
  }
  if (otra) {
    setTimeout(turno, espera);
  }
}

setTimeout(turno, espera);
