// <cpp-participacion>: puts the form of the public account where its link is, if the site lets it.
// The link stays until the form answers from inside its frame; without an answer nothing changes.
// Version 1. It never changes: sites paste it with its hash (integrity).
(() => {
  "use strict";
  if (!window.customElements || customElements.get("cpp-participacion")) return;
  const script = document.currentScript;
  if (!script) return;
  const origen = new URL(script.src).origin;
  const MAXIMO = 20000;
  // Until it answers it is not seen, but as wide as it will be: its height depends on it.
  const ESTILO =
    ":host{display:block;position:relative}iframe{display:block;width:100%;border:0}" +
    ":host(:not([listo])) iframe{position:absolute;inset:0;height:1px;visibility:hidden}" +
    ":host([listo]) slot{display:none}";

  // /cuentas/<servicio>/<anio>/participar/ -> /incrustar/<servicio>/<anio>/
  const direccion = (enlace) => {
    let url;
    try {
      url = new URL(enlace.href);
    } catch {
      return "";
    }
    const partes = /^\/cuentas\/([\w-]+)\/(\d{1,4})\/participar\/?$/.exec(url.pathname);
    return url.origin === origen && partes ? `${origen}/incrustar/${partes[1]}/${partes[2]}/` : "";
  };

  customElements.define(
    "cpp-participacion",
    class extends HTMLElement {
      connectedCallback() {
        if (document.readyState === "loading") {
          // Its link may not have been read yet.
          document.addEventListener("DOMContentLoaded", () => this.mejorar(), { once: true });
        } else {
          this.mejorar();
        }
      }

      disconnectedCallback() {
        if (this.oir) window.removeEventListener("message", this.oir);
      }

      mejorar() {
        const enlace = this.querySelector("a[href]");
        const src = enlace && this.isConnected ? direccion(enlace) : "";
        if (!src) return;
        const raiz = this.shadowRoot || this.attachShadow({ mode: "open" });
        try {
          const hoja = new CSSStyleSheet();
          hoja.replaceSync(ESTILO);
          raiz.adoptedStyleSheets = [hoja];
        } catch {
          // An old browser: without its sheet the frame would be seen before it answers.
          raiz.replaceChildren(document.createElement("slot"));
          return;
        }
        const marco = document.createElement("iframe");
        // A host with no-referrer would turn the form's Origin into "null", which is refused.
        marco.referrerPolicy = "strict-origin";
        const imagen = enlace.querySelector("img[alt]");
        marco.title = (imagen ? imagen.alt : enlace.textContent).trim() || "Cuenta pública";
        raiz.replaceChildren(document.createElement("slot"), marco);
        this.disconnectedCallback();
        this.oir = (evento) => {
          if (evento.origin !== origen || evento.source !== marco.contentWindow) return;
          const dato = evento.data;
          if (!dato || dato.cpp !== 1 || !Number.isInteger(dato.alto)) return;
          if (dato.alto < 1 || dato.alto > MAXIMO) return;
          marco.height = String(dato.alto);
          this.setAttribute("listo", "");
        };
        window.addEventListener("message", this.oir);
        marco.src = src;
      }
    },
  );
})();
