/** @type {WeakMap<Element, () => void>} */
const waiting = new WeakMap();
const observer = globalThis.IntersectionObserver && new IntersectionObserver(
    (entries) => {
        for (const { isIntersecting, target } of entries) {
            if (!isIntersecting) continue;
            observer.unobserve(target);
            waiting.get(target)?.();
            waiting.delete(target);
        }
    },
    { rootMargin: "600px" },
);

/**
 * Calls back once an element comes near the screen: a long chat must not load all that it ever showed.
 *
 * @param {Element} element
 * @param {() => void} callback
 */
export function whenSeen(element, callback) {
    if (!observer) return callback();
    waiting.set(element, callback);
    observer.observe(element);
}
