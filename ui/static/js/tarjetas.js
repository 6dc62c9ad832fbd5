// The cards of files: what the person sees of an upload, and presses. The upload itself is in
// cargas.js. Without this file or without tus a card is a plain form.
"use strict";
(() => {
  const { all, announce, byId, cargas, prepare, request } = window.mesa;
  if (!cargas) return;
  const { Carga, UNREADABLE, begun, expire, forget, running } = cargas;
  document.documentElement.classList.add("cargas");

  // Numbers in words
  const megabytes = (bytes) => (bytes / (1 << 20)).toFixed(1).replace(".", ",");
  const amount = (bytes, total) => (total < 1 << 20 ? (bytes / 1024).toFixed() : megabytes(bytes));
  const unit = (total) => (total < 1 << 20 ? "kB" : "MB");
  const count = (n, one, many) => (n === 1 ? `Falta 1 ${one}` : `Faltan ${n} ${many}`);
  const timeLeft = (seconds) => {
    if (seconds < 55) return count(Math.max(5, Math.ceil(seconds / 5) * 5), "segundo", "segundos");
    if (seconds < 90 * 60) return count(Math.round(seconds / 60), "minuto", "minutos");
    return count(Math.round(seconds / 3600), "hora", "horas");
  };

  // What can be said before a byte is sent; hooks/pdf StartsAsPDF is the model
  const startsAsPDF = (head) => {
    const at = head.indexOf("%PDF-");
    const before = head.slice(0, Math.max(at, 0)).replace(/^\xef\xbb\xbf/, "").replace(/^[\0\t\n\f\r ]+/, "");
    return at >= 0 && (!before || (/^[\t\n\r -;=-~]*[\n\r]$/.test(before) && !/^[#%]!/.test(before)));
  };
  // What a file is that is no PDF; hooks/pdf KindOf is the model
  const EXTENSIONS = {
    docx: "word", doc: "word", xlsx: "excel", xls: "excel", pptx: "powerpoint", ppt: "powerpoint", odt: "odf", ods: "odf", odp: "odf",
  };
  const KINDS = [
    [/^(\xff\xd8\xff|\x89PNG\r\n|RIFF[^]{4}WEBP)/, "foto"], [/^[^]{4}ftyp(he[iv]|mif1|msf1)/, "heic"], [/^[^]{4}ftypavi/, "imagen"],
    [/^[^]{4}ftyp/, "video"], [/^(GIF8|II\*\0|MM\0\*|BM)/, "imagen"], [/^\{\\rtf/, "word"], [/^Rar!/, "rar"], [/^7z\xbc\xaf/, "7z"],
    [/^\s*[^\s<\0-\x08\x0e-\x1f\x7f-\x9f][^\0-\x08\x0e-\x1f]*$/, "texto"],
  ];
  const kindOf = (head, name) => {
    const byName = EXTENSIONS[name.split(".").pop().toLowerCase()];
    if (/^\xd0\xcf\x11\xe0/.test(head)) return byName;
    if (/^PK\x03\x04/.test(head)) return byName ?? (head.includes("[Content_Types]") ? "" : "zip");
    return KINDS.find(([mark]) => mark.test(head))?.[1];
  };
  const say = (kind) => byId("archivo-tipos").content.querySelector(`[data-tipo="${kind}"]`)?.textContent;
  const headOf = async (file) => String.fromCharCode(...new Uint8Array(await file.slice(0, 1024).arrayBuffer()));
  const refusal = async (file, { max, vacio, grande, noEsPdf }) => {
    if (!file.size) return vacio;
    if (max && file.size > max) return grande.replace("{mb}", max >> 20);
    try {
      const head = await headOf(file);
      return startsAsPDF(head) ? "" : say(kindOf(head, file.name)) ?? noEsPdf;
    } catch {
      return UNREADABLE;
    }
  };
  const arePhotos = async (files) => {
    const kinds = await Promise.all(files.map(async (file) => kindOf(await headOf(file).catch(() => ""), file.name)));
    return kinds.every((kind) => kind === "foto" || kind === "heic");
  };

  // An upload in words
  const why = ({ status }) => (status
    ? "El servicio no responde. Seguiremos solos cuando vuelva."
    : "Se perdió la conexión. Seguiremos solos cuando vuelva.");
  const figures = ({ file: { size }, samples, sent, state }) => {
    const parts = [`${amount(sent, size)} de ${amount(size, size)} ${unit(size)}`];
    const [first, last] = [samples?.[0], samples?.[samples.length - 1]];
    if (state === "subiendo" && last?.[0] > first?.[0] + 500 && last[1] > first[1]) {
      const speed = (last[1] - first[1]) / (last[0] - first[0]) * 1000;
      parts.push(`${amount(speed, speed)} ${unit(speed)} por segundo`, timeLeft((size - sent) / speed));
    }
    return parts.join(" · ");
  };

  // Cards
  const formOf = (key) => document.querySelector(`form[data-carga="${key}"]`);
  const cardError = (form, text) => {
    const input = form.elements.archivo;
    const id = `${input.id}-error`;
    byId(id)?.remove();
    form.closest(".archivo").classList.toggle("archivo--error", !!text);
    const described = input.getAttribute("aria-describedby").split(" ").filter((other) => other !== id);
    input.setAttribute("aria-describedby", (text ? [id, ...described] : described).join(" "));
    if (!text) return input.removeAttribute("aria-invalid");
    input.setAttribute("aria-invalid", "true");
    const error = form.querySelector("template").content.firstElementChild.cloneNode(true);
    error.querySelector("span").lastChild.data = text;
    error.setAttribute("role", "alert");
    error.tabIndex = -1;
    form.querySelector(".avance").before(error);
  };

  // show puts a card into a state: which parts of it are seen.
  const BUTTONS = {
    subiendo: ["pausar", "cancelar"], pausada: ["continuar", "cancelar"], cortada: ["pausar", "cancelar"], pendiente: ["cancelar"],
  };
  const show = (form, state, text = "", cifras = "", percent = 0) => {
    const panel = form.querySelector(".avance");
    const zone = form.querySelector(".zona");
    const { archivo, numero } = form.elements;
    const held = form.contains(document.activeElement);
    panel.hidden = !state;
    const photos = form.querySelector(".fotos");
    if (photos) photos.hidden = !!state;
    zone.hidden = !!photos || (!!state && state !== "pendiente");
    panel.dataset.estado = state;
    panel.querySelector(".avance__texto").textContent = text;
    panel.querySelector(".avance__cifras").textContent = cifras;
    panel.querySelector("progress").value = percent;
    for (const button of all("button", panel)) button.hidden = !BUTTONS[state]?.some((name) => name in button.dataset);
    if (numero) numero.readOnly = !!state; // the number was announced with the upload
    form.querySelector(".archivo__enviar").classList.remove("archivo__enviar--visible");
    const { activeElement } = document; // a part that is hidden loses the focus
    if (!held || (form.contains(activeElement) && activeElement.getClientRects().length)) return;
    const next = state ? panel.querySelector("button:not([hidden])") ?? form.closest(".archivo") : photos?.querySelector("button") ?? archivo;
    next.focus({ preventScroll: true });
  };

  const clear = (form) => {
    form.elements.archivo.value = "";
    show(form, "");
  };

  // refresh brings the page as it is now, for one card and for what follows from it; all else stays
  const refresh = (cardId, page) => new Promise((resolve, reject) => {
    const xhr = request("GET", location.pathname === page ? location.href : page);
    xhr.onerror = reject;
    xhr.onload = () => {
      if (xhr.status >= 500 || !xhr.response) return reject(xhr);
      if (xhr.response.getElementById(cardId) || !byId(cardId)) resolve(swap(xhr.response, cardId));
      else location.assign(xhr.responseURL); // this form is over: it was sent elsewhere
    };
    xhr.send();
  });
  const swap = (answer, cardId) => {
    const card = byId(cardId);
    if (!card) return;
    const { bottom, height } = card.getBoundingClientRect();
    for (const old of [card, ...all("[data-fresco]")]) {
      const now = answer.getElementById(old.id);
      if (!now || now.isEqualNode(old)) continue;
      const focus = old.contains(document.activeElement);
      old.replaceWith(document.adoptNode(now));
      window.htmx?.process(now);
      if (focus) (now.querySelector(".acciones button") ?? now).focus({ preventScroll: true });
    }
    const summary = byId("resumen-errores");
    summary?.querySelector(`a[href="#${cardId.replace("tarjeta", "archivo")}"]`)?.closest("li").remove();
    if (!summary?.querySelector("li")) { summary?.remove(); document.title = answer.title; }
    prepare();
    const grown = byId(cardId).getBoundingClientRect().height - height;
    if (bottom < 0 && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, grown); // Safari
  };

  // Tarjeta is the card of one upload. The page may put a newer form in the place of the one
  // that the upload began in, so the form is looked for each time.
  class Tarjeta {
    constructor(form) {
      this.key = form.dataset.carga;
      this.page = form.dataset.pagina;
      this.id = form.closest(".archivo").id;
      this.falla = form.dataset.falla;
      this.quarter = 0;
    }

    changed(upload, before) {
      const { file: { name }, state } = upload;
      this.paint(upload);
      if (state === "subiendo" && !before) announce(`Subiendo ${name}`);
      if (state === "subiendo" && before === "cortada") announce("Volvió la conexión. Continúa la subida.");
      if (state === "cortada" && before !== "cortada") announce(why(upload));
      if (state === "pausada") announce("Subida en pausa.");
      if (state === "revisando") announce(`${name}: 100 %. Revisando el archivo…`);
    }

    progressed(upload) {
      const { file, sent } = upload;
      const quarter = Math.floor(sent / file.size * 4) * 25;
      if (quarter > this.quarter && quarter < 100) announce(`${file.name}: ${quarter} %`);
      this.quarter = quarter;
      if (performance.now() > this.painted + 400) this.paint(upload);
    }

    paint(upload) {
      this.painted = performance.now();
      const form = formOf(this.key);
      if (!form) return;
      const { file: { name, size }, sent, state } = upload;
      const text = {
        subiendo: `Subiendo ${name}`, pausada: `En pausa: ${name}`, cortada: why(upload),
        revisando: `Revisando ${name}…`, recibida: `Archivo recibido: ${name}`,
      }[state];
      show(form, state, text, figures(upload), sent / size * 100);
    }

    // refused shows why the file was not taken. What may pass later keeps the file chosen.
    refused({ file }, later, text = this.falla) {
      const form = formOf(this.key);
      if (!form) return announce(text);
      const focus = form.closest(".archivo").contains(document.activeElement);
      if (later) {
        show(form, "");
        const again = form.querySelector(".archivo__enviar");
        again.classList.add("archivo__enviar--visible");
        again.querySelector("button").firstChild.data = `Volver a intentar con ${file.name}`;
      } else {
        clear(form);
      }
      cardError(form, text);
      if (focus) byId(`${form.elements.archivo.id}-error`).focus();
    }

    // received puts the file's data in the place of the form, however long the line is away.
    async received({ file }) {
      for (;;) {
        try {
          await refresh(this.id, this.page);
          break;
        } catch {
          await new Promise((again) => setTimeout(again, 2000));
        }
      }
      announce(`Archivo recibido: ${file.name}`);
    }

    // ended takes back the request to wait, when no other upload goes on.
    ended() {
      if (!running.size) all(".espera").forEach((p) => p.remove());
    }
  }

  const send = (form, file) => new Carga(file, form.dataset.carga, form.elements.numero?.value.trim(), new Tarjeta(form)).open();

  // editPhotos shows photos to turn, order and drop before they are sent as one file.
  const editPhotos = async (form, files) => {
    cardError(form, "");
    try {
      const { edit } = await import(form.dataset.fotos);
      form.querySelector(".zona").hidden = true;
      await edit(form, files, { announce, send, reason: (file) => refusal(file, form.dataset), close: closePhotos });
    } catch {
      closePhotos(form, say("sin-abrir"));
    }
  };
  const closePhotos = (form, text = "") => {
    form.querySelector(".fotos")?.remove();
    clear(form);
    cardError(form, text);
    form.elements.archivo.focus();
  };

  // spread gives several files to the free places of the form, this one first, in their order.
  const give = (form, file) => {
    const list = new DataTransfer();
    list.items.add(file);
    form.elements.archivo.files = list.files;
    return choose(form);
  };
  const isFree = (form) => !running.has(form.dataset.carga) && !form.querySelector(".fotos") && !form.elements.archivo.files.length;
  const spread = async (form, files) => {
    const places = all("form[data-carga][data-varios]");
    const free = [form, ...places.slice(places.indexOf(form) + 1)].filter(isFree);
    const left = files.splice(form.matches("[data-varios]") ? free.length : 1).map(({ name }) => name).join(", ");
    for (const [n, file] of files.entries()) await give(free[n], file);
    if (left) cardError(form, say("sin-lugar").replace("{archivos}", left));
  };
  const mixed = async (files) => {
    const photos = await Promise.all(files.map((file) => arePhotos([file])));
    return photos.some((yes) => yes);
  };

  const choose = async (form) => {
    const input = form.elements.archivo;
    const files = [...input.files];
    const [file] = files;
    if (!file || running.has(form.dataset.carga)) return;
    if (form.dataset.fotos && await arePhotos(files)) {
      input.value = "";
      return editPhotos(form, files);
    }
    if (files.length > 1) {
      input.value = "";
      return form.dataset.fotos && await mixed(files) ? cardError(form, say("mezcla")) : spread(form, files);
    }
    const reason = await refusal(file, form.dataset);
    if (file !== input.files[0]) return; // another was chosen meanwhile
    cardError(form, reason);
    if (!reason) return send(form, file);
    input.value = "";
    input.focus();
  };

  // recall says in a card what was begun before the page was loaded.
  const recall = async (form) => {
    const key = form.dataset.carga;
    const last = await begun(key);
    if (!last || running.has(key) || !form.isConnected) return;
    const { metadata: { filename, numero, fotos }, sent, size } = last;
    if (sent === size) { // the server's last answer was lost
      await forget(key);
      return refresh(form.closest(".archivo").id, form.dataset.pagina).catch(() => {});
    }
    if (fotos) return forget(key, { end: true }); // drawn by the page that is gone: nobody can choose the same file
    const percent = Math.floor(sent / size * 100);
    const part = sent >= 0 ? ` (${percent} %)` : "";
    const text = `Tiene una subida sin terminar de ${filename}${part}. Elija el mismo archivo para continuar donde quedó.`;
    show(form, "pendiente", text, "", percent || 0);
    if (numero && form.elements.numero) form.elements.numero.value = numero;
  };
  const prepareCards = () => {
    for (const form of all("form[data-carga]")) {
      form.elements.archivo.multiple = true; // several dropped at once fill the free places
      const upload = running.get(form.dataset.carga);
      if (upload) upload.card.paint(upload);
      else recall(form);
    }
  };

  const askToWait = (form) => {
    form.querySelector(".espera")?.remove();
    const p = document.createElement("p");
    p.className = "espera campo__error";
    p.setAttribute("role", "alert");
    const names = [...running.values()].map(({ file }) => file.name).join(" y ");
    p.textContent = !running.size ? say("sin-unir") : `Espere a que termine de subir ${names} y pulse otra vez el botón, o cancele esa subida.`;
    form.querySelector(".acciones").before(p);
  };

  const remove = async (form) => {
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
      if (answer.type !== "opaqueredirect") throw answer;
      await refresh(form.dataset.conserva, form.dataset.pagina);
      announce("Archivo eliminado.");
    } catch {
      form.submit(); // the browser shows what is wrong
    }
  };

  // On the window, so that they come before the listeners of mesa.js
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.carga) {
      event.preventDefault();
      event.stopPropagation();
      choose(form);
    } else if ("espera" in form.dataset && (running.size || byId("contenido").querySelector(".fotos"))) {
      event.preventDefault();
      event.stopPropagation();
      askToWait(form);
    } else if (form.dataset.conserva && !form.hasAttribute("aria-busy")) {
      event.preventDefault();
      remove(form);
    }
  }, true);
  addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form?.dataset.carga || target.type !== "file") return;
    if (!("foto" in target.dataset)) return choose(form);
    const files = [...target.files];
    target.value = "";
    if (files.length) editPhotos(form, files);
  });
  addEventListener("click", ({ target }) => {
    const button = target.closest?.(".avance button");
    if (!button) return;
    button.focus({ preventScroll: true }); // not every browser does it by itself
    const { dataset } = button.form;
    const upload = running.get(dataset.carga);
    if ("pausar" in button.dataset) upload?.pause();
    else if ("continuar" in button.dataset) upload?.resume();
    else {
      if (upload) {
        upload.cancel();
        announce("Subida cancelada.");
      } else {
        forget(dataset.carga, { end: true });
      }
      clear(button.form);
    }
  });

  // A file dropped beside the zone must not replace the page
  const drag = (event) => {
    const zone = event.target.closest?.(".zona");
    const zones = all(".zona");
    zones.forEach((z) => z.classList.toggle("zona--encima", z === zone && event.type === "dragover"));
    if (zones.length && !zone) event.preventDefault();
  };
  addEventListener("dragover", drag);
  addEventListener("drop", drag);

  document.addEventListener("htmx:after:swap", prepareCards);
  expire().then(prepareCards);
})();
