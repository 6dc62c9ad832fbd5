// Says at the top of each page of the dashboard why the program is not well, and looks
// again each minute; shows what a restore does. Should the dashboard change, it does nothing.
const mark = "salud";

async function look() {
    if (!app.pb.authStore.isValid) {
        return;
    }
    const reasons = (await app.pb.send("/api/salud", { requestKey: mark })).motivos ?? [];
    const others = app.store.headerLinks.filter((link) => link.mark != mark);
    if (reasons.length) {
        const first = reasons[0].replace(/^.*?\): /, "").split(". ")[0];
        const place = reasons[0].startsWith("correo") ? "#/settings/mail" : "#/settings/backups";
        const more = reasons.length > 1 ? ` (y ${reasons.length - 1} más)` : "";
        const text = innerWidth < 900 ? "" : ": " + first + more; // a phone has room for one word
        others.push({ mark, href: place, icon: "ri-alarm-warning-line", label: "ATENCIÓN" + text });
    }
    if (reasons.length || others.length != app.store.headerLinks.length) {
        app.store.headerLinks = others;
    }
}

look().catch(() => {});
setInterval(() => look().catch(() => {}), 60000);
app.pb.authStore.onChange(() => look().catch(() => {}));

// The first answer to a restore says what it does. The dashboard's own notice of it is gone
// after three seconds, so it is shown until a button is pressed.
function told(text) {
    return new Promise((read) => {
        const dialog = t.div({ className: "modal popup manual", onafterclose: (el) => (el.remove(), read()) },
            t.header({ className: "modal-header" }, t.h5({ className: "m-auto" }, "Todavía no se restauró nada")),
            t.div({ className: "modal-content" }, ...text.split(/(?<=\.) /).map((sentence) => t.p(null, sentence))),
            t.footer({ className: "modal-footer" }, t.button({
                type: "button", className: "btn m-auto", onclick: () => app.modals.close(dialog, true),
            }, "Entendido")));
        document.body.append(dialog);
        app.modals.open(dialog);
    });
}

const restore = app.pb.backups?.restore;
if (restore) {
    app.pb.backups.restore = async function(...args) {
        try {
            return await restore.apply(this, args);
        } catch (err) {
            if (err.status != 409) {
                throw err;
            }
            await told(err.response.message).catch(() => { throw err; });
            throw new Error("Todavía no se restauró nada.");
        }
    };
}
