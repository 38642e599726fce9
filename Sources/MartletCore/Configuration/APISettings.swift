/// What other programs may use of an app: the table `[api]` of its configuration, which Chainlit does not have.
public struct APISettings: Sendable, Hashable {
    /// Whether the app's models are served to programs that know OpenAI's API; `enabled`, default true.
    public var isEnabled = true
    /// The keys that let a program in; `keys`, default none.
    ///
    /// Without one, programs on the same machine alone are served, and only where the app listens on an address of
    /// this machine's own. The environment's `MARTLET_API_KEYS` comes before it.
    public var keys: [String] = []
    /// Whether the app's numbers can be read under `/metrics`; `metrics`, default true.
    public var metrics = true

    /// Creates the default settings.
    public init() {}
}
