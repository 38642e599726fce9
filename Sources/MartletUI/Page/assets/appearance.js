// Runs before the first paint, so that a dark page never flashes white. A classic script on purpose.
(() => {
    const root = document.documentElement;
    let chosen = null;
    try {
        chosen = localStorage.getItem("martlet-theme");
    } catch {
        // Storage may be blocked; then the page follows the system.
    }
    // A person who has never chosen gets the app's default, which the server may name in the page.
    chosen ??= document.querySelector('meta[name="martlet-default-theme"]')?.content;
    const isKnown = chosen === "light" || chosen === "dark";
    if (isKnown) root.dataset.theme = chosen;
    root.classList.add(isKnown ? chosen : matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
})();
