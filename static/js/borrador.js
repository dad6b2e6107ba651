// A form with data-borrador="key" keeps what is typed in this browser until it is sent.
// Never kept: passwords, files, hidden data and what says data-privado (RUT, documents, signature).
// Of the hidden data only what says data-borrador-guarda goes with the draft: the number that makes
// one form one message, so that sending it again after a lost answer is not a second one.
// A draft is older than its form after one day, and then it is thrown away.
const UN_DIA = 24 * 60 * 60 * 1000;
const PREFIJO = "cpp-borrador:";
const SIN_GUARDAR = new Set(["password", "file", "hidden", "submit", "button", "reset"]);

const guardable = (campo) =>
  campo.name && !SIN_GUARDAR.has(campo.type) && !("privado" in campo.dataset) && !campo.disabled;

const guardaOculta = (campo) => campo.name && "borradorGuarda" in campo.dataset;

function leer(clave) {
  try {
    const borrador = JSON.parse(localStorage.getItem(clave));
    if (borrador && Date.now() - borrador.cuando < UN_DIA) {
      return borrador;
    }
    localStorage.removeItem(clave);
  } catch {
    // No storage or a broken draft: the form works without it.
  }
  return null;
}

function guardar(clave, campos, ocultos) {
  const valores = {};
  const ocultas = Object.fromEntries(ocultos.map((campo) => [campo.name, campo.value]));
  for (const campo of campos) {
    if (campo.type === "checkbox" || campo.type === "radio") {
      if (campo.checked) {
        (valores[campo.name] ??= []).push(campo.value);
      }
    } else {
      valores[campo.name] = campo.value;
    }
  }
  try {
    localStorage.setItem(clave, JSON.stringify({ cuando: Date.now(), valores, ocultas }));
    return true;
  } catch {
    return false;
  }
}

function reponer(borrador, campos) {
  let repuestos = 0;
  for (const campo of campos) {
    const valor = borrador.valores[campo.name];
    if (valor === undefined) {
      continue;
    }
    if (campo.type === "checkbox" || campo.type === "radio") {
      const marcado = valor.includes(campo.value);
      repuestos += marcado && !campo.checked ? 1 : 0;
      campo.checked = marcado;
    } else if (valor && valor !== campo.value) {
      campo.value = valor;
      campo.dispatchEvent(new Event("input", { bubbles: true }));
      repuestos += 1;
    }
  }
  return repuestos;
}

function aviso(formulario) {
  const linea = document.createElement("p");
  linea.className = "borrador";
  const texto = document.createElement("span");
  texto.setAttribute("role", "status");
  linea.append(texto);
  const acciones = formulario.querySelector(".acciones");
  if (acciones) {
    acciones.before(linea);
  } else {
    formulario.append(linea);
  }
  return { linea, texto };
}

const hora = () => new Date().toLocaleTimeString("es-CL", { hour: "2-digit", minute: "2-digit", hour12: false });

for (const formulario of document.querySelectorAll("form[data-borrador]")) {
  const clave = PREFIJO + formulario.dataset.borrador;
  const campos = [...formulario.elements].filter(guardable);
  const ocultos = [...formulario.elements].filter(guardaOculta);
  const nuevas = ocultos.map((campo) => campo.value);
  const { linea, texto } = aviso(formulario);

  // What the server sends back already brings what was typed: it wins.
  const traido = "borradorTraido" in formulario.dataset || document.querySelector("[data-foco]");
  const borrador = traido ? null : leer(clave);
  if (borrador && reponer(borrador, campos) > 0) {
    for (const campo of ocultos) {
      campo.value = borrador.ocultas?.[campo.name] ?? campo.value;
    }
    texto.textContent = "Recuperamos lo que había escrito en este equipo.";
    const borrar = document.createElement("button");
    borrar.type = "button";
    borrar.className = "btn btn-link btn-sm";
    borrar.textContent = "Empezar de nuevo";
    borrar.addEventListener("click", () => {
      localStorage.removeItem(clave);
      formulario.reset();
      ocultos.forEach((campo, i) => (campo.value = nuevas[i]));
      texto.textContent = "Borramos lo que estaba guardado en este equipo.";
      borrar.remove();
    });
    linea.append(borrar);
  }

  let espera;
  formulario.addEventListener("input", (suceso) => {
    if (!suceso.isTrusted) {
      return;
    }
    clearTimeout(espera);
    espera = setTimeout(() => {
      if (guardar(clave, campos, ocultos)) {
        texto.textContent = `Guardado en este equipo a las ${hora()}.`;
      }
    }, 600);
  });
  // Kept while the answer is on its way; the page that says it arrived throws it away.
  formulario.addEventListener("submit", () => {
    clearTimeout(espera);
    guardar(clave, campos, ocultos);
  });
}

// On the receipt: <… data-borrador-enviado="key">.
for (const recibo of document.querySelectorAll("[data-borrador-enviado]")) {
  try {
    localStorage.removeItem(PREFIJO + recibo.dataset.borradorEnviado);
  } catch {
    // No storage: nothing was kept.
  }
}
