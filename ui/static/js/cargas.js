// Resumable uploads of the file cards, by tus: every upload has a bar, survives a lost
// connection, a server that starts again and a page that is loaded again. Without this file
// or without tus a card is a plain form.
"use strict";
(() => {
  if (!window.tus?.isSupported) return;
  const { all, announce, byId, prepare, request } = window.mesa;
  const CHUNK = 5 << 20;
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds until the next try without a connection
  const SILENCE = 90_000; // after 60 s without a byte the server gives a chunk up
  const WEEK = 7 * 24 * 3600_000; // no draft lasts longer
  document.documentElement.classList.add("cargas");

  // Numbers in words
  const amount = (bytes, total) => (total < 1 << 20 ? (bytes / 1024).toFixed() : (bytes / (1 << 20)).toFixed(1).replace(".", ","));
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
  const UNREADABLE = "No se pudo leer el archivo. Guárdelo en su equipo y elíjalo otra vez.";
  const refusal = async (file, { max, vacio, grande, noEsPdf }) => {
    if (!file.size) return vacio;
    if (max && file.size > max) return grande.replace("{mb}", max >> 20);
    try {
      const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
      return startsAsPDF(String.fromCharCode(...head)) ? "" : noEsPdf;
    } catch {
      return UNREADABLE;
    }
  };

  // Uploads that this browser remembers, by card: what its form says in data-carga
  const storage = tus.defaultOptions.urlStorage;
  const remembered = async (key) => {
    const place = [...new URLSearchParams(key)];
    const list = await storage.findAllUploads();
    return list.filter(({ metadata }) => place.every(([name, value]) => metadata?.[name] === value));
  };
  const forget = async (key, { end = false, but } = {}) => {
    for (const { uploadUrl, urlStorageKey } of await remembered(key)) {
      if (urlStorageKey === but) continue;
      storage.removeUpload(urlStorageKey);
      if (end && uploadUrl) tus.Upload.terminate(uploadUrl).catch(() => {}); // else the server's purge finds it
    }
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
  const BUTTONS = { subiendo: ["pausar", "cancelar"], pausada: ["continuar", "cancelar"], cortada: ["pausar", "cancelar"], pendiente: ["cancelar"] };
  const show = (form, state, text = "", cifras = "", percent = 0) => {
    const panel = form.querySelector(".avance");
    const zone = form.querySelector(".zona");
    const { archivo, numero } = form.elements;
    const held = form.contains(document.activeElement);
    panel.hidden = !state;
    zone.hidden = !!state && state !== "pendiente";
    panel.dataset.estado = state;
    panel.querySelector(".avance__texto").textContent = text;
    panel.querySelector(".avance__cifras").textContent = cifras;
    panel.querySelector("progress").value = percent;
    for (const button of all("button", panel)) button.hidden = !BUTTONS[state]?.some((name) => name in button.dataset);
    if (numero) numero.readOnly = !!state; // it was announced with the upload
    form.querySelector(".archivo__enviar").classList.remove("archivo__enviar--visible");
    const { activeElement } = document; // hiding it blurs it
    if (!held || (form.contains(activeElement) && activeElement.getClientRects().length)) return;
    const next = state ? panel.querySelector("button:not([hidden])") ?? form.closest(".archivo") : archivo;
    next.focus({ preventScroll: true });
  };

  const clear = (form) => {
    form.elements.archivo.value = "";
    show(form, "");
  };

  // The page as it is now, for one card and for what follows from it; all else stays as it is
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

  // Carga is one file on its way.
  const running = new Map();

  class Carga {
    constructor(form, file) {
      this.file = file;
      this.key = form.dataset.carga;
      this.page = form.dataset.pagina;
      this.card = form.closest(".archivo").id;
      this.falla = form.dataset.falla;
      this.meta = { ...Object.fromEntries(new URLSearchParams(this.key)), filename: file.name };
      const numero = form.elements.numero?.value.trim();
      if (numero) this.meta.numero = numero;
      this.state = "subiendo";
      this.sent = this.quarter = this.tries = this.starts = 0;
      running.set(this.key, this);
      this.paint();
      announce(`Subiendo ${file.name}`);
    }

    async open() {
      const { file, key } = this;
      this.starts++;
      this.tus = new tus.Upload(file, {
        endpoint: "/cargas/",
        chunkSize: CHUNK,
        retryDelays: null, // lost() waits without an end
        metadata: this.meta,
        fingerprint: async () => [key, file.name, file.size, file.lastModified].join(" "),
        // while the server is away tus must not begin the file anew
        onUploadUrlAvailable: () => { this.tus.options.endpoint = null; },
        onProgress: (sent, total) => this.progress(sent, total),
        onSuccess: () => this.done(),
        onError: (error) => this.failed(error),
      });
      const [before] = await this.tus.findPreviousUploads();
      if (before) {
        this.tus.resumeFromPreviousUpload(before);
        this.tus.options.endpoint = null;
      }
      await forget(key, { end: true, but: before?.urlStorageKey }); // another file was begun here
      this.go();
    }

    go() {
      clearTimeout(this.timer);
      this.samples = [];
      this.seen = performance.now();
      this.tus.abort(); // never two at once
      this.tus.start();
    }

    set(state) {
      this.state = state;
      this.paint();
    }

    progress(sent, total) {
      if (!["subiendo", "cortada"].includes(this.state)) return;
      if (this.state === "cortada") {
        announce("Volvió la conexión. Continúa la subida.");
        this.state = "subiendo";
      }
      const now = performance.now();
      if (sent > this.sent) [this.seen, this.tries] = [now, 0];
      if (sent < this.sent) this.samples = [];
      this.sent = sent;
      this.samples.push([now, sent]);
      while (this.samples.length > 2 && this.samples[1][0] < now - 8000) this.samples.shift();
      const quarter = Math.floor(sent / total * 4) * 25;
      if (sent === total) {
        announce(`${this.file.name}: 100 %. Revisando el archivo…`);
        this.set("revisando");
      } else if (quarter > this.quarter) {
        announce(`${this.file.name}: ${quarter} %`);
      }
      this.quarter = quarter;
      if (!(now < this.painted + 400)) this.paint();
    }

    figures() {
      const { sent, file: { size }, samples } = this;
      const figures = [`${amount(sent, size)} de ${amount(size, size)} ${unit(size)}`];
      const [first, last] = [samples?.[0], samples?.at(-1)];
      if (this.state === "subiendo" && last?.[0] > first?.[0] + 500 && last[1] > first[1]) {
        const speed = (last[1] - first[1]) / (last[0] - first[0]) * 1000;
        figures.push(`${amount(speed, speed)} ${unit(speed)} por segundo`, timeLeft((size - sent) / speed));
      }
      return figures.join(" · ");
    }

    paint() {
      this.painted = performance.now();
      const form = formOf(this.key);
      if (!form) return;
      const { name } = this.file;
      const text = { subiendo: `Subiendo ${name}`, pausada: `En pausa: ${name}`, cortada: this.why, revisando: `Revisando ${name}…`, recibida: `Archivo recibido: ${name}` }[this.state];
      show(form, this.state, text, this.figures(), this.sent / this.file.size * 100);
    }

    pause() {
      clearTimeout(this.timer);
      this.tus?.abort();
      this.set("pausada");
      announce("Subida en pausa.");
    }

    resume() {
      this.set("subiendo");
      this.go();
    }

    cancel() {
      this.stop();
      forget(this.key, { end: true });
      announce("Subida cancelada.");
      const form = formOf(this.key);
      if (form) clear(form);
    }

    stop() {
      clearTimeout(this.timer);
      this.tus?.abort();
      running.delete(this.key);
      settled();
    }

    failed({ originalRequest, originalResponse: answer }) {
      const status = answer?.getStatus() ?? 0;
      const begun = originalRequest?.getMethod() !== "POST";
      const body = answer?.getBody()?.trim() ?? "";
      const ours = /^text\/plain/.test(answer?.getHeader("Content-Type")) && !/^(ERR_|404)/.test(body);
      if (ours && body) return this.refused(body, status);
      if (begun && [404, 410].includes(status) && this.starts < 3) return forget(this.key).then(() => this.open());
      if (!status || status >= 500 || (begun && [409, 423].includes(status))) return this.lost(status);
      this.refused(this.falla, status);
    }

    // lost waits longer each time, or until the browser says that the line is back.
    async lost(status) {
      const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
      try {
        await this.file.slice(0, 1).arrayBuffer();
      } catch {
        return this.refused(UNREADABLE, 422); // it was changed or its card was pulled out
      }
      if (!running.has(this.key) || this.state === "pausada") return;
      this.why = status ? "El servicio no responde. Seguiremos solos cuando vuelva." : "Se perdió la conexión. Seguiremos solos cuando vuelva.";
      if (this.state !== "cortada") announce(this.why);
      this.set("cortada");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go(), wait * 1000);
    }

    // refused shows the server's words. What may pass later keeps the file chosen.
    refused(text, status) {
      const later = status === 413 || status === 429 || status >= 500;
      this.stop();
      if (!later) forget(this.key);
      const form = formOf(this.key);
      if (!form) return announce(text);
      const focus = form.closest(".archivo").contains(document.activeElement);
      if (later) {
        show(form, "");
        const again = form.querySelector(".archivo__enviar");
        again.classList.add("archivo__enviar--visible");
        again.querySelector("button").firstChild.data = `Volver a intentar con ${this.file.name}`;
      } else {
        clear(form);
      }
      cardError(form, text);
      if (focus) byId(`${form.elements.archivo.id}-error`).focus();
    }

    async done() {
      await forget(this.key);
      this.set("recibida");
      for (;;) {
        try {
          await refresh(this.card, this.page);
          break;
        } catch {
          await new Promise((again) => setTimeout(again, 2000));
        }
      }
      running.delete(this.key);
      announce(`Archivo recibido: ${this.file.name}`);
      settled();
    }
  }

  const choose = async (form) => {
    const input = form.elements.archivo;
    const file = input.files[0];
    if (!file || running.has(form.dataset.carga)) return;
    const why = await refusal(file, form.dataset);
    if (file !== input.files[0]) return; // another was chosen meanwhile
    cardError(form, why);
    if (!why) return new Carga(form, file).open();
    input.value = "";
    input.focus();
  };

  // recall says in a card what was begun before the page was loaded.
  const recall = async (form) => {
    const key = form.dataset.carga;
    const last = (await remembered(key)).sort((a, b) => new Date(a.creationTime) - new Date(b.creationTime)).at(-1);
    if (!last) return;
    let sent;
    try {
      const answer = await fetch(last.uploadUrl, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
      if (answer.status >= 400 && answer.status < 500) return forget(key); // the server no longer has it
      if (answer.ok) sent = +answer.headers.get("Upload-Offset");
    } catch { /* no connection: the server is asked when the file is chosen */ }
    if (running.has(key) || !form.isConnected) return;
    if (sent === last.size) { // its last answer was lost
      await forget(key);
      return refresh(form.closest(".archivo").id, form.dataset.pagina).catch(() => {});
    }
    const { filename, numero } = last.metadata;
    const percent = Math.floor(sent / last.size * 100);
    const part = sent >= 0 ? ` (${percent} %)` : "";
    show(form, "pendiente", `Tiene una subida sin terminar de ${filename}${part}. Elija el mismo archivo para continuar donde quedó.`, "", percent || 0);
    if (numero && form.elements.numero) form.elements.numero.value = numero;
  };
  const prepareCards = () => {
    for (const form of all("form[data-carga]")) {
      const upload = running.get(form.dataset.carga);
      if (upload) upload.paint();
      else recall(form);
    }
  };
  const expire = async () => {
    for (const { creationTime, urlStorageKey } of await storage.findAllUploads()) {
      if (Date.now() - new Date(creationTime) > WEEK) storage.removeUpload(urlStorageKey);
    }
  };

  // settled takes the request to wait back.
  const settled = () => {
    if (!running.size) all(".espera").forEach((p) => p.remove());
  };
  const askToWait = (form) => {
    form.querySelector(".espera")?.remove();
    const p = document.createElement("p");
    p.className = "espera campo__error";
    p.setAttribute("role", "alert");
    const names = [...running.values()].map(({ file }) => file.name).join(" y ");
    p.textContent = `Espere a que termine de subir ${names} y pulse otra vez el botón, o cancele esa subida.`;
    form.querySelector(".acciones").before(p);
  };

  const remove = async (form) => {
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
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
    } else if ("espera" in form.dataset && running.size) {
      event.preventDefault();
      event.stopPropagation();
      askToWait(form);
    } else if (form.dataset.conserva && !form.hasAttribute("aria-busy")) {
      event.preventDefault();
      remove(form);
    }
  }, true);
  addEventListener("change", ({ target }) => { if (target.form?.dataset.carga && target.type === "file") choose(target.form); });
  addEventListener("click", ({ target }) => {
    const button = target.closest?.(".avance button");
    if (!button) return;
    button.focus({ preventScroll: true }); // not every browser does it by itself
    const { dataset } = button.form;
    const upload = running.get(dataset.carga);
    if ("pausar" in button.dataset) upload?.pause();
    else if ("continuar" in button.dataset) upload?.resume();
    else if (upload) upload.cancel();
    else {
      forget(dataset.carga, { end: true });
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

  const inState = (wanted) => [...running.values()].filter(({ state }) => state === wanted);
  const interrupt = (upload) => {
    upload.tus?.abort();
    upload.lost(0);
  };
  addEventListener("offline", () => inState("subiendo").forEach(interrupt));
  addEventListener("online", () => inState("cortada").forEach((upload) => upload.go()));
  setInterval(() => inState("subiendo").filter(({ seen }) => performance.now() > seen + SILENCE).forEach(interrupt), 10_000);
  addEventListener("beforeunload", (event) => { if ([...running.values()].some(({ state }) => state !== "pausada")) event.preventDefault(); });
  document.addEventListener("htmx:after:swap", prepareCards);

  expire().then(prepareCards);
})();
