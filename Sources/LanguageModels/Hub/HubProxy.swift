import AsyncHTTPClient
import Foundation

/// An HTTP proxy through which the hub is reached.
public struct HubProxy: Hashable, Sendable {
    /// The proxy's name or address.
    public let host: String
    /// The proxy's port.
    public let port: Int
    /// The name and password that the proxy asks for, as its header has them.
    let credentials: HubToken?

    /// Creates a proxy.
    ///
    /// - Parameters:
    ///   - host: The proxy's name or address.
    ///   - port: The proxy's port.
    public init(host: String, port: Int) {
        self.init(host: host, port: port, credentials: nil)
    }

    private init(host: String, port: Int, credentials: HubToken?) {
        self.host = host
        self.port = port
        self.credentials = credentials
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
        self.init(host: host, port: url.port ?? 80, credentials: Self.credentials(url))
    }

    private static func credentials(_ url: URL) -> HubToken? {
        // Taken apart like this, what is percent-encoded in them is decoded.
        guard let parts = URLComponents(url: url, resolvingAgainstBaseURL: false), let user = parts.user else {
            return nil
        }
        return HubToken(Data("\(user):\(parts.password ?? "")".utf8).base64EncodedString())
    }

    /// The proxy as an HTTP client takes it.
    var forClient: HTTPClient.Configuration.Proxy {
        .server(
            host: self.host,
            port: self.port,
            authorization: self.credentials.map { .basic(credentials: $0.value) }
        )
    }

    static func isExempt(_ host: String, _ list: String) -> Bool {
        list.split(separator: ",").contains { entry in
            let name = entry.trimmingCharacters(in: .whitespaces)
            let suffix = name.hasPrefix(".") ? name : "." + name
            return name == "*" || (!name.isEmpty && (host == name || host.hasSuffix(suffix)))
        }
    }
}
