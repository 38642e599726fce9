// One queue for every change of the page: at most one run of each job a frame, all jobs in one frame.
/** @type {Map<unknown, () => void>} */
const jobs = new Map();
/** @type {Set<() => void>} */
const after = new Set();
let isScheduled = false;

function run() {
    isScheduled = false;
    const batch = [...jobs.values()];
    jobs.clear();
    for (const job of batch) {
        try {
            job();
        } catch (error) {
            reportError(error);
        }
    }
    for (const listener of after) listener();
}

/**
 * Runs a job in the next frame. A second job with the same key replaces the first.
 * @param {unknown} key
 * @param {() => void} job
 */
export function schedule(key, job) {
    jobs.set(key, job);
    if (isScheduled) return;
    isScheduled = true;
    // Frames stop in a hidden tab: a slow timer keeps the page right there without keeping it busy.
    if (document.hidden) setTimeout(run, 250);
    else requestAnimationFrame(run);
}

/**
 * Calls a listener after each frame's jobs: scrolling has to follow what was drawn.
 * @param {() => void} listener
 */
export function afterRender(listener) {
    after.add(listener);
}
