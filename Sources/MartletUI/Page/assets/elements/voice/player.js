import { fromPCM, sampleRate } from "../../models/pcm.js";

/** Plays what the app says: the pieces of a track one after the other. */
export class Player {
    /** @type {AudioContext | null} */
    #context = null;
    /** @type {Set<AudioBufferSourceNode>} */
    #sources = new Set();
    /** @type {Map<string, number>} */
    #ends = new Map();

    /** Browsers let a page sound only after a press: to be called in one. */
    wake() {
        this.#open().resume();
    }

    /** @param {{ track?: string, data: ArrayBuffer | ArrayBufferView }} chunk */
    play({ track = "", data }) {
        const samples = fromPCM(data);
        if (samples.length === 0) return;
        const context = this.#open();
        const buffer = context.createBuffer(1, samples.length, sampleRate);
        buffer.copyToChannel(samples, 0);
        const source = context.createBufferSource();
        source.buffer = buffer;
        source.connect(context.destination);
        source.onended = () => this.#sources.delete(source);
        const start = Math.max(context.currentTime, this.#ends.get(track) ?? 0);
        this.#ends.set(track, start + buffer.duration);
        this.#sources.add(source);
        source.start(start);
    }

    interrupt() {
        for (const source of this.#sources) source.stop();
        this.#sources.clear();
        this.#ends.clear();
    }

    #open() {
        this.#context ??= new AudioContext();
        return this.#context;
    }
}
