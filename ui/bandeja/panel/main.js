// The inbox inside the dashboard: a superuser's first page is the same /bandeja, in a frame.
// In the forms of the house's collections fields have Spanish labels, what the system writes
// is not asked, and a day is a day of Lima. Should the dashboard change, it stays as stock.

// What the system writes, by collection; the events refuse or replace it in any case.
const written = {
    movimientos: ["fecha", "origen", "destino", "actor", "subsanacion", "copias"],
    solicitudes: ["version", "ultima_etapa", "borrador", "alerta", "semaforo", "postergada_hasta"],
    documentos: ["borrador", "subsanacion", "bytes", "folios", "sha256", "avisos", "firmas", "subido_en", "escrito"],
    correos: ["clave", "mensaje_id", "acuse", "acuse_ip", "adjunto"],
    entidad: ["confirmada_en", "terminos_version"],
};

// Fields that hold a day, stored as the midnight of Lima.
const days = /^(presentada_el|registrada_el|cerrada_el|entregada_el|documento_fecha|vence_(nuevo|subsanacion|respuesta|revision|legal))$/;

// Words that a name can't write.
const accents = {
    numero: "número", tramite: "trámite", area: "área", razon: "razón", telefono: "teléfono", cedula: "cédula", via: "vía",
    observacion: "observación", region: "región", direccion: "dirección", codigo: "código", dias: "días", terminos: "términos",
    subsanacion: "subsanación", notificacion: "notificación", conservacion: "conservación", titulo: "título", limite: "límite",
    mb: "(MB)", ruc: "RUC", pide: "PIDE", tupa: "TUPA", sha256: "SHA-256", cuo: "CUO", ip: "IP", anio: "año", posicion: "posición",
    presentacion: "presentación", derivacion: "derivación", autorizo: "autorizó", anexos: "anexos", maximo: "máximo", exigir: "exige",
};

// Names that read otherwise.
const names = {
    cedula_numero: "Número de la cédula", documento_numero: "Número del documento", numero_documento: "Número de documento de identidad",
    documento_fecha: "Fecha del documento", vence_nuevo: "Nuevo último día", entidad_destino: "Entidad competente", agota_via: "Agota la vía",
    confirma_silencio: "Se hace a pesar del silencio positivo", confirma_expediente: "Es el mismo expediente de otra solicitud",
    tipo_documento: "Tipo de documento de identidad", plazo_dias: "Plazo en días", tipo_dias: "Tipo de días", base_legal: "Base legal",
};

function label(name) {
    if (names[name]) {
        return names[name];
    }
    const words = name.split("_").map((word) => accents[word] ?? word).join(" ");
    return words[0].toUpperCase() + words.slice(1);
}

// Ours are the collections that people see; PocketBase's own begin with a line.
const ours = (props) => props.collection && !props.collection.system && !props.collection.name.startsWith("_");

function dayInput(props, stock) {
    const field = stock.querySelector("input");
    const day = props.record[props.field.name];
    const input = t.input({
        type: "date", id: field.id, name: props.field.name, required: props.field.required,
        // Lima is five hours behind UTC, the whole year.
        value: day ? new Date(new Date(day.replace(" ", "T")) - 5 * 3600000).toISOString().slice(0, 10) : "",
        onchange: (e) => { props.record[props.field.name] = e.target.value ? e.target.value + " 05:00:00.000Z" : ""; },
    });
    field.replaceWith(input);
    return stock;
}

function wrap(type) {
    const stock = app.fieldTypes[type]?.input;
    if (!stock) {
        return;
    }
    app.fieldTypes[type].input = function(props) {
        let input = stock.call(this, props);
        try {
            if (!ours(props)) {
                return input;
            }
            const unasked = [...(written[props.collection.name] ?? []), "id"];
            if (!props.originalRecord?.id && unasked.includes(props.field.name)) {
                return t.div({ hidden: true });
            }
            const day = type == "date" && days.test(props.field.name);
            if (day) {
                input = dayInput(props, input);
            }
            const zone = type == "date" && !day ? ` (${Intl.DateTimeFormat().resolvedOptions().timeZone})` : "";
            const text = label(props.field.name) + zone;
            const shown = input.querySelector(type == "bool" ? "label" : "label .txt");
            shown?.replaceWith(type == "bool" ? t.label({ htmlFor: shown.htmlFor }, text) : t.span({ className: "txt" }, text));
        } catch (err) {
            console.warn("mesa:", err); // the stock field stays
        }
        return input;
    };
}

Object.keys(app.fieldTypes ?? {}).forEach(wrap);

// The dashboard's token becomes a session of the inbox, which is a cookie that no script reads.
const handOver = () => fetch("/bandeja/relevo", { method: "POST", headers: { Authorization: app.pb.authStore.token } });

// The page stands at once: one that came after the hand-over replaced what was opened meanwhile.
function inbox(route) {
    const frame = t.iframe({ title: "Bandeja", style: "flex: 1; width: 100%; border: 0; min-height: 0" });
    const page = t.div({ className: "page", style: "padding: 0; display: flex; flex-direction: column; min-height: 0" }, frame);
    let again = 0;
    const open = async () => {
        again = Date.now();
        if ((await handOver().catch(() => null))?.ok) {
            frame.src = "/bandeja";
        } else {
            page.replaceChildren(t.p({ className: "m-auto" }, "La bandeja no se pudo abrir. Vuelva a ingresar."));
        }
    };
    frame.addEventListener("load", () => {
        // A session that ended is handed over once more, and not in a circle.
        if (frame.contentWindow?.location.pathname == "/bandeja/ingresar" && Date.now() - again > 10000) {
            open();
        }
    });
    open();
    return page;
}

if (app.routes?.superuserOnly && app.store?.headerLinks) {
    app.routes.superuserOnly("#/bandeja", inbox);
    app.routes.fallbackPath = "#/bandeja";
    app.store.headerLinks = [{ href: "#/bandeja", icon: "ri-inbox-line", label: "Bandeja" }, ...app.store.headerLinks];
}
