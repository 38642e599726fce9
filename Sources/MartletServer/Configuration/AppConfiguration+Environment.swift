public import Foundation
public import MartletCore

extension AppConfiguration {
    /// Reads the configuration from environment variables.
    ///
    /// Each `MARTLET_…` variable falls back to its `CHAINLIT_…` namesake: `HOST`, `PORT`, `ROOT_PATH`, `SSL_CERT`,
    /// `SSL_KEY`, `APP_ROOT`, `DEBUG`. Martlet's own are `MARTLET_NAME`, `MARTLET_ALLOWED_ORIGINS` (separated by
    /// commas), `MARTLET_SESSION_TIMEOUT` (seconds), and what `martlet run` sets for its app: `MARTLET_SOCKET`,
    /// `MARTLET_PUBLIC_URL` and `MARTLET_WATCH`.
    ///
    /// - Parameter environment: The variables; by default the process's own.
    /// - Throws: A ``MartletError`` of code `invalidConfiguration` that names the variable and its value.
    public init(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(MartletError) {
        self.init()
        func value(_ name: String) -> String? {
            let found = environment["MARTLET_" + name] ?? environment["CHAINLIT_" + name]
            return found.flatMap { $0.isEmpty ? nil : $0 }
        }
        let port = try Self.port(value("PORT"))
        if let path = value("SOCKET") {
            self.listener = .unixDomainSocket(path: path)
        } else {
            self.listener = .address(host: value("HOST") ?? "127.0.0.1", port: port)
        }
        self.publicURL = value("PUBLIC_URL")
        self.rootPath = try Self.rootPath(value("ROOT_PATH") ?? "")
        self.certificatePath = value("SSL_CERT")
        self.keyPath = value("SSL_KEY")
        if (self.certificatePath == nil) != (self.keyPath == nil) {
            throw MartletError(
                .invalidConfiguration,
                "Only one of MARTLET_SSL_CERT and MARTLET_SSL_KEY is set; HTTPS needs both, HTTP neither."
            )
        }
        if let root = value("APP_ROOT") {
            self.appRoot = URL(filePath: root, directoryHint: .isDirectory)
        }
        self.name = value("NAME") ?? self.name
        self.allowedOrigins = (value("ALLOWED_ORIGINS") ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        self.sessionTimeout = try Self.sessionTimeout(value("SESSION_TIMEOUT")) ?? self.sessionTimeout
        self.isWatched = Self.isOn(value("WATCH"))
        self.isDebug = Self.isOn(value("DEBUG"))
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
        guard let seconds = Int(text), seconds >= 0 else {
            throw MartletError(
                .invalidConfiguration,
                "MARTLET_SESSION_TIMEOUT is \"\(text)\"; give seconds, at least 0."
            )
        }
        return .seconds(seconds)
    }

    private static func isOn(_ text: String?) -> Bool {
        ["1", "true", "yes", "on"].contains((text ?? "").lowercased())
    }
}
