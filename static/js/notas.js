// Workshop notes: Enter writes the note down, Shift+Enter begins a line, Alt+1 to 5 chooses the kind.
const formulario = document.querySelector("form[data-notas]");

if (formulario) {
  const texto = formulario.querySelector("textarea");
  const tipos = [...formulario.querySelectorAll("input[type=radio]")];

  for (const teclas of document.querySelectorAll("[data-con-guion]")) {
    teclas.hidden = false;
  }
  texto.addEventListener("keydown", (suceso) => {
    if (suceso.key === "Enter" && !suceso.shiftKey && !suceso.isComposing && !suceso.altKey) {
      suceso.preventDefault();
      if (texto.value.trim()) {
        formulario.requestSubmit();
      }
    }
  });
  formulario.addEventListener("keydown", (suceso) => {
    const tipo = suceso.altKey && /^Digit[1-5]$/.test(suceso.code) && tipos[Number(suceso.code.slice(5)) - 1];
    if (tipo) {
      suceso.preventDefault();
      tipo.checked = true;
      tipo.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  if (!document.querySelector("[data-foco]")) {
    texto.focus();
  }
}
