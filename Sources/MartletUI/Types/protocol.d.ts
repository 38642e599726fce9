// What goes over the wire, for the type checker alone: see docs/protocol.md. Members of events that the page does not
// look at are left out.

declare namespace Protocol {
    type StepType =
        | "user_message" | "assistant_message" | "system_message" | "run" | "tool" | "llm" | "embedding" | "retrieval" | "rerank"
        | "undefined" | (string & {});

    /** A message or a step. Absent members leave what is known as it is. */
    interface Step {
        id: string;
        type: StepType;
        name?: string;
        parentId?: string | null;
        threadId?: string;
        input?: string;
        output?: string;
        createdAt?: string | null;
        start?: string | null;
        end?: string | null;
        isError?: boolean;
        streaming?: boolean;
        language?: string | null;
        showInput?: boolean | string;
        defaultOpen?: boolean;
        autoCollapse?: boolean;
        command?: string | null;
        metadata?: Record<string, any> | null;
        generation?: Generation | null;
        feedback?: Feedback | null;
        /** Whether a person's own message has not gone out yet: said by the page, never by the server. */
        isWaiting?: boolean;
        /** The output as HTML, one string a block; null says that there is none. */
        blocks?: string[] | null;
        inputBlocks?: string[] | null;
        steps?: Step[];
    }

    /** What a step changes to: from a block on, all are replaced. */
    interface HTMLChange {
        id: string;
        field: "output" | "input";
        from: number;
        blocks: string[];
        final?: boolean;
    }

    interface Token {
        id: string;
        token: string;
        isSequence?: boolean;
        isInput?: boolean;
    }

    /** What a step changes to; absent members stay. */
    type StepChange = Partial<Step> & { id: string };

    /** How a model made an answer; `ttFirstToken` in milliseconds, `duration` in seconds. */
    interface Generation {
        duration?: number | null;
        ttFirstToken?: number | null;
        tokenThroughputInSeconds?: number | null;
        inputTokenCount?: number | null;
        cachedTokenCount?: number | null;
        outputTokenCount?: number | null;
        model?: string | null;
        metadata?: GenerationMetadata | null;
    }

    /** Why an answer ended, what was cut from its context, and where the time went, in milliseconds. */
    interface GenerationMetadata {
        finishReason?: string;
        stopText?: string;
        seed?: number;
        droppedMessages?: number;
        shiftedTokens?: number;
        preemptions?: number;
        draftedTokens?: number;
        acceptedDraftTokens?: number;
        queueTime?: number;
        promptTime?: number;
        tokenIntervalMedian?: number;
        tokenInterval95th?: number;
    }

    /** What a person thinks of a run's answer: 1 is good, 0 is poor. */
    interface Feedback {
        id?: string;
        forId?: string;
        threadId?: string;
        value: number;
        comment?: string | null;
    }

    /** What a chat shows beside its text. */
    interface Element {
        id: string;
        type: string;
        name: string;
        threadId?: string | null;
        forId?: string | null;
        /** "inline", "side" or "page". */
        display?: string | null;
        url?: string | null;
        chainlitKey?: string | null;
        mime?: string | null;
        /** "small", "medium" or "large". */
        size?: string | null;
        language?: string | null;
        page?: number | null;
        autoPlay?: boolean | null;
        props?: Record<string, unknown> | null;
        playerConfig?: unknown;
    }

    interface Action {
        id: string;
        name: string;
        forId?: string | null;
        label?: string;
        tooltip?: string;
        icon?: string | null;
        collapsed?: boolean;
        payload?: Record<string, any>;
    }

    /** What the app waits for; files have the rule of what is taken. */
    interface AskSpec {
        type: "text" | "file" | "action" | "element";
        timeout: number;
        step_id?: string;
        accept?: string[] | Record<string, string[]> | null;
        max_files?: number | null;
        max_size_mb?: number | null;
        /** The identifiers of the actions that answer. */
        keys?: string[];
        element_id?: string;
    }

