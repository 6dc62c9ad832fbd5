// The inbox's keyboard and phrases. Every move works without this file.
(() => {
  'use strict';
  const off = () => localStorage.getItem('teclas') === 'no';
  const typing = (el) => el.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
  const rows = () => [...document.querySelectorAll('.bd-fila__enlace')];
  const dialog = document.getElementById('teclas');
  const say = (text) => { document.getElementById('estado').textContent = text; };
  // Trusted Types: htmx may parse the server's HTML; scripts in it are dropped and never run, as in mesa.js.
  if (window.htmx && window.trustedTypes) {
    const createHTML = (html) => html.replace(/<script\b[^>]*>[^]*?<\/script>/gi, '');
    const policy = trustedTypes.createPolicy('htmx', { createHTML, createScript: () => '' });
    htmx.registerExtension('bandeja', { init: (api) => api.initSecurity(policy) });
  }
  let waiting = 0; // until when a letter after g is a tab

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
    return true;
  };

  const tick = () => {
    const box = document.activeElement?.closest('.bd-fila')?.querySelector('.bd-fila__marca');
    box?.click();
    return Boolean(box);
  };

  // "o" observes the document that is shown: it is ticked, and its text has the focus.
  const observeShown = () => {
    const shown = document.querySelector('.bd-actual a[data-documento]')?.dataset.documento;
    const part = shown && document.querySelector(`.bd-acto [data-observa="${CSS.escape(shown)}"]`);
    if (!part) return;
    const box = part.querySelector('input[type=checkbox]');
    if (!box.checked) box.click();
    part.querySelector('textarea').focus();
  };

  const press = (selector) => {
    const el = document.querySelector(selector);
    if (!el) return false;
    if (el.matches('details')) openAct(el); else el.click();
    return true;
  };

  const openAct = (details) => {
    if (details.open) focusAct(details); else details.open = true; // its toggle takes the focus in
  };

  const focusAct = (details) => {
    const fields = [...details.querySelectorAll('form input:not([type=hidden]), form select:not([data-frases]), form textarea')];
    fields.find((f) => f.checkVisibility?.() ?? true)?.focus();
  };

  for (const details of document.querySelectorAll('.bd-acto')) {
    details.addEventListener('toggle', () => {
      if (details.open && !document.activeElement?.closest('.bd-formulario, .resumen-errores')) focusAct(details);
    });
  }

  const showDocument = (n) => {
    const link = document.querySelectorAll('.bd-documentos a[data-documento]')[n - 1];
    if (link) link.click();
    return Boolean(link);
  };

  const plain = (key) => {
    if (Date.now() < waiting) {
      waiting = 0;
      return press(`.bd-pestanas a[data-tecla="${CSS.escape(key)}"]`) || go(key);
    }
    switch (key) {
      case 'j': return step(1);
      case 'k': return step(-1);
      case 'x': return tick();
      case 'g': waiting = Date.now() + 1500; return true;
      case '/': document.getElementById('q')?.focus(); return true;
      case ' ': return false;
    }
    if (/^[1-9]$/.test(key)) return showDocument(Number(key));
    const known = /^[a-z]$/.test(key) && press(`.bd-revision [data-tecla="${key}"]`);
    if (known && key === 'o') setTimeout(observeShown); // after the form took the focus
    return known;
  };

  // On a page without tabs, g and a letter go to the list.
  const tabs = { r: 'por-revisar', s: 'subsanadas', o: 'observadas', d: 'por-derivar', v: 'por-vencer', x: 'vencidas', a: 'en-areas', m: 'mias', t: 'todas' };
  const go = (key) => {
    if (!tabs[key]) return false;
    location.assign(`/bandeja?tab=${tabs[key]}`);
    return true;
  };

  // Enter in a number looks up what belongs to it, whether or not the letters are switched off.
  document.addEventListener('keydown', (e) => {
    const search = e.key === 'Enter' && e.target.closest('.campo__fila')?.querySelector('button[formaction]');
    if (!search || search === e.target) return;
    e.preventDefault();
    search.click();
  });
  const mended = (row) => {
    if (!row) return;
    const input = row.querySelector('input');
    row.classList.remove('campo--error');
    row.querySelector('.campo__error').remove();
    input.removeAttribute('aria-invalid');
    const summary = document.getElementById('resumen-errores');
    summary?.querySelector(`a[href="#${input.id}"]`)?.closest('li').remove();
    if (summary && !summary.querySelector('li')) summary.remove();
  };
  document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
    const said = ctx.target.querySelector?.('[data-anuncio]');
    if (!said) { ctx.target.querySelector?.('#resumen-errores')?.focus(); return; }
    mended(ctx.sourceElement.closest('.campo--error'));
    say(said.textContent);
    if (said.dataset.campo) document.getElementById(said.dataset.campo).focus();
  });

  document.addEventListener('keydown', (e) => {
    if (e.key === '?' && !e.ctrlKey && !e.metaKey && !e.altKey && !typing(e.target) && !dialog.open) { // also while they are switched off
      e.preventDefault();
      dialog.showModal();
    }
    if (off() || e.defaultPrevented) return;
    const form = e.target.closest('.bd-formulario, .bd-papel');
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && form) {
      e.preventDefault();
      form.requestSubmit();
      return;
    }
    if (e.key === 'Escape') {
      const open = document.querySelector('.bd-acto[open]');
      if (open && !dialog.open) {
        open.open = false;
        open.querySelector('summary').focus();
        say('Formulario cerrado. Lo escrito queda.');
      }
      return;
    }
    // A form that is open keeps every letter: what is typed there never moves a filing.
    if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target) || form || dialog.open) return;
    if (plain(e.key)) e.preventDefault();
  });

  for (const button of document.querySelectorAll('[data-teclas]')) {
    button.hidden = false;
    button.addEventListener('click', () => dialog.showModal());
  }
  const quiet = document.getElementById('teclas-apagadas');
  quiet.checked = off();
  quiet.addEventListener('change', () => localStorage.setItem('teclas', quiet.checked ? 'no' : 'si'));

  // The form for many filings shows when one is ticked, and says how many are.
  const batch = document.getElementById('lote');
  if (batch) {
    const count = () => {
      const n = document.querySelectorAll('.bd-fila__marca:checked').length;
      batch.hidden = n === 0;
      document.getElementById('marcadas').textContent = n === 1 ? 'Una marcada:' : `${n} marcadas:`;
    };
    batch.classList.add("bd-lote--vivo");
    document.addEventListener('change', count);
    count();
  }

  // A document that is ticked asks at once what must be corrected in it.
  for (const part of document.querySelectorAll('[data-observa]')) {
    const box = part.querySelector('input[type=checkbox]');
    box.addEventListener('change', () => { if (box.checked) part.querySelector('textarea').focus(); });
  }

  // What is typed in the form of an act stays in this tab until the act is made: a session may end meanwhile.
  const done = new URLSearchParams(location.search);
  if (done.get('hecho')) sessionStorage.removeItem(`/bandeja/${done.get('numero')}/${done.get('hecho')}`);
  for (const form of document.querySelectorAll('form.bd-formulario')) {
    const key = new URL(form.action).pathname;
    const fields = [...form.elements].filter((f) => f.name && !['hidden', 'file', 'submit'].includes(f.type));
    const part = (f) => (f.type === 'checkbox' ? ['checked', `${f.name}=${f.value}`] : ['value', f.name]);
    const kept = JSON.parse(sessionStorage.getItem(key) ?? '{}');
    for (const f of fields) {
      const [what, name] = part(f);
      if (name in kept) f[what] = kept[name];
    }
    const keep = () => {
      const typed = fields.map((f) => [part(f)[1], f[part(f)[0]]]);
      sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed)));
    };
    form.addEventListener('input', keep);
    form.addEventListener('change', keep);
  }
  document.querySelector('form[action="/bandeja/salir"]')?.addEventListener('submit', () => sessionStorage.clear());

  // How much of a text is written; the server counts letters as here, and an emoji is one.
  const count = (field) => {
    const most = Number(field.dataset.contador) || field.maxLength;
    const n = [...field.value].length;
    document.getElementById(`${field.id}-contador`).textContent = `${n} / ${most}${n > most ? `: sobran ${n - most}` : ''}`;
  };
  for (const field of document.querySelectorAll('[data-contador]')) {
    field.addEventListener('input', () => count(field));
    count(field);
  }

  // A PDF that is too big is refused before it is sent: the server would cut the whole form.
  for (const input of document.querySelectorAll('input[type=file][data-maximo]')) {
    input.addEventListener('change', () => {
      input.setCustomValidity(input.files[0]?.size > Number(input.dataset.maximo) ? input.dataset.grande : '');
      input.reportValidity();
    });
  }

  // A form is sent once, however often it is pressed.
  for (const form of document.querySelectorAll('.bd-formulario, .bd-lote')) {
    form.addEventListener('submit', (e) => {
      if (form.dataset.sent) { e.preventDefault(); return; }
      form.dataset.sent = '1';
      setTimeout(() => { delete form.dataset.sent; }, 10000);
    });
  }

  for (const box of document.querySelectorAll('.bd-frases')) {
    const select = box.querySelector('select');
    if (select.options.length < 2) continue;
    box.hidden = false;
    select.addEventListener('change', () => {
      const area = box.nextElementSibling?.querySelector('textarea');
      if (area && select.value) {
        area.value += (area.value && !area.value.endsWith('\n') ? '\n' : '') + select.value;
        area.dispatchEvent(new Event('input', { bubbles: true }));
        area.focus();
      }
      select.selectedIndex = 0;
    });
  }

  // The document that is shown is marked, and a document that was opened has a tick.
  const links = [...document.querySelectorAll('.bd-documentos a[data-documento]')];
  const shown = (link) => {
    for (const other of links) other.parentElement.classList.toggle("bd-actual", other === link);
    link.classList.add("bd-visto");
  };
  for (const link of links) link.addEventListener('click', () => shown(link));
  if (links.length) shown(links[0]);
  if (links.length) document.addEventListener('keydown', (e) => {
    if (!off() && e.key === ' ' && !typing(e.target) && !e.target.closest('button, summary, a, input')) {
      e.preventDefault();
      const sheets = document.querySelector('.bd-pliegos');
      if (!sheets) scrollBy({ top: innerHeight * 0.8 });
      else if (sheets.scrollTop + sheets.clientHeight < sheets.scrollHeight - 4) sheets.scrollBy({ top: sheets.clientHeight * 0.8 });
      else links[links.findIndex((l) => l.parentElement.matches('.bd-actual')) + 1]?.click(); // its end: the next document
    }
  });
  for (const here of document.querySelectorAll(':is(.bd-secciones, .bd-pestanas) [aria-current]')) {
    here.scrollIntoView({ inline: 'center', block: 'nearest' });
  }
  const first = document.querySelector('.bd-acto[open]');
  const preview = document.getElementById('ensayo');
  if (preview) preview.focus();
  else if (first && !document.querySelector('.resumen-errores')) openAct(first);
  if (rows().length && location.pathname === '/bandeja' && document.activeElement === document.body) rows()[0].focus({ preventScroll: true });
})();
