// Says at the top of each page of the dashboard what the base lacks, and looks again
// each minute. Should the dashboard change, it does nothing.
const mark = "libro-de-actos";

async function look() {
    if (!app.pb.authStore.isValid) {
        return;
    }
    const state = await app.pb.send("/api/libro", { requestKey: mark });
    const others = app.store.headerLinks.filter((link) => link.mark != mark);
    if (!state.ok) {
        others.push({ mark, href: "#/settings/backups", icon: "ri-alarm-warning-line", label: "ATENCIÓN: " + state.texto.split(". ")[0] });
    }
    if (!state.ok || others.length != app.store.headerLinks.length) {
        app.store.headerLinks = others;
    }
}

look().catch(() => {});
setInterval(() => look().catch(() => {}), 60000);
app.pb.authStore.onChange(() => look().catch(() => {}));
