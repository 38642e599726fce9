/** The page around this one, when this one is shown in a frame. */
export const host = {
    /** Its origin, once it has said hello; until then nothing is known of it. */
    origin: "*",

    /**
     * Tells it something of no secret.
     * @param {string} name
     */
    tell(name) {
        if (parent !== window && this.origin !== "*") parent.postMessage({ martlet: name }, this.origin);
    },
};
