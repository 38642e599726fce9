// What this version of the checker does not know of browsers yet.

interface TrustedTypePolicy {
    createHTML(html: string): object;
    createScriptURL(url: string): object;
}

declare var trustedTypes:
    | { createPolicy(name: string, rules: { createHTML?(html: string): string; createScriptURL?(url: string): string }): TrustedTypePolicy }
    | undefined;

/** Events of the page's own carry a detail. */
interface Event {
    readonly detail: any;
}

interface ToggleEvent extends Event {
    readonly newState: "open" | "closed";
}

interface HTMLElement {
    showPopover(): void;
    hidePopover(): void;
}

interface Array<T> {
    findLast(predicate: (value: T, index: number) => unknown): T | undefined;
    findLastIndex(predicate: (value: T, index: number) => unknown): number;
    toReversed(): T[];
}

// The sound thread has other names in its scope than the page.
declare class AudioWorkletProcessor {
    readonly port: MessagePort;
}

declare function registerProcessor(name: string, processor: typeof AudioWorkletProcessor): void;
