// What plain forms cannot do. Listeners sit on the document, so they survive htmx swaps;
// without this file every page still works.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  const announce = (text) => setTimeout(() => { const p = byId("estado"); if (p) p.textContent = text; }, 100);

  // Trusted Types: htmx may parse the server's HTML; scripts in it are dropped and never run
  if (window.htmx && window.trustedTypes) {
    const createHTML = (html) => html.replace(/<script\b[^>]*>[^]*?<\/script>/gi, "");
    const policy = trustedTypes.createPolicy("htmx", { createHTML, createScript: () => "" });
    htmx.registerExtension("mesa", { init: (api) => api.initSecurity(policy) });
  }
  // Else htmx listens to new fields only after styles settled, and a choice made before that goes unheard
  if (window.htmx) htmx.config.defaultSettleDelay = 0;

  // Fields; the server counts letters as here, and an emoji is one
  const lengthOf = ({ value }) => [...value].length;
  const count = (field) => {
    const out = byId(`${field.id}-contador`);
    if (out) out.textContent = `${lengthOf(field)} / ${field.maxLength}`;
  };
  let pause;
  const warnLength = (field) => {
    clearTimeout(pause);
    const left = field.maxLength - lengthOf(field);
    if (left <= 20) pause = setTimeout(() => announce(`Le quedan ${left} caracteres.`), 1000);
  };
  const depend = (field) => {
    const on = byId(field.dataset.depende)?.value;
    const off = !on && !field.hasAttribute("aria-invalid");
    field.inputMode = on === "DNI" ? "numeric" : "text";
    all("input, button", field.parentElement).forEach((control) => { control.disabled = off; });
  };
  const prepare = () => {
    all("[data-contador]").forEach(count);
    all("[data-depende]").forEach(depend);
    all("[data-imprimir]").forEach((button) => { button.hidden = false; });
    // The answer to a search has an address of its own, which a reload asks for
    all("[data-direccion]").forEach((el) => history.replaceState(history.state, "", el.dataset.direccion));
  };

  // One submission at a time; its fields take no changes, which its answer would overwrite
  const hold = (form, submitter) => {
    form.setAttribute("aria-busy", "true");
    setTimeout(release, 20000, form); // in case the person stopped the browser
    const button = submitter?.matches(".oculto") ? form.querySelector(".acciones button") : submitter;
    if (!button) return;
    if (form.contains(document.activeElement)) button.focus({ preventScroll: true });
    for (const part of form.children) part.inert = !part.contains(button);
    button.setAttribute("aria-disabled", "true");
    const { ocupado } = button.dataset;
    if (ocupado) {
      button.antes = [...button.childNodes];
      button.textContent = ocupado;
      announce(ocupado);
    }
  };
  const release = (form) => {
    form.removeAttribute("aria-busy");
    for (const part of form.children) part.inert = false;
    all("[aria-disabled]", form).forEach((button) => {
      button.removeAttribute("aria-disabled");
      if (button.antes) button.replaceChildren(...button.antes);
    });
  };

  // A page of ours, parsed
  const request = (method, url) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.responseType = "document"; // parsed by the browser, scripts never run
    return xhr;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("aria-busy")) return hold(form, event.submitter);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("change", () => {
    all("[data-depende]").forEach(depend);
  });
  document.addEventListener("input", ({ target }) => {
    if ("contador" in target.dataset) { count(target); warnLength(target); }
  });

  // Menus and dialogs
  const closeMenus = (but) => all(".menu[open]").forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
  const openDialog = async (link, dialog) => {
    const body = dialog.querySelector(".dialogo__cuerpo");
    dialog.addEventListener("close", () => link.focus(), { once: true }); // Chrome 90 and 92 lose the focus
    dialog.showModal();
    if (body.childElementCount) return;
    body.textContent = "Cargando…";
    const xhr = request("GET", link.href);
    xhr.onerror = () => location.assign(link.href);
    xhr.onload = () => {
      const main = xhr.status < 400 && xhr.response?.querySelector("main");
      if (!main) return xhr.onerror();
      all("h1, .regresar, [data-sin-dialogo]", main).forEach((el) => el.remove());
      body.replaceChildren(...main.childNodes);
    };
    xhr.send();
  };
  document.addEventListener("click", (event) => {
    const { target } = event;
    closeMenus(target);
    const accepted = byId(target.dataset.acepta);
    if (accepted) accepted.checked = true;
    if (target.matches("dialog, [data-cerrar]")) target.closest("dialog").close();
    if (target.closest("[data-imprimir]")) print();
    const link = target.closest("[data-dialogo]");
    const dialog = link && byId(link.dataset.dialogo);
    if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog(link, dialog);
  });
  document.addEventListener("focusin", ({ target }) => closeMenus(target));
  // Enter looks up what a magnifier beside the field looks up, else it goes on to the next
  // field: a part is sent by its button alone
  const seenIn = (root, selector) => all(selector, root).filter((el) => !el.disabled && el.getClientRects().length);
  const onEnter = (key, target) => {
    if (key !== "Enter" || !target.matches("input:not([type=submit], [type=file])")) return;
    const [search] = seenIn(target.closest(".campo__fila") ?? target, "button");
    if (search) return () => search.click();
    if (!target.closest("[data-sigue]")) return;
    const stops = seenIn(target.form, "input, select, textarea, button[data-elige], .acciones button");
    return () => stops[stops.indexOf(target) + 1]?.focus();
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") {
      const menu = document.querySelector(".menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
    const go = onEnter(key, target);
    if (go) { event.preventDefault(); go(); }
  });
  // Assistive tools may send the letter of a key apart from the key: it must not submit the form
  document.addEventListener("keypress", (event) => { if (onEnter(event.key, event.target)) event.preventDefault(); });

  // A suggested procedure is chosen in the list, as by hand
  const markChosen = () => all("[data-elige]").forEach((b) => b.setAttribute("aria-pressed", b.dataset.elige === byId("tramite").value));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-elige]");
    if (!button) return;
    const chosen = byId("tramite");
    chosen.value = button.dataset.elige;
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
    announce(`Trámite elegido: ${button.textContent}`);
  });
  document.addEventListener("change", ({ target }) => { if (target.id === "tramite") markChosen(); });

  // What a search answered is no longer an error: beside its field, in the summary, in the title
  const mended = (button) => {
    const row = button?.closest?.(".campo--error");
    if (!row) return;
    const input = row.querySelector("input");
    row.classList.remove("campo--error");
    row.querySelector(".campo__error").remove();
    input.removeAttribute("aria-invalid");
    const summary = byId("resumen-errores");
    all("a", summary ?? row).forEach((a) => { if (a.hash === `#${input.id}`) a.closest("li").remove(); });
    if (summary?.querySelector("li")) return;
    summary?.remove();
    document.title = document.title.replace(/^Error: /, "");
  };

  // What a person changed after a request left is newer than its answer
  const marked = ({ type }) => type === "checkbox" || type === "radio";
  const valueOf = (field) => (marked(field) ? field.checked : field.value);
  const fields = () => all("main :is(input:not([type=hidden], [type=file]), select, textarea)[id]");
  const values = () => new Map(fields().map((field) => [field.id, valueOf(field)]));
  const putBack = (newer) => {
    for (const field of fields()) {
      const value = newer.get(field.id) ?? valueOf(field);
      if (valueOf(field) === value) continue;
      field[marked(field) ? "checked" : "value"] = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  };
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    ctx.left = values();
    // What is typed is not saved beside the form that sends it
    if (byId(ctx.sourceElement.dataset.guarda)?.hasAttribute("aria-busy")) event.preventDefault();
  });
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    ctx.newer = values();
    for (const [id, value] of ctx.left ?? ctx.newer) if (ctx.newer.get(id) === value) ctx.newer.delete(id);
  });
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => putBack(ctx.newer));

  // After a swap: first the errors, if they are new; else the part of the form that opened, or the top of a new page
  const parts = () => all("main #codigo, main #duda, main h2[tabindex]");
  let known = [];
  document.addEventListener("htmx:before:swap", () => { known = parts().map(({ id }) => id); });
  let seen;
  const newErrors = () => seen !== (seen = byId("resumen-errores")) && seen;
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    prepare();
    const said = ctx.target.querySelector?.("[data-anuncio]");
    if (said && ctx.target !== document.body) {
      announce(said.textContent);
      mended(ctx.sourceElement);
      const row = ctx.sourceElement.closest(".campo__fila");
      if (said.dataset.campo && row?.contains(document.activeElement)) byId(said.dataset.campo).focus();
    }
    const opened = parts().find(({ id }) => !known.includes(id));
    if (newErrors()) byId("resumen-errores").focus();
    else if (opened && ctx.target !== document.body) {
      opened.focus({ preventScroll: true });
      opened.scrollIntoView({ block: "center" });
    } else if (ctx.target === document.body && !ctx.request.anchor) {
      scrollTo(0, 0);
      byId("contenido")?.focus();
    }
  });
  // A search leaves the form usable: only what it fills is busy
  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    if (!ctx.sourceElement.matches?.(".campo__fila button")) return;
    ctx.target.setAttribute("aria-busy", "true");
    announce("Buscando…");
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    ctx.target?.removeAttribute?.("aria-busy");
    const form = ctx.sourceElement?.closest?.("form");
    if (form) release(form);
  });
  // Back from another page; a slow page may also be shown for the first time after a form was sent.
  // Safari shows a request that was sent as it was before: the server knows better.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && document.querySelector('form[aria-busy][action$="/enviar"]')) return location.reload();
    if (persisted) all("form[aria-busy]").forEach(release);
    prepare();
  });
  // A closed detail is printed too; older browsers have no style for that.
  addEventListener("beforeprint", () => all("details.detalle:not([open])").forEach((el) => { el.open = true; el.dataset.impreso = ""; }));
  addEventListener("afterprint", () => all("[data-impreso]").forEach((el) => { el.open = false; delete el.dataset.impreso; }));
  prepare();
  if (!newErrors()) { // a link that changes one field leads into it
    const field = location.hash.length > 1 && byId(location.hash.slice(1));
    if (field && field.matches("main :is(input, select, textarea)")) field.focus();
  }
  window.mesa = { all, announce, byId, prepare, request }; // for the other scripts
})();
