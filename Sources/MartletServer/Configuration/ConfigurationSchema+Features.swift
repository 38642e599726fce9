import MartletCore

extension ConfigurationSchema {
    static let features = ConfigurationTable(
        "features",
        keys: [
            .flag(
                "unsafe_allow_html",
                \.features.unsafeAllowHTML,
                "Show HTML in messages as such: text from a model may then run scripts. Martlet's own page shows it as text."
            ),
            .flag(
                "latex",
                \.features.latex,
                "Set formulas between dollar signs. Martlet's own page shows them as written."
            ),
            .flag(
                "user_message_markdown",
                \.features.userMessageMarkdown,
                "Read people's messages as Markdown. Martlet's own page always does."
            ),
            .flag(
                "user_message_autoscroll",
                \.features.userMessageAutoscroll,
                "Scroll to a message that was just sent."
            ),
            .flag(
                "assistant_message_autoscroll",
                \.features.assistantMessageAutoscroll,
                "Follow an answer while it is written."
            ),
            .flag("auto_tag_thread", \.features.autoTagThread, "Tag each thread with its chat profile."),
            .flag("edit_message", \.features.editMessage, "Let people edit what they have sent."),
            .flag("allow_thread_sharing", \.features.allowThreadSharing, "Let people share their threads."),
            .flag("favorites", \.features.favorites, "Let people keep messages as favourites."),
        ]
    )

    static let featureTables = [
        ConfigurationTable(
            "features",
            "slack",
            keys: [
                .flag(
                    "reaction_on_message_received",
                    \.features.slack.reactionOnMessageReceived,
                    "React to a message as soon as it has arrived."
                )
            ]
        ),
        ConfigurationTable(
            "features",
            "spontaneous_file_upload",
            comment: "Files that people attach to their messages.",
            keys: [
                .flag("enabled", \.features.spontaneousFileUpload.enabled, "Whether files may be attached."),
                Self.accept,
                .number(
                    "max_files",
                    \.features.spontaneousFileUpload.maxFiles,
                    in: 1...1000,
                    "The most files of one message."
                ),
                .number(
                    "max_size_mb",
                    \.features.spontaneousFileUpload.maxSizeMB,
                    in: 1...1_000_000,
                    "The largest file, in megabytes."
                ),
            ]
        ),
        ConfigurationTable(
            "features",
            "audio",
            keys: [
                .flag("enabled", \.features.audio.enabled, "Let people speak to the app."),
                .number(
                    "sample_rate",
                    \.features.audio.sampleRate,
                    in: 8000...192_000,
                    "Samples a second. Chainlit's clients always record 24000."
                ),
            ]
        ),
        ConfigurationTable(
            "features",
            "mcp",
            comment: "Servers of the Model Context Protocol.",
            keys: [
                .flag("enabled", \.features.mcp.enabled, "Let chats connect to servers."), Self.servers,
            ]
        ),
        ConfigurationTable(
            "features",
            "mcp",
            "user_servers",
            comment: "Servers that people bring themselves. Programs on this machine are never among them.",
            keys: [
                .flag("enabled", \.features.mcp.userServers.enabled, "Let people name servers of their own."),
                .texts(
                    "allowed_urls",
                    \.features.mcp.userServers.allowedURLs,
                    "URLs at or below which such servers must lie, such as \"https://mcp.example.com/\"; none if empty."
                ),
            ]
        ),
    ]

    private static let accept = ConfigurationKey(
        "accept",
        sample: "accept = [\"*/*\"]",
        """
        The kinds of files: content types such as "image/*", or a table of content types and the endings
        that names may have, such as { "text/plain" = [".txt", ".md"] }.
        """
    ) { node, configuration, findings in
        if let types = node.texts {
            configuration.features.spontaneousFileUpload.accept = types == ["*/*"] ? .any : .mimeTypes(types)
        } else if let members = node.members {
            let endings = members.compactMapValues(\.texts)
            guard endings.count == members.count else {
                return findings.refuse(node, accepted: "a list of endings for each content type")
            }
            configuration.features.spontaneousFileUpload.accept = .extensions(endings)
        } else {
            findings.refuse(node, accepted: "a list of content types, such as [\"image/*\"]")
        }
    }

    private static let servers = ConfigurationKey(
        "servers",
        sample: """
            [[features.mcp.servers]]
            name = "files"
            type = "stdio"
            command = "npx -y @modelcontextprotocol/server-filesystem ."
            env = { LOG_LEVEL = "error" }

            [[features.mcp.servers]]
            name = "search"
            type = "streamable-http"
            url = "https://mcp.example.com/"
            headers = { Authorization = "Bearer …" }
            """,
        isExample: true,
        """
        The servers that the app offers. Clients are told their names and types only. The type is "stdio" with a
        command and env, or "sse" or "streamable-http" with a url and headers.
        """
    ) { node, configuration, findings in
        guard let elements = node.elements else {
            return findings.refuse(node, accepted: "tables headed [[features.mcp.servers]]")
        }
        let servers = elements.compactMap { MCPServerReader.read($0, &findings) }
        var names: Set<String> = []
        for (server, element) in zip(servers, elements)
        where !names.insert(MCPServerName.folded(server.name)).inserted {
            findings.refuse(element.path, "Two servers are named \"\(server.name)\"; give each a name of its own.")
        }
        configuration.features.mcp.servers = servers
    }
}
