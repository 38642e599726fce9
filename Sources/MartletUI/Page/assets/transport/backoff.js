/** Waiting times between attempts: they double from `first` to `longest`, each with up to half of jitter. */
export class Backoff {
    #attempt = 0;

    constructor({ first = 1000, longest = 5000, jitter = 0.5, random = Math.random } = {}) {
        this.first = first;
        this.longest = longest;
        this.jitter = jitter;
        this.random = random;
    }

    /** Milliseconds to wait before the next attempt. */
    next() {
        const base = Math.min(this.longest, this.first * 2 ** this.#attempt);
        this.#attempt += 1;
        return Math.round(base * (1 + (this.random() * 2 - 1) * this.jitter));
    }

    reset() {
        this.#attempt = 0;
    }
}
