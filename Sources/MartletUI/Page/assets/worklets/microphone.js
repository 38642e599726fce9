// Runs on the sound thread: hands on what the microphone hears, about 40 times a second.
const blockSize = 1024;

class Microphone extends AudioWorkletProcessor {
    block = new Float32Array(blockSize);
    length = 0;

    /** @param {Float32Array[][]} inputs */
    process([channels]) {
        for (const sample of channels?.[0] ?? []) {
            this.block[this.length] = sample;
            this.length += 1;
            if (this.length === blockSize) this.hand();
        }
        return true;
    }

    hand() {
        const { buffer } = this.block;
        this.port.postMessage(this.block, [buffer]);
        this.block = new Float32Array(blockSize);
        this.length = 0;
    }
}

registerProcessor("martlet-microphone", Microphone);
