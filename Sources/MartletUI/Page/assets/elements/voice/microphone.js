import { Pieces, Resampler, loudness, toPCM } from "../../models/pcm.js";

const worklet = new URL("../../worklets/microphone.js", import.meta.url).href;
// 8,192 bytes, as Chainlit's clients send.
const samplesOfPiece = 4096;

/**
 * @typedef {{ isStart: boolean, mimeType: string, elapsedTime: number, data: ArrayBuffer }} SoundChunk
 */

/**
 * Opens the microphone and tells what it hears, in pieces as the protocol has them.
 *
 * @param {{ chunk: (chunk: SoundChunk) => void, level: (loudness: number) => void }} listener
 * @returns {Promise<{ close: () => void }>}
 * @throws When there is none, or the person or the browser does not allow it.
 */
export async function openMicrophone({ chunk, level }) {
    const stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true },
    });
    const context = new AudioContext();
    const release = () => {
        for (const track of stream.getTracks()) track.stop();
        context.close();
    };
    try {
        await context.audioWorklet.addModule(worklet);
    } catch (error) {
        release();
        throw error;
    }
    const node = new AudioWorkletNode(context, "martlet-microphone");
    const resampler = new Resampler(context.sampleRate);
    const pieces = new Pieces(samplesOfPiece);
    const begin = performance.now();
    let isStart = true;
    const send = (/** @type {Float32Array} */ samples) => {
        chunk({ isStart, mimeType: "pcm16", elapsedTime: Math.round(performance.now() - begin), data: toPCM(samples) });
        isStart = false;
    };
    node.port.onmessage = ({ data }) => {
        level(loudness(data));
        pieces.add(resampler.resample(data)).forEach(send);
    };
    // Browsers run only what leads to the speakers; this node gives out silence.
    context.createMediaStreamSource(stream).connect(node).connect(context.destination);
    const close = () => {
        node.port.onmessage = null;
        const rest = pieces.rest();
        if (rest) send(rest);
        release();
    };
    return { close };
}
