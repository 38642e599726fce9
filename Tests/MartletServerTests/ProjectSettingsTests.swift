import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct ProjectSettingsTests {
    @Test func `the settings have the keys that Chainlit's clients read, and no others but Martlet's one`() async throws
    {
        try await withRoutes { client in
            try await client.execute(uri: "/project/settings", method: .get) { response in
                let body = response.json
                #expect(
                    body.names == [
                        "chatProfiles", "dataPersistence", "debugUrl", "features", "markdown", "markdownHtml",
                        "maskUserEnv", "starterCategories", "starters", "threadResumable", "threadSharing", "ui",
                        "userEnv",
                    ]
                )
                #expect(
                    body["ui"]?.names == [
                        "alert_style", "avatar_size", "chat_settings_location", "confirm_new_chat", "cot",
                        "custom_build", "custom_css", "custom_css_attributes", "custom_js", "custom_js_attributes",
                        "custom_meta_image_url", "custom_meta_url", "default_avatar_file_url",
                        "default_chat_settings_open", "default_sidebar_state", "default_theme", "description",
                        "github", "header_links", "language", "layout", "login_page_image",
                        "login_page_image_dark_filter", "login_page_image_filter", "logo_file_url", "name",
                    ]
                )
                #expect(
                    body["features"]?.names == [
                        "allow_thread_sharing", "assistant_message_autoscroll", "audio", "auto_tag_thread",
                        "edit_message", "favorites", "latex", "mcp", "slack", "spontaneous_file_upload",
                        "unsafe_allow_html", "user_message_autoscroll", "user_message_markdown",
                    ]
                )
                #expect(body["maskUserEnv"] == false && body["markdown"] == .null && body["debugUrl"] == .null)
                #expect(body["ui"]?["header_links"] == .null && body["ui"]?["custom_css"] == .null)
                #expect(body["features"]?["audio"] == ["enabled": false, "sample_rate": 24000])
            }
        }
    }

    @Test func `what is configured reaches the clients, but for secrets`() async throws {
        try await withRoutes(configure: { configuration in
            configuration.project.userEnv = ["KEY"]
            configuration.project.maskUserEnv = true
            configuration.ui.headerLinks = [HeaderLink(name: "a", iconURL: "b", url: "c", target: .newTab)]
            configuration.ui.avatarSize = 30
            configuration.features.spontaneousFileUpload.accept = .extensions(["text/plain": [".txt"]])
            configuration.features.mcp.enabled = true
            configuration.features.mcp.servers = [
                MCPServerSettings(name: "files", connection: .stdio(command: "s3cret", environment: ["A": "s3cret"])),
                MCPServerSettings(name: "net", connection: .sse(url: "http://s3cret", headers: ["A": "s3cret"])),
            ]
            configuration.features.mcp.userServers.enabled = true
            configuration.features.mcp.userServers.allowedURLs = ["https://s3cret"]
        }) { client in
            try await client.execute(uri: "/project/settings", method: .get) { response in
                let body = response.json
                #expect(!response.text.contains("s3cret"))
                #expect(body["userEnv"] == ["KEY"] && body["maskUserEnv"] == true)
                #expect(
                    body["ui"]?["header_links"] == [
                        ["name": "a", "icon_url": "b", "url": "c", "display_name": nil, "target": "_blank"]
                    ]
                )
                #expect(body["ui"]?["avatar_size"] == 30)
                #expect(body["features"]?["spontaneous_file_upload"]?["accept"] == ["text/plain": [".txt"]])
                #expect(
                    body["features"]?["mcp"] == [
                        "enabled": true, "user_servers": ["enabled": true],
                        "servers": [["name": "files", "type": "stdio"], ["name": "net", "type": "sse"]],
                    ]
                )
            }
            try await client.execute(uri: "/auth/config", method: .get) { response in
                #expect(response.json["default_theme"] == "system")
            }
        }
    }

    @Test func `a language for everybody comes before the one that is asked for`() async throws {
        let files = ["martlet.md": "Hello", "martlet_de-DE.md": "Hallo", "martlet_fr-FR.md": "Bonjour"]
        try await withRoutes(files: files, configure: { $0.ui.language = "de-DE" }) { client in
            try await client.execute(uri: "/project/settings?language=fr-FR", method: .get) { response in
                #expect(response.json["markdown"] == "Hallo")
            }
        }
    }

    @Test(arguments: [
        ("de-DE", "Neu"), ("de", "Neu"), ("de-AT", "Neu"), ("DE-de", "Neu"), ("fr-FR", "New"), ("d", "New"),
        ("bn-IN", "Bengali"),
    ])
    func `the app's own words come before English`(language: String, word: String) async throws {
        let files = [
            ".martlet/translations/de-DE.json": #"{"chat": {"new": "Neu"}}"#,
            ".martlet/translations/bn.json": #"{"chat": {"new": "Bengali"}}"#,
            ".martlet/translations/en-US.json": #"{"chat": {"new": "New", "stop": "Stop"}}"#,
            ".martlet/translations/it.json": "{",
        ]
        try await withRoutes(files: files) { client in
            try await client.execute(uri: "/project/translations?language=\(language)", method: .get) { response in
                let words = try #require(response.json["translation"]?["chat"])
                #expect(words["new"] == .string(word) && words["stop"] == "Stop")
            }
            try await client.execute(uri: "/project/translations?language=it", method: .get) { response in
                #expect(response.json["translation"]?["chat"]?["new"] == "New")
            }
        }
    }

    @Test func `the words that come with Martlet reach the page in its language, or in English`() async throws {
        try await withRoutes { client in
            let placeholder = { @Sendable (language: String) in
                try await client.execute(uri: "/project/translations?language=\(language)", method: .get) { response in
                    response.json["translation"]?["chat"]?["input"]?["placeholder"]?.stringValue
                }
            }
            let english = try await placeholder("en-US")
            let german = try await placeholder("de-AT")
            #expect(english?.isEmpty == false && german?.isEmpty == false && english != german)
            #expect(try await placeholder("xx") == english)
        }
    }
}

extension JSONValue {
    /// The names of an object's members in order.
    fileprivate var names: [String] {
        guard case .object(let members) = self else { return [] }
        return members.keys.sorted()
    }
}
