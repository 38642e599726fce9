public import Foundation

/// Where the model hub is, where its files are kept, and how to reach it.
///
/// ``init(environment:)`` follows the environment variables of huggingface_hub.
public struct HubConfiguration: Sendable {
    /// The hub's address, without a slash at its end.
    ///
    /// Default: `https://huggingface.co`.
    public var endpoint: URL
    /// The folder that holds the cache.
    ///
    /// Default: `~/.cache/huggingface/hub`.
    public var cacheDirectory: URL
    /// The token that is sent to the endpoint, and nowhere else.
    public var token: HubToken?
    /// Whether to use only what is already in the cache.
    public var isOffline: Bool
    /// The proxy through which the hub is reached, if any.
    public var proxy: HubProxy?
    /// How long a connection may take to come up.
    ///
    /// Default: 10 seconds.
    public var connectTimeout: Duration = .seconds(10)
    /// How long a server may stay silent in the middle of an answer.
    ///
    /// Default: 30 seconds.
    public var readTimeout: Duration = .seconds(30)
    /// How many times in a row a download may fail without getting further.
    ///
    /// Default: 5.
    public var maximumAttempts = 5

    /// Creates a configuration from explicit values; nothing is read from the environment.
    ///
    /// - Parameters:
    ///   - endpoint: The hub's address.
    ///   - cacheDirectory: The folder that holds the cache.
    ///   - token: The token to send to the endpoint.
    ///   - isOffline: Whether to use only what is already in the cache.
    ///   - proxy: The proxy through which the hub is reached.
    public init(
        endpoint: URL,
        cacheDirectory: URL,
        token: HubToken? = nil,
        isOffline: Bool = false,
        proxy: HubProxy? = nil
    ) {
        self.endpoint = endpoint
        self.cacheDirectory = cacheDirectory
        self.token = token
        self.isOffline = isOffline
        self.proxy = proxy
    }

    /// Reads the configuration from environment variables.
    ///
    /// Read are `HF_ENDPOINT`, `HF_HUB_CACHE`, `HUGGINGFACE_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME`, `HOME`,
    /// `HF_TOKEN`, `HUGGING_FACE_HUB_TOKEN`, `HF_TOKEN_PATH` (or the file `token` in `HF_HOME`),
    /// `HF_HUB_DISABLE_IMPLICIT_TOKEN`, `HF_HUB_OFFLINE`, `TRANSFORMERS_OFFLINE`, `HTTPS_PROXY`, `HTTP_PROXY`
    /// and `NO_PROXY`.
    ///
    /// - Parameter environment: The variables; the default is the process's.
    /// - Throws: ``LanguageModelError`` of code `invalidOption` if `HF_ENDPOINT` is not an address.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        let variables = HubEnvironment(environment)
        let text = variables["HF_ENDPOINT"] ?? "https://huggingface.co"
        let trimmed = String(text.reversed().drop { $0 == "/" }.reversed())
        guard let endpoint = URL(string: trimmed), ["http", "https"].contains(endpoint.scheme), endpoint.host != nil
        else {
            throw LanguageModelError(
                .invalidOption,
                """
                HF_ENDPOINT is '\(SafeName.shown(text))', which is not an address: set it to something like \
                https://huggingface.co, or unset it.
                """
            )
        }
        self.init(
            endpoint: endpoint,
            cacheDirectory: variables.cacheDirectory,
            token: variables.token,
            isOffline: variables.isTrue("HF_HUB_OFFLINE") || variables.isTrue("TRANSFORMERS_OFFLINE"),
            proxy: HubProxy(environment: variables, endpoint: endpoint)
        )
    }
}

/// A secret that lets its bearer read repositories; it never shows in a description or a log.
public struct HubToken: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The token itself.
    let value: String

    /// Takes a token, without the white space around it.
    ///
    /// - Parameter text: The token.
    /// - Returns: nil if nothing remains, or if it could not stand in a header.
    public init?(_ text: String) {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        self.value = trimmed
    }

    /// A placeholder.
    public var description: String { "(hidden)" }
    /// A placeholder.
    public var debugDescription: String { "(hidden)" }
    /// A mirror without children, so that dumping shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: [(label: String?, value: Any)]()) }
}
