// Says at the top of each page of the dashboard why the program is not well, and looks
// again each minute. Should the dashboard change, it does nothing.
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
