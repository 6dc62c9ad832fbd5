// Shows the PDFs of a filing with pdf.js, page by page as they come into view: nothing that
// a document carries runs. Where pdf.js can't, the browser's own viewer stands in a frame.
(() => {
  'use strict';
  const box = document.getElementById('visor');
  const links = [...document.querySelectorAll('.bd-documentos a[data-documento]')];
  if (!box || !links.length) return;

  const wasm = { 'jbig2.wasm': box.dataset.jbig2, 'openjpeg.wasm': box.dataset.openjpeg, 'qcms_bg.wasm': box.dataset.qcms };
  class Parts {
    async fetch({ filename }) {
      const res = await fetch(wasm[filename] ?? '');
      if (!res.ok) throw new Error(`${filename}: ${res.status}`);
      return new Uint8Array(await res.arrayBuffer());
    }
  }

  let library;
  const load = async () => {
    if (!box.dataset.pdf) throw new Error('built without pdf.js');
    const pdfjs = await import(box.dataset.pdf);
    const own = box.dataset.obrero;
    const policy = globalThis.trustedTypes?.createPolicy('visor', { createScriptURL: (url) => { if (url !== own) throw new TypeError(url); return url; } });
    pdfjs.GlobalWorkerOptions.workerPort = new Worker(policy ? policy.createScriptURL(own) : own, { type: 'module' });
    return pdfjs;
  };

  const make = (tag, className, text) => {
    const el = document.createElement(tag);
    el.className = className;
    if (text) el.textContent = text;
    return el;
  };

  let shown = null; // the document that stands in the box
  let zoom = 1;
  let turn = 0;

  // A viewer of the browser, for what pdf.js can't show.
  const stock = (url) => {
    const frame = make("iframe", "bd-pdf");
    frame.title = 'Documento';
    frame.src = url;
    box.replaceChildren(frame);
  };

  const tools = (pages) => {
    const bar = make("div", "bd-visor__barra");
    const where = make("span", "bd-tenue", `1 de ${pages.length}`);
    where.id = 'visor-pagina';
    const button = (text, name, act) => {
      const b = make("button", "boton boton--secundario", text);
      b.type = 'button';
      b.setAttribute('aria-label', name);
      b.addEventListener('click', act);
      return b;
    };
    const again = (change) => () => { change(); pages.forEach((p) => p.size()); box.querySelector('.bd-pliegos').focus(); };
    bar.append(where,
      button('−', 'Alejar', again(() => { zoom = Math.max(zoom / 1.25, 0.4); })),
      button('+', 'Acercar', again(() => { zoom = Math.min(zoom * 1.25, 5); })),
      button('⟳', 'Girar', again(() => { turn = (turn + 90) % 360; })));
    return bar;
  };

  // A page is a place of its size, drawn when it comes near the window.
  const place = async (pdf, n, sheets, total) => {
    const el = make("div", "bd-pliego");
    el.setAttribute('role', 'img');
    el.setAttribute('aria-label', `Página ${n} de ${total}`);
    let page = null;
    let drawing = null;
    const view = (width) => {
      const flat = page.getViewport({ scale: 1, rotation: (page.rotate + turn) % 360 });
      return page.getViewport({ scale: (width / flat.width) * zoom, rotation: (page.rotate + turn) % 360 });
    };
    const size = () => {
      if (!page) return;
      const v = view(sheets.clientWidth - 24);
      el.style.width = `${Math.floor(v.width)}px`;
      el.style.height = `${Math.floor(v.height)}px`;
      if (el.firstChild) draw();
    };
    const draw = async () => {
      page ??= await pdf.getPage(n);
      const v = view(sheets.clientWidth - 24);
      el.style.width = `${Math.floor(v.width)}px`;
      el.style.height = `${Math.floor(v.height)}px`;
      drawing?.cancel();
      const canvas = document.createElement('canvas');
      // Sharp on a dense screen, and never more than a device can hold.
      const dense = Math.min(devicePixelRatio || 1, Math.sqrt(16e6 / (v.width * v.height)));
      canvas.width = Math.floor(v.width * dense);
      canvas.height = Math.floor(v.height * dense);
      drawing = page.render({ canvas, viewport: v, transform: dense === 1 ? null : [dense, 0, 0, dense, 0, 0] });
      try {
        await drawing.promise;
        el.replaceChildren(canvas);
      } catch (err) {
        if (err.name !== 'RenderingCancelledException') throw err;
      }
    };
    const clear = () => { drawing?.cancel(); el.replaceChildren(); };
    return { el, n, draw, clear, size };
  };

  const show = async (link) => {
    const url = link.href;
    const mine = shown = Symbol(url);
    const waiting = make("p", "bd-tenue", 'Abriendo el documento…');
    box.replaceChildren(waiting);
    try {
      library ??= load();
      const pdfjs = await library;
      const task = pdfjs.getDocument({
        url, disableAutoFetch: true, disableStream: true, enableXfa: false, isEvalSupported: false, BinaryDataFactory: Parts, useWorkerFetch: false,
      });
      const pdf = await task.promise;
      if (shown !== mine) { task.destroy(); return; }
      const sheets = make("div", "bd-pliegos");
      sheets.tabIndex = 0;
      sheets.setAttribute('role', 'region');
      sheets.setAttribute('aria-label', link.textContent);
      box.replaceChildren(sheets);
      const pages = [];
      for (let n = 1; n <= pdf.numPages; n++) pages.push(await place(pdf, n, sheets, pdf.numPages));
      box.prepend(tools(pages));
      await pages[0].draw(); // its size stands for all until they are seen
      for (const p of pages.slice(1)) { p.el.style.width = pages[0].el.style.width; p.el.style.height = pages[0].el.style.height; }
      const at = new Map(pages.map((p) => [p.el, p]));
      const near = new IntersectionObserver((seen) => {
        for (const s of seen) {
          const p = at.get(s.target);
          if (!s.isIntersecting) p.clear(); else if (!p.el.firstChild) p.draw().catch(() => {});
        }
      }, { root: sheets, rootMargin: '800px' });
      const top = new IntersectionObserver((seen) => {
        for (const s of seen) if (s.isIntersecting) document.getElementById('visor-pagina').textContent = `${at.get(s.target).n} de ${pages.length}`;
      }, { root: sheets, rootMargin: '-40% 0px -40% 0px' });
      sheets.append(...pages.map((p) => p.el));
      for (const p of pages) { near.observe(p.el); top.observe(p.el); }
    } catch (err) {
      console.warn('visor:', err.message);
      if (shown === mine) stock(url);
    }
  };

  for (const link of links) {
    link.addEventListener('click', (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      show(link);
    });
  }
  show(links[0]);
})();
