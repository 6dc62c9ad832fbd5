// Resumable uploads of files, by tus: an upload survives a lost connection, a server that starts
// again and a page that is loaded again. What the person sees of it is in tarjetas.js.
"use strict";
(() => {
  if (!window.tus?.isSupported) return;
  const CHUNK = 5 << 20;
  const WAITS = [1, 2, 4, 8, 15, 30]; // seconds until the next try without a connection
  const SILENCE = 90_000; // after 60 s without a byte the server gives a chunk up
  const WEEK = 7 * 24 * 3600_000; // no draft lasts longer
  const UNREADABLE = "No se pudo leer el archivo. Guárdelo en su equipo y elíjalo otra vez.";

  // Uploads that this browser remembers, by card: what the card's form says in data-carga
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
  const expire = async () => {
    for (const { creationTime, urlStorageKey } of await storage.findAllUploads()) {
      if (Date.now() - new Date(creationTime) > WEEK) storage.removeUpload(urlStorageKey);
    }
  };

  // begun is the upload that was begun for a card before the page was loaded. Its sent is how
  // many bytes the server has, undefined without a connection.
  const begun = async (key) => {
    const last = (await remembered(key)).sort((a, b) => new Date(b.creationTime) - new Date(a.creationTime))[0];
    if (!last) return;
    let sent;
    try {
      const answer = await fetch(last.uploadUrl, { method: "HEAD", headers: { "Tus-Resumable": "1.0.0" } });
      if (answer.status >= 400 && answer.status < 500) return forget(key); // the server no longer has it
      if (answer.ok) sent = +answer.headers.get("Upload-Offset");
    } catch { /* no connection: the server is asked when the file is chosen */ }
    return { ...last, sent };
  };

  // Carga is one file on its way. It calls its card (Tarjeta of tarjetas.js) when something
  // happens: changed, progressed, refused, received and ended.
  const running = new Map();

  class Carga {
    constructor(file, key, numero, card) {
      this.file = file;
      this.key = key;
      this.card = card;
      this.meta = { ...Object.fromEntries(new URLSearchParams(key)), filename: file.name };
      if (file.type === "mesa/fotos") this.meta.fotos = "1"; // made by the page, see fotos.js
      if (numero) this.meta.numero = numero;
      this.sent = this.tries = this.starts = 0;
      running.set(key, this);
      this.set("subiendo");
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
      this.samples = []; // instants and bytes of the last eight seconds
      this.seen = performance.now();
      this.tus.abort(); // never two at once
      this.tus.start();
    }

    set(state) {
      const before = this.state;
      this.state = state;
      this.card.changed(this, before);
    }

    progress(sent, total) {
      if (!["subiendo", "cortada"].includes(this.state)) return;
      const now = performance.now();
      if (sent > this.sent) [this.seen, this.tries] = [now, 0];
      if (sent < this.sent) this.samples = [];
      this.sent = sent;
      this.samples.push([now, sent]);
      while (this.samples.length > 2 && this.samples[1][0] < now - 8000) this.samples.shift();
      if (this.state === "cortada") this.set("subiendo");
      if (sent === total) this.set("revisando");
      this.card.progressed(this);
    }

    pause() {
      clearTimeout(this.timer);
      this.tus?.abort();
      this.set("pausada");
    }

    resume() {
      this.set("subiendo");
      this.go();
    }

    cancel() {
      this.stop();
      forget(this.key, { end: true });
    }

    stop() {
      clearTimeout(this.timer);
      this.tus?.abort();
      running.delete(this.key);
      this.card.ended();
    }

    failed({ originalRequest, originalResponse: answer }) {
      const status = answer?.getStatus() ?? 0;
      const begun = originalRequest?.getMethod() !== "POST";
      const body = answer?.getBody()?.trim() ?? "";
      const ours = /^text\/plain/.test(answer?.getHeader("Content-Type")) && !/^(ERR_|404)/.test(body);
      if (ours && body) return this.refused(status, body);
      if (begun && [404, 410].includes(status) && this.starts < 3) return forget(this.key).then(() => this.open());
      if (!status || status >= 500 || (begun && [409, 423].includes(status))) return this.lost(status);
      this.refused(status);
    }

    // lost waits longer each time, or until the browser says that the line is back.
    async lost(status) {
      const wait = WAITS[Math.min(this.tries++, WAITS.length - 1)];
      try {
        await this.file.slice(0, 1).arrayBuffer();
      } catch {
        return this.refused(422, UNREADABLE); // the file was changed, or its memory card pulled out
      }
      if (!running.has(this.key) || this.state === "pausada") return;
      this.status = status;
      this.set("cortada");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.go(), wait * 1000);
    }

    // refused ends the upload. What may pass later keeps the file chosen; without a text the
    // server said nothing that a person can use.
    refused(status, text) {
      const later = status === 413 || status === 429 || status >= 500;
      this.stop();
      if (!later) forget(this.key);
      this.card.refused(this, later, text);
    }

    async done() {
      await forget(this.key);
      this.set("recibida");
      await this.card.received(this);
      running.delete(this.key);
      this.card.ended();
    }
  }

  const inState = (wanted) => [...running.values()].filter(({ state }) => state === wanted);
  const interrupt = (upload) => {
    upload.tus?.abort();
    upload.lost(0);
  };
  const isSilent = ({ seen }) => performance.now() > seen + SILENCE;
  addEventListener("offline", () => inState("subiendo").forEach(interrupt));
  addEventListener("online", () => inState("cortada").forEach((upload) => upload.go()));
  setInterval(() => inState("subiendo").filter(isSilent).forEach(interrupt), 10_000);
  addEventListener("beforeunload", (event) => {
    // Photos that were chosen and not sent are in this page alone
    if ([...running.values()].every(({ state }) => state === "pausada") && !document.querySelector(".foto")) return;
    event.preventDefault();
    event.returnValue = ""; // before Chrome 119
  });

  window.mesa.cargas = { Carga, UNREADABLE, begun, expire, forget, running }; // for tarjetas.js
})();
