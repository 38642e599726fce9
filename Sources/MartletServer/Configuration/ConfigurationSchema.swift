import MartletCore

/// All that a configuration file may say: Chainlit's tables and keys.
enum ConfigurationSchema {
    /// A hundred years, beyond which no time-out makes sense.
    private static let longest = 3_153_600_000

    /// The tables, in the order in which they are written.
    static let tables = [Self.project, Self.features] + Self.featureTables + [Self.interface, Self.api, Self.meta]

    private static let project = ConfigurationTable(
        "project",
        keys: [
            .texts(
                "user_env",
                \.project.userEnv,
                "Keys that each person is asked for, such as API keys. Handlers find them in chat.environment."
            ),
            .seconds(
                "session_timeout",
                \.project.sessionTimeout,
                in: 0...Self.longest,
                "Seconds that a chat lives on when nobody has it open."
            ),
            .seconds(
                "user_session_timeout",
                \.project.userSessionTimeout,
                in: 1...Self.longest,
                "Seconds that a person stays logged in."
            ),
            .flag("cache", \.project.cache, "Chainlit's cache of answers; in Martlet an app says so with Cached."),
            .flag("persist_user_env", \.project.persistUserEnv, "Store the people's keys with the history."),
            .flag("mask_user_env", \.project.maskUserEnv, "Hide the people's keys while they are typed."),
            ConfigurationKey(
                "allow_origins",
                sample: "allow_origins = [\"*\"]",
                isExample: true,
                """
                Origins of other sites whose pages may use this app, such as "https://example.com"; "*" stands for all.
                When nothing is set, requests are answered to every page, but sockets are opened for this app's own
                page only. A Copilot on another site needs its origin here.
                """
            ) { node, configuration, findings in
                guard let origins = node.texts else {
                    return findings.refuse(node, accepted: "a list of origins, such as [\"https://example.com\"]")
                }
                configuration.project.allowOrigins = origins
            },
            ConfigurationKey(
                "transports",
                sample: "transports = [\"websocket\"]",
                isExample: true,
                "How browsers connect, in this order. When nothing is set they begin with polling and go on to websocket."
            ) { node, configuration, findings in
                let transports = node.texts?.map(ProjectSettings.Transport.init(rawValue:))
                guard let transports, !transports.isEmpty, !transports.contains(nil) else {
                    return findings.refuse(node, accepted: "a list of \"polling\" and \"websocket\"")
                }
                configuration.project.transports = transports.compactMap { $0 }
            },
        ]
    )

    /// What Chainlit writes of itself into its files.
    private static let meta = ConfigurationTable(
        "meta",
        keys: [
            ConfigurationKey("generated_by", sample: "", "") { node, _, findings in
                if node.text == nil { findings.refuse(node, accepted: "a version in quotes") }
            }
        ]
    )

    /// The table at a path, if there is one.
    static func table(at path: [String]) -> ConfigurationTable? {
        Self.tables.first { $0.path == path }
    }

    /// All names that may stand in the table at a path: keys and further tables.
    static func names(at path: [String]) -> [String] {
        let keys = Self.table(at: path)?.keys.map(\.name) ?? []
        let tables = Self.tables.compactMap { table in
            table.path.count > path.count && table.path.starts(with: path) ? table.path[path.count] : nil
        }
        return keys + tables
    }
}
