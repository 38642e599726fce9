import MartletCore

extension ConfigurationSchema {
    static let interface = ConfigurationTable(
        "UI",
        keys: Self.behaviour + Self.appearance + [Self.avatarSize, Self.customBuild, Self.headerLinks]
    )

    private static let behaviour: [ConfigurationKey] = [
        .text("name", \.ui.name, "The app's name: the page's title, and the author of its messages."),
        .text("description", \.ui.description, "What the app is for, for search engines and link previews."),
        .choice("cot", \.ui.cot, "Which steps people see: \"hidden\", \"tool_call\" or \"full\"."),
        .choice(
            "default_theme",
            \.ui.defaultTheme,
            "The colours for people who have not chosen: \"light\", \"dark\" or \"system\"."
        ),
        ConfigurationKey(
            "language",
            sample: "language = \"en-US\"",
            isExample: true,
            "The page's language for everyone. When nothing is set, each browser's own."
        ) { node, configuration, findings in
            guard let text = node.text, text.isEmpty || LanguageTag(text) != nil else {
                return findings.refuse(node, accepted: "a language, such as \"en-US\"")
            }
            configuration.ui.language = text.isEmpty ? nil : text
        },
        .choice("layout", \.ui.layout, "How wide the page is: \"default\" or \"wide\"."),
        .choice(
            "default_sidebar_state",
            \.ui.defaultSidebarState,
            "How the history is shown at first: \"open\", \"closed\" or \"hidden\"."
        ),
        .choice(
            "chat_settings_location",
            \.ui.chatSettingsLocation,
            "Where chat settings open: \"message_composer\" or \"sidebar\"."
        ),
        .flag("default_chat_settings_open", \.ui.defaultChatSettingsOpen, "Open the chat settings at first."),
        .flag("confirm_new_chat", \.ui.confirmNewChat, "Ask before a new chat leaves the present one."),
    ]

    private static let appearance: [ConfigurationKey] = [
        .text("github", \.ui.github, example: "https://github.com/…", "The app's repository."),
        .text(
            "custom_css",
            \.ui.customCSS,
            example: "/public/style.css",
            "A style sheet of your own, put into public/."
        ),
        .text("custom_css_attributes", \.ui.customCSSAttributes, "Further attributes of its link."),
        .text("custom_js", \.ui.customJS, example: "/public/script.js", "A script of your own, put into public/."),
        .text("custom_js_attributes", \.ui.customJSAttributes, "Further attributes of the script."),
        .choice("alert_style", \.ui.alertStyle, "How alerts in messages look: \"classic\" or \"modern\"."),
        .text(
            "login_page_image",
            \.ui.loginPageImage,
            example: "/public/login.jpg",
            "A picture beside the login form."
        ),
        .text(
            "login_page_image_filter",
            \.ui.loginPageImageFilter,
            example: "brightness-50 grayscale",
            "Style classes of that picture."
        ),
        .text(
            "login_page_image_dark_filter",
            \.ui.loginPageImageDarkFilter,
            example: "contrast-200 blur-sm",
            "Style classes of that picture on a dark page."
        ),
        .text(
            "custom_meta_url",
            \.ui.customMetaURL,
            example: "https://chat.example.com",
            "Where link previews lead to."
        ),
        .text(
            "custom_meta_image_url",
            \.ui.customMetaImageURL,
            example: "https://chat.example.com/public/preview.png",
            "The picture in link previews."
        ),
        .text(
            "logo_file_url",
            \.ui.logoFileURL,
            example: "/public/logo.svg",
            "The logo, in place of public/logo_light.* and public/logo_dark.*."
        ),
        .text(
            "default_avatar_file_url",
            \.ui.defaultAvatarFileURL,
            example: "/public/avatar.svg",
            "The avatar of authors that have none in public/avatars/."
        ),
    ]

    private static let avatarSize = ConfigurationKey(
        "avatar_size",
        sample: "avatar_size = 20",
        isExample: true,
        "How large avatars are, in pixels."
    ) { node, configuration, findings in
        guard let number = ConfigurationKey.number(node, in: 1...1000, &findings) else { return }
        configuration.ui.avatarSize = number
    }

    private static let customBuild = ConfigurationKey.text(
        "custom_build",
        \.ui.customBuild,
        example: "./public/build",
        "A folder with another page, relative to this app's folder, such as a build of Chainlit's front end."
    )

    private static let headerLinks = ConfigurationKey(
        "header_links",
        sample: """
            [[UI.header_links]]
            name = "Handbook"
            icon_url = "/public/book.svg"
            url = "https://example.com/handbook"
            display_name = "Handbook"
            target = "_blank"
            """,
        isExample: true,
        "Links in the page's header. The target is \"_blank\", \"_self\", \"_parent\" or \"_top\"."
    ) { node, configuration, findings in
        guard let elements = node.elements else {
            return findings.refuse(node, accepted: "tables headed [[UI.header_links]]")
        }
        configuration.ui.headerLinks = elements.compactMap { HeaderLinkReader.read($0, &findings) }
    }
}

/// Reads links of the page's header from a configuration file.
private enum HeaderLinkReader {
    private static let known = ["name", "icon_url", "url", "display_name", "target"]

    static func read(_ node: ConfigurationNode, _ findings: inout ConfigurationFindings) -> HeaderLink? {
        guard let members = node.members else {
            findings.refuse(node, accepted: "a table headed [[UI.header_links]]")
            return nil
        }
        for (key, member) in members {
            if !Self.known.contains(key) {
                findings.unknown(member.path, known: Self.known)
            } else if member.text == nil {
                findings.refuse(member, accepted: "a text in quotes")
                return nil
            }
        }
        guard let name = members["name"]?.text, let icon = members["icon_url"]?.text, let url = members["url"]?.text
        else {
            findings.refuse(node.path, "A link of [[UI.header_links]] needs name, icon_url and url; give all three.")
            return nil
        }
        var link = HeaderLink(name: name, iconURL: icon, url: url, displayName: members["display_name"]?.text)
        if let member = members["target"] {
            guard let target = member.text.flatMap(HeaderLink.Target.init(rawValue:)) else {
                findings.refuse(member, accepted: ConfigurationKey.words(HeaderLink.Target.self))
                return nil
            }
            link.target = target
        }
        return link
    }
}
