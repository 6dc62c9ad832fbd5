// The hour of a correction: a warning five minutes before its end, and the answer kept while
// it is typed. Without this file the page says until when it is open and has a plain button.
"use strict";
(() => {
  const { announce, byId } = window.mesa;
  const WARN = 300_000; // milliseconds before the end
  const PAUSE = 3000; // after the last letter
  const dialog = byId("sesion-aviso");
  const text = byId("sesion-texto");
  const [go, search] = dialog.querySelectorAll(".acciones > *");
  const words = text.textContent;
  let box, end, warned, typing;

  // tarjetas.js may put a newer box in the place of the old one
  const look = () => {
    if (box === (box = byId("sesion"))) return;
    end = Date.now() + box.dataset.quedan * 1000;
    warned = false;
  };

  const over = () => {
    go.hidden = true;
    search.hidden = false;
    for (const part of [byId("sesion-titulo"), text]) part.textContent = part.dataset.fin;
    if (!dialog.open) dialog.showModal();
    search.focus();
  };

  const stay = async (loud) => {
    clearTimeout(typing);
    look();
    const answer = byId("respuesta");
    try {
      const res = await fetch(box.dataset.seguir, {
        method: "POST",
        headers: { "HX-Request": "true" },
        body: new URLSearchParams(answer ? { respuesta: answer.value } : {}),
        keepalive: true,
        redirect: "manual",
      });
      if (res.status === 404 || res.status === 409) return over();
      if (res.status !== 204) throw res;
      end = Date.now() + 3600_000;
      warned = false;
      const until = res.headers.get("Sesion-Hasta");
      box.querySelector("[data-hasta]").textContent = until;
      text.textContent = words;
      dialog.close();
      if (loud) announce(`La página seguirá abierta hasta las ${until}.`);
    } catch {
      if (!loud) return;
      text.textContent = text.dataset.falla;
      if (!dialog.open) dialog.showModal();
    }
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest("button[data-seguir]")) return;
    event.preventDefault();
    stay(true);
  });
  document.addEventListener("input", ({ target }) => {
    if (target.id !== "respuesta") return;
    clearTimeout(typing);
    typing = setTimeout(stay, PAUSE);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && byId("respuesta") && !document.querySelector("form[aria-busy]")) stay();
  });
  document.addEventListener("submit", () => clearTimeout(typing));

  const tick = () => {
    look();
    const left = end - Date.now();
    if (left <= 0) return search.hidden && over();
    if (left > WARN || warned) return;
    warned = true;
    dialog.showModal();
  };
  setInterval(tick, 5000);
  tick();
})();
