/// What an app's page looks like and says: the table `[UI]` of its configuration.
public struct InterfaceSettings: Sendable, Hashable {
    /// The app's name: the page's title, and the author of its messages; `name`.
    public var name = "Assistant"
    /// What the app is for, in a sentence that search engines and link previews show; `description`.
    public var description = ""
    /// Which steps people see; `cot`.
    public var cot: ChainOfThought = .full
    /// The colours for people who have not chosen; `default_theme`.
    ///
    /// Where nothing is set it is ``Theme/system``, Martlet's own; Chainlit knows `light` and `dark` and takes `dark`.
    public var defaultTheme: Theme = .system
    /// The language of the page for everyone, such as `de-DE`; `language`.
    ///
    /// Nil follows each browser.
    public var language: String?
    /// How wide the page is; `layout`.
    public var layout: Layout = .standard
    /// How the history beside the chat is shown at first; `default_sidebar_state`.
    public var defaultSidebarState: SidebarState = .open
    /// Where chat settings open; `chat_settings_location`.
    public var chatSettingsLocation: ChatSettingsLocation = .messageComposer
    /// Whether chat settings are open at first; `default_chat_settings_open`.
    public var defaultChatSettingsOpen = false
    /// Whether a new chat asks before it leaves the present one; `confirm_new_chat`.
    public var confirmNewChat = true
    /// The address of the app's repository; `github`.
    ///
    /// Chainlit 2.12 reads it and shows it nowhere.
    public var github: String?
    /// The address of a style sheet, such as `/public/style.css`; `custom_css`.
    public var customCSS: String?
    /// Further attributes of the style sheet's link; `custom_css_attributes`.
    public var customCSSAttributes = ""
    /// The address of a script, such as `/public/script.js`; `custom_js`.
    public var customJS: String?
    /// Further attributes of the script; `custom_js_attributes`.
    public var customJSAttributes = "defer"
    /// How alerts in messages look; `alert_style`.
    public var alertStyle: AlertStyle = .classic
    /// The address of a picture beside the login form; `login_page_image`.
    public var loginPageImage: String?
    /// Style classes of that picture; `login_page_image_filter`.
    public var loginPageImageFilter: String?
    /// Style classes of that picture on a dark page; `login_page_image_dark_filter`.
    public var loginPageImageDarkFilter: String?
    /// The address that link previews lead to; `custom_meta_url`.
    public var customMetaURL: String?
    /// The address of the picture in link previews; `custom_meta_image_url`.
    public var customMetaImageURL: String?
    /// The address of the logo, in place of the files in `public/`; `logo_file_url`.
    public var logoFileURL: String?
    /// The address of the avatar of authors that have none in `public/avatars/`; `default_avatar_file_url`.
    public var defaultAvatarFileURL: String?
    /// How large avatars are, in pixels; `avatar_size`.
    ///
    /// Nil leaves it to the page.
    public var avatarSize: Int?
    /// A folder with another page, relative to the app's; `custom_build`.
    public var customBuild: String?
    /// Links in the page's header; `[[UI.header_links]]`.
    public var headerLinks: [HeaderLink] = []

    /// Creates the default settings.
    public init() {}
}

extension InterfaceSettings {
    /// Which steps people see.
    public enum ChainOfThought: String, Sendable, Hashable, CaseIterable {
        /// None, and their contents are not sent.
        case hidden
        /// Those of tools.
        case toolCall = "tool_call"
        /// All.
        case full
    }

    /// The colours of the page.
    public enum Theme: String, Sendable, Hashable, CaseIterable {
        /// Dark on light.
        case light
        /// Light on dark.
        case dark
        /// What the person's system says.
        case system
    }

    /// How wide the page is.
    public enum Layout: String, Sendable, Hashable, CaseIterable {
        /// A column fit for reading; written `default`.
        case standard = "default"
        /// The whole window.
        case wide
    }

    /// How the history beside the chat is shown.
    public enum SidebarState: String, Sendable, Hashable, CaseIterable {
        /// In full.
        case open
        /// Folded.
        case closed
        /// Not at all.
        case hidden
    }

    /// Where chat settings open.
    public enum ChatSettingsLocation: String, Sendable, Hashable, CaseIterable {
        /// In a dialog, from a button beside the message box.
        case messageComposer = "message_composer"
        /// Beside the chat.
        case sidebar
    }

    /// How alerts in messages look.
    public enum AlertStyle: String, Sendable, Hashable, CaseIterable {
        /// A coloured box.
        case classic
        /// A line beside the text.
        case modern
    }
}

/// A link in the page's header: an entry of `[[UI.header_links]]`.
public struct HeaderLink: Sendable, Hashable {
    /// Where a link opens.
    public enum Target: String, Sendable, Hashable, CaseIterable {
        /// In a new tab.
        case newTab = "_blank"
        /// In place of the page.
        case sameTab = "_self"
        /// In the frame around the page.
        case parent = "_parent"
        /// In place of all frames.
        case top = "_top"
    }

    /// What tells the link from others; `name`.
    public var name: String
    /// The address of its icon; `icon_url`.
    public var iconURL: String
    /// Where it leads; `url`.
    public var url: String
    /// The text beside the icon; `display_name`.
    public var displayName: String?
    /// Where it opens; `target`.
    ///
    /// Nil leaves it to the page.
    public var target: Target?

    /// Creates a link.
    ///
    /// - Parameters:
    ///   - name: What tells the link from others.
    ///   - iconURL: The address of its icon.
    ///   - url: Where it leads.
    ///   - displayName: The text beside the icon.
    ///   - target: Where it opens.
    public init(name: String, iconURL: String, url: String, displayName: String? = nil, target: Target? = nil) {
        self.name = name
        self.iconURL = iconURL
        self.url = url
        self.displayName = displayName
        self.target = target
    }
}
