// Photos of a document before they are sent: drawn upright and small, turned, ordered, dropped,
// and packed into one file (an album of hooks/pdf).
const SIDE = 2200; // pixels of a page's long edge
const VIEW = 240;
const PAGE = 600 << 10; // bytes
const MOST = 30;
const SHARP = 60; // variance below which letters cannot be told

const draw = (source, side) => {
  const scale = Math.min(1, side / Math.max(source.width, source.height));
  const [wide, high] = [source.width, source.height].map((n) => Math.max(1, Math.round(n * scale)));
  const canvas = Object.assign(document.createElement("canvas"), { width: wide, height: high });
  const pen = canvas.getContext("2d", { alpha: false });
  Object.assign(pen, { fillStyle: "#fff", imageSmoothingQuality: "high" }).fillRect(0, 0, wide, high);
  pen.drawImage(source, 0, 0, wide, high);
  return canvas;
};

// The variance of the Laplacian, in the sharpest of nine squares
const sharpness = (canvas) => {
  const size = Math.min(160, canvas.width, canvas.height);
  const square = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = square.getContext("2d", { willReadFrequently: true });
  let best = 0;
  for (let n = 0; n < 9; n++) {
    pen.drawImage(canvas, (size - canvas.width) * (1 + n % 3) / 4, (size - canvas.height) * (1 + Math.floor(n / 3)) / 4);
    const { data } = pen.getImageData(0, 0, size, size);
    const row = 4 * size;
    let [sum, squares, count] = [0, 0, 0];
    for (let i = row + 5; i < data.length - row - 4; i += 4) {
      const v = 4 * data[i] - data[i - 4] - data[i + 4] - data[i - row] - data[i + row];
      sum += v;
      squares += v * v;
      count++;
    }
    best = Math.max(best, squares / count - (sum / count) ** 2);
  }
  return best;
};

const read = async (file) => {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = draw(bitmap, SIDE);
  bitmap.close();
  let blob;
  for (const quality of [0.75, 0.6, 0.45]) {
    blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", quality); });
    if (blob.size <= PAGE) break;
  }
  return { blob, turn: 0, view: draw(canvas, VIEW), blurred: sharpness(canvas) < SHARP };
};

// The EXIF orientation turns a page, so that it is not written a second time
const EXIF = [0xff, 0xe1, 0, 34, 69, 120, 105, 102, 0, 0, 77, 77, 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0];
const turned = ({ blob, turn }) => (turn
  ? new Blob([blob.slice(0, 2), Uint8Array.of(...EXIF, [1, 6, 3, 8][turn], 0, 0, 0, 0, 0, 0), blob.slice(2)])
  : blob);
const album = (pages, name) => {
  const files = pages.map(turned);
  const index = new DataView(new ArrayBuffer(8 * files.length + 4));
  files.forEach(({ size }, n) => index.setUint32(8 * n + 4, size));
  index.setUint32(8 * files.length, files.length);
  return new File([...files, index, "MESAFOTO"], name, { type: "mesa/fotos" });
};

const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// edit shows photos in a card. reason says why a file is none.
export const edit = async (form, chosen, { announce, reason, send, close }) => {
  let panel = form.querySelector(".fotos");
  if (!panel) {
    panel = clone("fotos-panel");
    panel.pages = [];
    form.querySelector(".zona").after(panel);
    listen(form, panel, { announce, send, close });
  }
  const { pages } = panel;
  const state = panel.querySelector(".fotos__estado");
  const problems = [];
  panel.setAttribute("aria-busy", "true");
  for (const [n, file] of chosen.entries()) {
    if (pages.length >= MOST) {
      problems.push(panel.dataset.muchas);
      break;
    }
    state.textContent = `Preparando la foto ${n + 1} de ${chosen.length}…`;
    try {
      pages.push(await read(file));
    } catch {
      problems.push(`${file.name}: ${await reason(file)}`);
    }
    if (!panel.isConnected) return;
    paint(panel);
  }
  panel.removeAttribute("aria-busy");
  state.textContent = problems.join(" ");
  state.classList.toggle("campo__error", problems.length > 0);
  announce(problems.join(" ") || `Páginas: ${pages.length}.`);
  if (!pages.length) return close(form, problems.join(" "));
  panel.querySelector("[data-unir]").focus({ preventScroll: true });
};

const paint = (panel) => {
  const { pages } = panel;
  panel.querySelector("ol").replaceChildren(...pages.map((page, n) => {
    page.item ??= clone("fotos-pagina");
    const { item } = page;
    item.page = page;
    page.view.className = "foto__vista";
    page.view.dataset.giro = page.turn;
    item.querySelector(".foto__marco").replaceChildren(page.view);
    for (const name of item.querySelectorAll("[data-n]")) name.textContent = n + 1;
    item.querySelector(".foto__aviso").hidden = !page.blurred;
    item.querySelector("[data-antes]").disabled = n === 0;
    item.querySelector("[data-despues]").disabled = n === pages.length - 1;
    return item;
  }));
};

const listen = (form, panel, { announce, send, close }) => {
  const { pages } = panel;
  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button || panel.hasAttribute("aria-busy")) return;
    const n = pages.indexOf(button.closest("li")?.page);
    const move = (to) => {
      pages.splice(to, 0, ...pages.splice(n, 1));
      announce(`Ahora es la página ${to + 1} de ${pages.length}.`);
    };
    if ("unir" in button.dataset) return send(form, album(pages, panel.dataset.nombre));
    if ("dejar" in button.dataset) return close(form);
    if ("girar" in button.dataset) pages[n].turn = (pages[n].turn + 1) % 4;
    else if ("antes" in button.dataset) move(n - 1);
    else if ("despues" in button.dataset) move(n + 1);
    else if ("quitar" in button.dataset) {
      pages.splice(n, 1);
      announce("Página quitada.");
      if (!pages.length) return close(form);
    }
    paint(panel);
    (button.isConnected && !button.disabled ? button : panel.querySelector("li button")).focus();
  });
};
