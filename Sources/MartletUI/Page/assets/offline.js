// The service worker: it keeps the page's own files, so that an installed app opens without a network.
import { address } from "./helpers/configuration.js";
import { trustedScript } from "./helpers/trusted.js";

const delay = 3000;

/** Asks the browser for the worker, once the page has nothing better to do. In frames of other sites there is none. */
export function keepForOffline() {
    if (!isSecureContext || !("serviceWorker" in navigator) || parent !== window) return;
    setTimeout(() => {
        navigator.serviceWorker
            .register(trustedScript(address("service-worker.js")), { scope: address("") })
            // It is a comfort: a browser that refuses it shows the page all the same.
            .catch(() => {});
    }, delay);
}
