// What the page's modules share.

declare namespace Page {
    type Handlers = { [Name in keyof HTMLElementEventMap as `on${Name}`]?: (event: HTMLElementEventMap[Name]) => void };

    /** What `make` takes: attributes by name, listeners by `on…`. */
    type Attributes = Handlers & {
        class?: string;
        dataset?: Record<string, string | undefined>;
        [name: string]: unknown;
    };

    type Child = Node | string | null | undefined | false;

    /** What the page's HTML holds, by a tag or by a selector. */
    interface Find {
        <Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag];
        <Kind extends HTMLElement = HTMLElement>(selector: string): Kind;
    }

    type Route = import("../Page/assets/models/route.js").Route;

    /** Where something is kept for the tab or the browser. */
    interface Store {
        read(key: string, fallback?: any): any;
        write(key: string, value: any): void;
    }

    /** Everything the page is made of, by name: the joining modules take what they need. */
    interface Parts {
        chat: import("../Page/assets/models/chat.js").Chat;
        identity: import("../Page/assets/models/identity.js").Identity;
        draft: import("../Page/assets/models/draft.js").Draft;
        uploads: import("../Page/assets/models/uploads.js").Uploads;
        socket: import("../Page/assets/transport/socket.js").Socket;
        context: Context;
        user: Protocol.User | null;
        settings: Protocol.Settings;
        isReadOnly: boolean;
        hasHistory: boolean;
        ask: HTMLElementTagNameMap["martlet-ask"];
        dropZone: HTMLElementTagNameMap["martlet-drop-zone"];
        composer: HTMLElementTagNameMap["martlet-composer"];
        connection: HTMLElementTagNameMap["martlet-connection"];
        toasts: HTMLElementTagNameMap["martlet-toasts"];
        jump: HTMLElementTagNameMap["martlet-jump"];
        panel: HTMLElementTagNameMap["martlet-settings"];
        transcript: HTMLElementTagNameMap["martlet-transcript"];
        welcome: HTMLElementTagNameMap["martlet-welcome"];
        /** In apps that keep chats, as soon as what shows them is there. */
        threads: HTMLElementTagNameMap["martlet-threads"] | null;
        route: Route | null;
        showSettings(settings: Protocol.Settings): void;
        setReadOnly(isReadOnly: boolean): void;
    }

    /** The page of an app that keeps chats. */
    type WithThreads = Parts & { threads: HTMLElementTagNameMap["martlet-threads"]; route: Route };

    /** What elements ask whoever joins them to the server for, with what they say of it. */
    interface Requests {
        action: { action: Protocol.Action; done(): void };
        "chat-begun": { threadId: string };
        deliver: {};
        "delete-thread": { thread: Protocol.Thread };
        edit: { node: TranscriptNode; text: string };
        "element-action": { action: { name: string; payload: object }; done(answer: unknown): void };
        "element-delete": { element: Protocol.Element; done(answer: unknown): void };
        "element-reply": { element: Protocol.Element; value: unknown };
        "element-update": { element: Protocol.Element; done(answer: unknown): void };
        favorite: { step: Protocol.Step; isFavorite: boolean };
        feedback: { run: TranscriptNode; feedback: Protocol.Feedback | null; done(): void };
        files: { files: File[] };
        notice: Protocol.Toast;
        "open-about": {};
        "open-element": { element: Protocol.Element };
        "open-keys": {};
        "open-language": {};
        "open-settings": {};
        "open-shortcuts": {};
        "open-thread": { id: string };
        profile: { name: string };
        "rename-thread": { thread: Protocol.Thread };
        reply: { value: unknown };
        retry: {};
        send: { text: string; command?: string | null; files?: { id: string }[] };
        "settings-change": { values: Record<string, Protocol.WidgetValue> };
        "settings-edit": { values: Record<string, Protocol.WidgetValue> };
        "share-thread": { thread: Protocol.Thread };
        "sign-in": { username: string; password: string; done(): void };
        "sign-out": {};
        stop: {};
        unauthorized: {};
        "view-image": { images: { url: string; name: string }[]; index?: number };
        "voice-start": {};
        "voice-stop": {};
    }

    /** Those that say no more than their name. */
    type PlainRequest = { [Name in keyof Requests]: {} extends Requests[Name] ? Name : never }[keyof Requests];

    /** Hears what is asked for. */
    type On = <Name extends keyof Requests>(name: Name, handler: (detail: Requests[Name]) => unknown) => void;

    /** A message or step in the tree of a chat. */
    interface TranscriptNode {
        id: string;
        parent: TranscriptNode | null;
        children: TranscriptNode[];
        step: Protocol.Step;
        output: import("../Page/assets/models/rendered-field.js").RenderedField;
        input: import("../Page/assets/models/rendered-field.js").RenderedField;
    }

    /** What a transcript tells of; a `reset` has no node. */
    type TranscriptChange =
        | { kind: "reset"; node: null; from: number }
        | { kind: "insert" | "remove" | "update" | "attachments" | "output" | "input"; node: TranscriptNode; from: number };

    /** What the views of messages and steps are given. */
    interface Context {
        chat: import("../Page/assets/models/chat.js").Chat;
        transcript: import("../Page/assets/models/transcript.js").Transcript;
        cot: string;
        appName: string;
        profileIcon?: string | null;
        mayEdit: boolean;
        takesFeedback?: boolean;
        mayFavorite?: boolean;
        followsOwn?: boolean;
    }

    /** What a setting's control is given. */
    interface ControlOptions {
        key: string;
        value: any;
        describedBy: string;
        input(value: any): void;
        change(): void;
    }

    /** A setting's control. */
    interface Control {
        element: HTMLElement | string;
        aside?: HTMLElement;
        isGroup?: boolean;
        update(value: any): void;
    }
}
