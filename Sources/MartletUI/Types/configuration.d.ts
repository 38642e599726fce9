// What goes over the wire beside the chat itself: how the app is configured, who a person is, and the earlier chats.

declare namespace Protocol {
    interface User {
        identifier: string;
        display_name?: string | null;
        metadata?: { image?: string };
    }

    interface Thread {
        id: string;
        name?: string | null;
        createdAt?: string;
        metadata?: Record<string, any> | null;
    }

    /** A thread with what was said in it. */
    interface WholeThread extends Thread {
        steps?: Step[];
        elements?: Element[];
    }

    interface ThreadPage {
        pageInfo?: { hasNextPage?: boolean; endCursor?: string | null };
        data: Thread[];
    }

    interface HeaderLink {
        name: string;
        display_name?: string | null;
        url: string;
        target?: string | null;
        icon_url?: string | null;
    }

    interface Starter {
        label: string;
        message: string;
        command?: string | null;
        icon?: string | null;
    }

    interface StarterCategory {
        label?: string;
        icon?: string | null;
        starters: Starter[];
    }

    interface Profile {
        name: string;
        display_name?: string | null;
        icon?: string | null;
        markdown_description?: string;
        default?: boolean;
        starters?: Starter[] | null;
    }

    interface InterfaceSettings {
        name: string;
        description?: string;
        avatar_size?: number | null;
        cot?: "hidden" | "tool_call" | "full";
        default_theme?: string;
        language?: string | null;
        layout?: string;
        default_sidebar_state?: string;
        chat_settings_location?: string;
        default_chat_settings_open?: boolean;
        confirm_new_chat?: boolean;
        logo_file_url?: string | null;
        header_links?: HeaderLink[] | null;
    }

    /** What a chat is told of a server that it is connected to. */
    interface ToolServerAnswer {
        mcp: { name: string; tools?: { name: string }[] };
    }

    interface Features {
        spontaneous_file_upload?: {
            enabled?: boolean;
            accept?: string[] | Record<string, string[]> | null;
            max_files?: number | null;
            max_size_mb?: number | null;
        };
        audio?: { enabled?: boolean; sample_rate?: number };
        mcp?: { enabled?: boolean; servers?: { name: string; type: string }[]; user_servers?: { enabled?: boolean } };
        edit_message?: boolean;
        favorites?: boolean;
        user_message_autoscroll?: boolean;
        assistant_message_autoscroll?: boolean;
    }

    interface Settings {
        ui: InterfaceSettings;
        features?: Features;
        chatProfiles?: Profile[];
        starters?: Starter[];
        starterCategories?: StarterCategory[];
        /** The names of the keys that each person brings. */
        userEnv?: string[];
        maskUserEnv?: boolean;
        dataPersistence?: boolean;
        threadResumable?: boolean;
        threadSharing?: boolean;
        markdown?: string | null;
        markdownHtml?: string[] | null;
    }

    /** The settings with what a page needs beside them at its start. A server that knows of no such thing leaves it out. */
    interface Start extends Settings {
        translation?: object | null;
        user?: User | null;
    }

    /** How people sign in. */
    interface Authentication {
        headerAuth?: boolean;
        passwordAuth?: boolean;
        oauthProviders?: string[];
        default_theme?: string;
        ui?: { login_page_image?: string | null };
    }
}