    /** A question of the app, and the way its answer goes. */
    interface Ask {
        message: Step;
        spec: AskSpec;
        reply: Reply | null;
    }

    type Reply = (...values: any[]) => unknown;

    interface Task {
        title: string;
        status?: string;
        forId?: string | null;
    }

    interface Command {
        id: string;
        description?: string;
        icon?: string | null;
        button?: boolean;
        persistent?: boolean;
        selected?: boolean;
    }

    interface ModeOption {
        id: string;
        name: string;
        description?: string | null;
        icon?: string | null;
        default?: boolean;
    }

    interface Mode {
        id: string;
        name: string;
        options: ModeOption[];
    }

    interface SidebarContent {
        elements?: Element[];
        key?: string | null;
    }

    /** How a chat stands; of a long one the rest of its messages follows. */
    interface Snapshot {
        messages?: Step[];
        elements?: Element[];
        actions?: Action[];
        settings?: Widget[] | null;
        commands?: Command[] | null;
        modes?: Mode[] | null;
        sidebar?: { title?: string | null; content?: SidebarContent } | null;
        running?: boolean;
        threadId?: string | null;
        complete?: boolean;
    }

    interface Hello {
        bootId: string;
        version?: string;
        restored?: boolean;
        watch?: boolean;
    }

    interface Toast {
        message: string;
        type?: string;
    }

    type WidgetValue = string | number | boolean | null | (string | null)[];

    interface WidgetItem {
        label: string;
        value: string;
        description?: string | null;
        icon?: string | null;
        disabled?: boolean;
    }

    /** A setting as the server describes it. */
    interface Widget {
        id: string;
        type: string;
        label?: string;
        initial?: WidgetValue;
        default?: WidgetValue;
        tooltip?: string | null;
        description?: string | null;
        placeholder?: string | null;
        disabled?: boolean;
        min?: number | null;
        max?: number | null;
        step?: number | null;
        items?: WidgetItem[] | null;
        multiline?: boolean;
        mode?: "single" | "range";
        min_date?: string | null;
        max_date?: string | null;
        /** Those of a tab, which is no setting itself. */
        inputs?: Widget[];
    }

    /** What a model does right now for a message or step. */
    type ModelActivity = import("../Page/assets/models/activities.js").Activity & { id: string };

    /** How full the model's context is; without a limit nobody knows. */
    interface ContextUse {
        limit: number | null;
        used?: number;
        number?: number;
    }

    interface AudioChunk {
        track?: string;
        data: ArrayBuffer | ArrayBufferView;
    }

    /** What the server tells a chat, by the event's name. */
    interface Events {
        action: Action;
        activity: ModelActivity;
        ask: { msg: Step; spec: AskSpec };
        ask_timeout: unknown;
        audio_chunk: AudioChunk;
        audio_connection: "on" | "off";
        audio_interrupt: unknown;
        build_status: BuildStatus;
        call_fn: { name: string; args?: object };
        chat_settings: Widget[];
        clear_ask: unknown;
        context: ContextUse;
        delete_message: StepChange;
        element: Element;
        first_interaction: { interaction: string; thread_id: string };
        hello: Hello;
        message_html: HTMLChange;
        new_message: Step;
        reload: unknown;
        remove_action: { id: string };
        remove_element: { id: string };
        resume_thread: WholeThread;
        resume_thread_error: string;
        set_commands: Command[];
        set_favorites: Step[];
        set_modes: Mode[];
        set_sidebar_elements: SidebarContent;
        set_sidebar_title: string;
        snapshot: Snapshot;
        snapshot_end: unknown;
        stream_start: Step;
        stream_token: Token;
        task_end: unknown;
        task_start: unknown;
        toast: Toast;
        update_message: StepChange;
        window_message: unknown;
    }

    interface BuildStatus {
        state: "building" | "failed" | "ok";
        diagnostics?: string;
        file?: string;
    }

    interface Handshake {
        sid: string;
        upgrades?: string[];
        pingInterval: number;
        pingTimeout: number;
        maxPayload?: number;
    }
}
