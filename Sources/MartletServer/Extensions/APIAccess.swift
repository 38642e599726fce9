import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import MartletCore

/// Who may use the routes of programs: the API and the numbers.
///
/// Where keys are set, a request needs one. Where none is, programs on the same machine alone are served, and no page
/// of a foreign site that a browser on it shows.
struct APIAccess: Sendable {
    /// The keys as digests: comparing these takes equally long for every wrong key.
    private let digests: [SHA256Digest]
    /// Whether the server can be reached from this machine alone.
    private let isLocal: Bool
    /// Origins of other sites that the author lets in by name.
    private let origins: Set<String>

    /// Makes the rule of an app.
    ///
    /// - Parameters:
    ///   - keys: The keys; empty ones are passed over.
    ///   - configuration: How the app is served.
    init(keys: [String], configuration: AppConfiguration) {
        self.digests = keys.filter { !$0.isEmpty }.map { SHA256.hash(data: Data($0.utf8)) }
        self.isLocal = configuration.isLocal
        self.origins = Set((configuration.chat.project.allowOrigins ?? []).map { $0.lowercased() })
    }

    /// Who makes a request: the holder of a key, or a program on this machine.
    ///
    /// - Parameter request: The request.
    /// - Returns: A name that tells those who hold different keys apart, and nothing of the key.
    /// - Throws: Why the request must not be answered.
    func caller(of request: Request) throws(ServerExtensionFailure) -> String {
        guard self.digests.isEmpty else { return "API key \(try self.keyNumber(of: request))" }
        try self.checkWithoutKeys(request)
        return "API"
    }

    private func keyNumber(of request: Request) throws(ServerExtensionFailure) -> Int {
        guard let key = Self.key(of: request) else {
            throw ServerExtensionFailure(
                .unauthorized,
                "No API key was sent; send one in the header 'Authorization: Bearer KEY'."
            )
        }
        let digest = SHA256.hash(data: Data(key.utf8))
        // All are compared, so that the time does not tell which one it is.
        let number = self.digests.enumerated().reduce(0) { $1.element == digest ? $1.offset + 1 : $0 }
        guard number > 0 else {
            throw ServerExtensionFailure(.unauthorized, "The API key is wrong; send one that this app has.")
        }
        return number
    }

    private func checkWithoutKeys(_ request: Request) throws(ServerExtensionFailure) {
        let advice = "set MARTLET_API_KEYS, or keys below [api] in .martlet/config.toml, and send one of them"
        guard self.isLocal, Self.isLoopback(Self.host(of: request.head.authority ?? "")),
            request.headers[.named("X-Forwarded-For")] == nil, request.headers[.named("Forwarded")] == nil
        else {
            throw ServerExtensionFailure(
                .unauthorized,
                "This app has no API keys, and without one it answers programs on its own machine alone; \(advice)."
            )
        }
        guard let origin = request.headers[.origin] else { return }
        let host = Self.host(of: origin.split(separator: "/").last.map(String.init) ?? "")
        guard Self.isLoopback(host) || self.origins.contains(origin.lowercased()) else {
            throw ServerExtensionFailure(
                .forbidden,
                "Pages of other sites need an API key; \(advice), or name their origin under allow_origins."
            )
        }
    }

    /// The key that a request brings.
    private static func key(of request: Request) -> String? {
        guard let value = request.headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return parts[1].trimmingCharacters(in: .whitespaces)
    }

    /// The host of an authority, without its port.
    private static func host(of authority: String) -> String {
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    /// Whether a host's name or address means the machine itself.
    ///
    /// - Parameter host: The name or address, without brackets.
    /// - Returns: Whether it does.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "::1" || host.hasSuffix(".localhost") { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
