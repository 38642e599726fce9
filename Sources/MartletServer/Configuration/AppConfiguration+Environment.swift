public import Foundation
public import MartletCore

extension AppConfiguration {
    /// Reads the configuration from environment variables and from the files in the app's folder.
    ///
    /// Each `MARTLET_…` variable falls back to its `CHAINLIT_…` namesake: `HOST`, `PORT`, `ROOT_PATH` with
    /// `PARENT_ROOT_PATH` in front, `SSL_CERT`, `SSL_KEY`, `APP_ROOT`, `ENV_FILE`, `DEBUG`. Martlet's own are
    /// `MARTLET_NAME`, `MARTLET_ALLOWED_ORIGINS` (separated by commas), `MARTLET_API_KEYS` (separated by
    /// commas), `MARTLET_SESSION_TIMEOUT` (seconds), and what `martlet run` sets for its app: `MARTLET_SOCKET`,
    /// `MARTLET_PUBLIC_URL` and `MARTLET_WATCH`.
    ///
    /// Variables come before those of the file `.env`, and these before `.martlet/config.toml` (or Chainlit's
    /// `.chainlit/config.toml` in its absence).
    ///
    /// - Parameter environment: The variables; by default the process's own.
    /// - Throws: A ``MartletError`` of code `invalidConfiguration` that names the variable, or file and line.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(MartletError) {
        self.init()
        if let root = Self.value("APP_ROOT", in: environment) {
            self.appRoot = URL(filePath: root, directoryHint: .isDirectory)
        }
        let variables = EnvironmentFile.merged(into: environment, folder: self.appRoot)
        if let outcome = try ConfigurationFile(folder: self.appRoot).read() {
            self.chat = outcome.configuration
            self.warnings = outcome.warnings
        }
        self.writesConfigurationFile = true
        try self.takeListener(from: variables)
        try self.takeChat(from: variables)
        self.isWatched = Self.isOn(Self.value("WATCH", in: variables))
        self.isDebug = Self.isOn(Self.value("DEBUG", in: variables))
    }

    private mutating func takeListener(from variables: [String: String]) throws(MartletError) {
        let port = try Self.port(Self.value("PORT", in: variables))
        if let path = Self.value("SOCKET", in: variables) {
            self.listener = .unixDomainSocket(path: path)
            // Only a supervisor is known to be what holds the port; anything else may open the app to everyone.
            let isRelayed = Self.isOn(Self.value("WATCH", in: variables))
            self.relayHost = isRelayed ? Self.value("HOST", in: variables) ?? "127.0.0.1" : ""
        } else {
            self.listener = .address(host: Self.value("HOST", in: variables) ?? "127.0.0.1", port: port)
        }
        self.publicURL = Self.value("PUBLIC_URL", in: variables)
        let paths = ["PARENT_ROOT_PATH", "ROOT_PATH"].map { Self.value($0, in: variables) ?? "" }
        self.rootPath = try Self.rootPath(paths.filter { !$0.isEmpty }.joined(separator: "/"))
        self.certificatePath = Self.value("SSL_CERT", in: variables)
        self.keyPath = Self.value("SSL_KEY", in: variables)
        if (self.certificatePath == nil) != (self.keyPath == nil) {
            throw MartletError(
                .invalidConfiguration,
                "Only one of MARTLET_SSL_CERT and MARTLET_SSL_KEY is set; HTTPS needs both, HTTP neither."
            )
        }
    }

    /// What an environment says of the chats comes before what a file says.
    private mutating func takeChat(from variables: [String: String]) throws(MartletError) {
        if let name = Self.value("NAME", in: variables) {
            self.name = name
        }
        if let origins = Self.value("ALLOWED_ORIGINS", in: variables) {
            self.allowedOrigins = origins.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        if let keys = Self.value("API_KEYS", in: variables) {
            self.chat.api.keys = keys.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        if let timeout = try Self.sessionTimeout(Self.value("SESSION_TIMEOUT", in: variables)) {
            self.sessionTimeout = timeout
        }
    }

    private static func value(_ name: String, in variables: [String: String]) -> String? {
        let found = variables["MARTLET_" + name] ?? variables["CHAINLIT_" + name]
        return found.flatMap { $0.isEmpty ? nil : $0 }
    }

    private static func port(_ text: String?) throws(MartletError) -> Int {
        guard let text else { return 8000 }
        guard let port = Int(text), (0...65535).contains(port) else {
            throw MartletError(.invalidConfiguration, "The port is \"\(text)\"; give a number from 0 to 65535.")
        }
        return port
    }

    /// Characters that need no encoding in a URL, so that the path is the same for browser, proxy and server.
    private static func rootPath(_ text: String) throws(MartletError) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "/-._~".utf8.contains(byte)
        }
        guard isPlain, !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else {
            throw MartletError(
                .invalidConfiguration,
                "The root path is \"\(text)\"; use letters, digits and - . _ ~ only, such as /chat."
            )
        }
        return text
    }

    private static func sessionTimeout(_ text: String?) throws(MartletError) -> Duration? {
        guard let text else { return nil }
        guard let seconds = Int(text), (0...3_153_600_000).contains(seconds) else {
            throw MartletError(
                .invalidConfiguration,
                "MARTLET_SESSION_TIMEOUT is \"\(text)\"; give seconds, at least 0."
            )
        }
        return .seconds(seconds)
    }

    /// Whether a variable's value says yes.
    package static func isOn(_ text: String?) -> Bool {
        ["1", "true", "yes", "on"].contains((text ?? "").lowercased())
    }
}
