// The inbox's keyboard and phrases. Every move works without this file.
(() => {
  'use strict';
  const off = () => localStorage.getItem('teclas') === 'no';
  const typing = (el) => el.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
  const rows = () => [...document.querySelectorAll('.bd-fila__enlace')];
  const dialog = document.getElementById('teclas');
  const say = (text) => { document.getElementById('estado').textContent = text; };
  let waiting = 0; // until when a letter after g is a tab

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(document.activeElement);
    all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
    return true;
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
    const fields = [...details.querySelectorAll('form input:not([type=hidden]), form select, form textarea')];
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
      case 'g': waiting = Date.now() + 1500; return true;
      case '/': document.getElementById('q')?.focus(); return true;
      case '?': dialog.showModal(); return true;
      case ' ': return false;
    }
    if (/^[1-9]$/.test(key)) return showDocument(Number(key));
    return /^[a-z]$/.test(key) && press(`.bd-revision [data-tecla="${key}"]`);
  };

  // On a page without tabs, g and a letter go to the list.
  const tabs = { r: 'por-revisar', s: 'subsanadas', o: 'observadas', d: 'por-derivar', v: 'por-vencer', a: 'en-areas', m: 'mias', t: 'todas' };
  const go = (key) => {
    if (!tabs[key]) return false;
    location.assign(`/bandeja?tab=${tabs[key]}`);
    return true;
  };

  document.addEventListener('keydown', (e) => {
    if (off() || e.defaultPrevented) return;
    const form = e.target.closest('.bd-formulario');
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

  // A form is sent once, however often it is pressed.
  for (const form of document.querySelectorAll('.bd-formulario')) {
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
      const area = box.previousElementSibling?.querySelector('textarea');
      if (area && select.value) {
        area.value += (area.value && !area.value.endsWith('\n') ? '\n' : '') + select.value;
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
      scrollBy({ top: innerHeight * 0.8 });
    }
  });
  const first = document.querySelector('.bd-acto[open]');
  const preview = document.getElementById('ensayo');
  if (preview) preview.focus();
  else if (first && !document.querySelector('.resumen-errores')) openAct(first);
  if (rows().length && location.pathname === '/bandeja' && document.activeElement === document.body) rows()[0].focus({ preventScroll: true });
})();
