// What plain forms cannot do. Listeners sit on the document, so they survive htmx swaps;
// without this file every page still works.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add("js");

  const announce = (text) => setTimeout(() => { const p = byId("estado"); if (p) p.textContent = text; }, 100);

  // Trusted Types: htmx may parse the server's HTML; scripts in it never run
  if (window.htmx && window.trustedTypes) {
    const policy = trustedTypes.createPolicy("htmx", { createHTML: (html) => html, createScript: () => "" });
    htmx.registerExtension("mesa", { init: (api) => api.initSecurity(policy) });
  }

  // Fields
  const count = (field) => {
    const out = byId(`${field.id}-contador`);
    if (out) out.textContent = `${field.value.length} / ${field.maxLength}`;
  };
  let pause;
  const warnLength = (field) => {
    clearTimeout(pause);
    const left = field.maxLength - field.value.length;
    if (left <= 20) pause = setTimeout(() => announce(`Le quedan ${left} caracteres.`), 1000);
  };
  const depend = (field) => {
    const off = !byId(field.dataset.depende)?.value && !field.hasAttribute("aria-invalid");
    all("input, button", field.parentElement).forEach((control) => { control.disabled = off; });
  };
  const prepare = () => {
    all("[data-contador]").forEach(count);
    all("[data-depende]").forEach(depend);
    all("[data-imprimir]").forEach((button) => { button.hidden = false; });
  };

  // One submission at a time
  const hold = (form, submitter) => {
    form.setAttribute("aria-busy", "true");
    setTimeout(release, 20000, form); // in case the person stopped the browser
    const button = submitter?.matches(".oculto") ? form.querySelector(".acciones button") : submitter;
    if (!button) return;
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
    all("[aria-disabled]", form).forEach((button) => {
      button.removeAttribute("aria-disabled");
      if (button.antes) button.replaceChildren(...button.antes);
    });
  };

  // Replaces the page with an answer, keeping what was typed in other forms
  const typed = () => all("main :is(input, select, textarea)[id]").filter((el) => el.type !== "file" && (
    el.checked !== el.defaultChecked ||
    (el.options ? [...el.options].some((o) => o.selected !== o.defaultSelected) : el.value !== el.defaultValue)));
  const show = (xhr, cardId) => {
    const answer = xhr.response;
    if (document.querySelector("form[data-sube]")) { // another upload is running: touch this card only
      byId(cardId).replaceWith(document.adoptNode(answer.getElementById(cardId)));
    } else {
      const kept = typed();
      const top = scrollY;
      document.title = answer.title;
      document.body.replaceChildren(...answer.body.childNodes);
      for (const old of kept) {
        const now = byId(old.id);
        if (now) { now.value = old.value; now.checked = old.checked; }
      }
      scrollTo(0, top);
      if (xhr.status < 400) history.replaceState(history.state, "", xhr.responseURL);
    }
    window.htmx?.process(document.body);
    prepare();
    byId(cardId).focus();
  };

  const request = (method, url) => {
    const xhr = new XMLHttpRequest();
    xhr.open(method, url);
    xhr.responseType = "document"; // parsed by the browser, scripts never run
    return xhr;
  };

  const send = (form, body, { progress, failed, said }) => {
    const { id } = form.closest(".archivo");
    const xhr = request("POST", form.action);
    form.dataset.sube = "";
    const fail = (text) => { delete form.dataset.sube; failed(text); };
    xhr.onload = () => {
      const answer = xhr.response;
      delete form.dataset.sube;
      if (answer?.getElementById(id)) { show(xhr, id); if (xhr.status < 400) announce(said); }
      else if (xhr.status < 400) location.assign(xhr.responseURL);
      else fail(`No se pudo: ${answer?.querySelector("h1")?.textContent ?? xhr.status}. Espere un momento e inténtelo otra vez.`);
    };
    xhr.onerror = () => fail("Se cortó la conexión. Revise su señal e inténtelo otra vez.");
    xhr.onabort = () => fail("");
    if (progress) progress(xhr);
    xhr.send(body);
  };

  // Files
  const size = (n) => `${(n / 1048576).toLocaleString("es-PE", { maximumFractionDigits: 1 })} MB`;
  const refusal = async (file, max) => {
    if (!file.size) return "El archivo está vacío. Elija otro.";
    if (max && file.size > max) return `El archivo pesa ${size(file.size)} y el máximo es ${size(max)}. Redúzcalo o divídalo.`;
    try {
      if (!/^\s*%PDF-/.test(await file.slice(0, 1024).text())) return "El archivo no es un PDF. Guárdelo como PDF y elíjalo otra vez.";
    } catch {
      return "No se pudo leer el archivo. Guárdelo en su equipo y elíjalo otra vez.";
    }
    return "";
  };
  const cardError = (form, text) => {
    const input = form.elements.archivo;
    const id = `${input.id}-error`;
    byId(id)?.remove();
    form.closest(".archivo").classList.toggle("archivo--error", !!text);
    if (!text) return input.removeAttribute("aria-invalid");
    const p = document.createElement("p");
    p.id = id;
    p.className = "campo__error";
    p.setAttribute("role", "alert");
    p.textContent = text;
    input.parentElement.before(p);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", `${id} ${input.id}-nota`);
  };
  const upload = async (form) => {
    const input = form.elements.archivo;
    const file = input.files[0];
    if (!file) return;
    const no = await refusal(file, +form.dataset.max);
    cardError(form, no);
    if (no) { input.value = ""; input.focus(); return; }
    const panel = form.querySelector(".avance");
    const [text, bar, cancel] = panel.children;
    const toggle = (on) => { panel.hidden = !on; cancel.hidden = !on; input.parentElement.hidden = on; };
    const body = new FormData(form);
    toggle(true);
    cancel.focus();
    announce(`Subiendo ${file.name}`);
    let quarter = 0;
    send(form, body, {
      said: `Archivo recibido: ${file.name}`,
      progress: (xhr) => {
        cancel.onclick = () => xhr.abort();
        text.textContent = `Subiendo ${file.name} (${size(file.size)})`;
        xhr.upload.onprogress = ({ loaded, total }) => {
          const percent = Math.floor(loaded / total * 100);
          bar.value = percent;
          text.textContent = `Subiendo ${file.name}: ${percent} % de ${size(file.size)}`;
          if (percent >= quarter + 25 && percent < 100) { quarter = percent; announce(`${percent} %`); }
        };
        xhr.upload.onload = () => {
          bar.value = 100;
          text.textContent = "Revisando el archivo…";
          announce(text.textContent);
          form.closest(".archivo").focus();
          cancel.hidden = true; // too late: the server has it
        };
      },
      failed: (why) => {
        toggle(false);
        bar.value = 0;
        cardError(form, why);
        const again = form.querySelector(".archivo__enviar");
        again.classList.toggle("archivo__enviar--visible", !!why);
        if (why) again.firstChild.firstChild.textContent = "Volver a intentar";
        else input.value = "";
        input.focus();
      },
    });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (form.dataset.archivo) {
      event.preventDefault();
      upload(form);
    } else {
      hold(form, event.submitter);
      if (!form.dataset.conserva) return;
      event.preventDefault();
      send(form, new URLSearchParams(new FormData(form)), {
        said: "Archivo eliminado.",
        failed: () => form.submit(),
      });
    }
  }, true);

  document.addEventListener("change", ({ target }) => {
    if (target.form?.dataset.archivo && target.type === "file") upload(target.form);
    all("[data-depende]").forEach(depend);
  });
  document.addEventListener("input", ({ target }) => {
    if ("contador" in target.dataset) { count(target); warnLength(target); }
  });

  // A file dropped beside the zone must not replace the page
  const drag = (event) => {
    const zone = event.target.closest?.(".zona");
    const zones = all(".zona");
    zones.forEach((z) => z.classList.toggle("zona--encima", z === zone && event.type === "dragover"));
    if (zones.length && !zone) event.preventDefault();
  };
  document.addEventListener("dragover", drag);
  document.addEventListener("drop", drag);
  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-sube]")) event.preventDefault(); });

  // Menus and dialogs
  const closeMenus = (but) => all(".menu[open]").forEach((menu) => { if (!menu.contains(but)) menu.open = false; });
  const openDialog = async (link, dialog) => {
    const body = dialog.querySelector(".dialogo__cuerpo");
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
    if (target.matches("dialog, [data-cerrar]")) target.closest("dialog").close();
    if (target.closest("[data-imprimir]")) print();
    const link = target.closest("[data-dialogo]");
    const dialog = link && byId(link.dataset.dialogo);
    if (!dialog?.showModal || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDialog(link, dialog);
  });
  document.addEventListener("focusin", ({ target }) => closeMenus(target));
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") {
      const menu = document.querySelector(".menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
    const search = key === "Enter" && target.matches("input") && target.closest(".campo__fila")?.querySelector("button");
    if (search) { event.preventDefault(); search.click(); }
  });

  // After a swap: first the errors, if they are new; else the top of the new page
  let seen;
  const newErrors = () => seen !== (seen = byId("resumen-errores")) && seen;
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    prepare();
    if (newErrors()) byId("resumen-errores").focus();
    else if (ctx.target === document.body && !ctx.request.anchor) {
      scrollTo(0, 0);
      byId("contenido")?.focus();
    }
  });
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest?.("form");
    if (form) release(form);
  });
  addEventListener("pageshow", () => { all("form[aria-busy]").forEach(release); prepare(); });
  prepare();
  newErrors();
})();
