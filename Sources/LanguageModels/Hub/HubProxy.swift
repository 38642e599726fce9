import Foundation

/// An HTTP proxy through which the hub is reached.
public struct HubProxy: Hashable, Sendable {
    /// The proxy's name or address.
    public let host: String
    /// The proxy's port.
    public let port: Int

    /// Creates a proxy.
    ///
    /// - Parameters:
    ///   - host: The proxy's name or address.
    ///   - port: The proxy's port.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HTTPS_PROXY` or `HTTP_PROXY`, whichever fits the endpoint, unless `NO_PROXY` names its host.
    init?(environment: HubEnvironment, endpoint: URL) {
        let isSecure = endpoint.scheme == "https"
        let names = isSecure ? ["HTTPS_PROXY", "https_proxy"] : ["HTTP_PROXY", "http_proxy"]
        guard
            let text = names.lazy.compactMap({ environment[$0] }).first,
            let url = URL(string: text.contains("://") ? text : "http://\(text)"), let host = url.host,
            let target = endpoint.host,
            !Self.isExempt(target, environment["NO_PROXY"] ?? environment["no_proxy"] ?? "")
        else { return nil }
        self.init(host: host, port: url.port ?? 80)
    }

    static func isExempt(_ host: String, _ list: String) -> Bool {
        list.split(separator: ",").contains { entry in
            let name = entry.trimmingCharacters(in: .whitespaces)
            let suffix = name.hasPrefix(".") ? name : "." + name
            return name == "*" || (!name.isEmpty && (host == name || host.hasSuffix(suffix)))
        }
    }
}
