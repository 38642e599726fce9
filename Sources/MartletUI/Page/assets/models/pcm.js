// Sound as the protocol has it: 16-bit little-endian samples of one channel, 24,000 a second.
export const sampleRate = 24_000;

const fullScale = 32_768;

/**
 * @param {Float32Array} samples Between -1 and 1.
 * @returns {ArrayBuffer}
 */
export function toPCM(samples) {
    const view = new DataView(new ArrayBuffer(samples.length * 2));
    samples.forEach((sample, index) => {
        view.setInt16(index * 2, Math.max(-fullScale, Math.min(fullScale - 1, Math.round(sample * fullScale))), true);
    });
    return view.buffer;
}

/**
 * @param {ArrayBuffer | ArrayBufferView} data
 * @returns {Float32Array}
 */
export function fromPCM(data) {
    const view = ArrayBuffer.isView(data) ? new DataView(data.buffer, data.byteOffset, data.byteLength) : new DataView(data);
    const samples = new Float32Array(view.byteLength >> 1);
    for (let index = 0; index < samples.length; index += 1) samples[index] = view.getInt16(index * 2, true) / fullScale;
    return samples;
}

/**
 * How loud samples are, from 0 to 1, as an ear would say: 60 decibels below full scale count as silence.
 *
 * @param {Float32Array} samples
 */
export function loudness(samples) {
    if (samples.length === 0) return 0;
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return power === 0 ? 0 : Math.max(0, Math.min(1, 1 + (10 * Math.log10(power)) / 60));
}

/** Brings a stream of samples to the protocol's rate: each sample that comes out is the mean of those it stands for. */
export class Resampler {
    #ratio;
    #sum = 0;
    #weight = 0;

    /** @param {number} rate Samples a second of what comes in. */
    constructor(rate) {
        this.#ratio = rate / sampleRate;
    }

    /**
     * @param {Float32Array} samples
     * @returns {Float32Array}
     */
    resample(samples) {
        /** @type {number[]} */
        const result = [];
        for (const sample of samples) this.#take(sample, result);
        return Float32Array.from(result);
    }

    /**
     * @param {number} sample
     * @param {number[]} result
     */
    #take(sample, result) {
        let rest = 1;
        while (this.#weight + rest >= this.#ratio - 1e-9) {
            const part = this.#ratio - this.#weight;
            result.push((this.#sum + sample * part) / this.#ratio);
            rest -= part;
            this.#sum = 0;
            this.#weight = 0;
        }
        this.#sum += sample * Math.max(0, rest);
        this.#weight += Math.max(0, rest);
    }
}

/** Gathers samples into pieces of one size. */
export class Pieces {
    #size;
    /** @type {number[]} */
    #samples = [];

    /** @param {number} size In samples. */
    constructor(size) {
        this.#size = size;
    }

    /**
     * Adds samples and returns the pieces that are full.
     *
     * @param {Float32Array} samples
     * @returns {Float32Array[]}
     */
    add(samples) {
        this.#samples.push(...samples);
        const full = [];
        while (this.#samples.length >= this.#size) full.push(Float32Array.from(this.#samples.splice(0, this.#size)));
        return full;
    }

    /** What is left at the end, or null. */
    rest() {
        const samples = this.#samples.splice(0);
        return samples.length > 0 ? Float32Array.from(samples) : null;
    }
}
