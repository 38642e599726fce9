import MartletCore

extension InterfaceSettings {
    /// The settings as clients receive them under `ui`.
    var wireForm: JSONValue {
        [
            "name": .string(self.name), "description": .string(self.description), "cot": .string(self.cot.rawValue),
            "default_theme": .string(self.defaultTheme.rawValue), "language": .optional(self.language),
            "layout": .string(self.layout.rawValue),
            "default_sidebar_state": .string(self.defaultSidebarState.rawValue),
            "chat_settings_location": .string(self.chatSettingsLocation.rawValue),
            "default_chat_settings_open": .bool(self.defaultChatSettingsOpen),
            "confirm_new_chat": .bool(self.confirmNewChat), "github": .optional(self.github),
            "custom_css": .optional(self.customCSS), "custom_css_attributes": .string(self.customCSSAttributes),
            "custom_js": .optional(self.customJS), "custom_js_attributes": .string(self.customJSAttributes),
            "alert_style": .string(self.alertStyle.rawValue), "login_page_image": .optional(self.loginPageImage),
            "login_page_image_filter": .optional(self.loginPageImageFilter),
            "login_page_image_dark_filter": .optional(self.loginPageImageDarkFilter),
            "custom_meta_url": .optional(self.customMetaURL),
            "custom_meta_image_url": .optional(self.customMetaImageURL), "logo_file_url": .optional(self.logoFileURL),
            "default_avatar_file_url": .optional(self.defaultAvatarFileURL),
            "avatar_size": self.avatarSize.map(JSONValue.int) ?? .null, "custom_build": .optional(self.customBuild),
            "header_links": self.headerLinks.isEmpty ? .null : .array(self.headerLinks.map(\.wireForm)),
        ]
    }
}

extension HeaderLink {
    /// The link as clients receive it.
    var wireForm: JSONValue {
        [
            "name": .string(self.name), "icon_url": .string(self.iconURL), "url": .string(self.url),
            "display_name": .optional(self.displayName), "target": .optional(self.target?.rawValue),
        ]
    }
}

extension FeatureSettings {
    /// The settings as clients receive them under `features`.
    var wireForm: JSONValue {
        [
            "spontaneous_file_upload": self.spontaneousFileUpload.wireForm,
            "audio": ["enabled": .bool(self.audio.enabled), "sample_rate": .int(self.audio.sampleRate)],
            "mcp": self.mcp.wireForm,
            "slack": ["reaction_on_message_received": .bool(self.slack.reactionOnMessageReceived)],
            "latex": .bool(self.latex), "user_message_markdown": .bool(self.userMessageMarkdown),
            "user_message_autoscroll": .bool(self.userMessageAutoscroll),
            "assistant_message_autoscroll": .bool(self.assistantMessageAutoscroll),
            "unsafe_allow_html": .bool(self.unsafeAllowHTML), "auto_tag_thread": .bool(self.autoTagThread),
            "edit_message": .bool(self.editMessage), "allow_thread_sharing": .bool(self.allowThreadSharing),
            "favorites": .bool(self.favorites),
        ]
    }
}

extension FileUploadSettings {
    /// The settings as clients receive them.
    var wireForm: JSONValue {
        [
            "enabled": .bool(self.enabled), "accept": self.accept.wireForm, "max_files": .int(self.maxFiles),
            "max_size_mb": .int(self.maxSizeMB),
        ]
    }
}

extension FileTypes {
    /// The kinds of files as clients receive them: a list, or an object with the endings for each content type.
    var wireForm: JSONValue {
        switch self {
        case .any: ["*/*"]
        case .mimeTypes(let types): .array(types.map(JSONValue.string))
        case .extensions(let endings): .object(endings.mapValues { .array($0.map(JSONValue.string)) })
        }
    }
}

extension MCPSettings {
    /// What clients are told: names and kinds.
    ///
    /// How a server is reached, and which ones people may bring, stays here.
    var wireForm: JSONValue {
        [
            "enabled": .bool(self.enabled),
            "servers": .array(
                self.servers.map { ["name": .string($0.name), "type": .string($0.connection.kind)] }
            ),
            "user_servers": ["enabled": .bool(self.userServers.enabled)],
        ]
    }
}

extension JSONValue {
    /// A text, or null.
    static func optional(_ text: String?) -> JSONValue {
        text.map(JSONValue.string) ?? .null
    }
}
