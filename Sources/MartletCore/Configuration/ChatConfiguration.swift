/// What an app's chats may do and how they look: the contents of `.martlet/config.toml` as a value.
///
/// A ``ChatConfiguration`` made by `init()` is what a freshly written configuration file says. A chat profile may change
/// its own copy of it.
///
/// Chainlit: `.chainlit/config.toml`.
public struct ChatConfiguration: Sendable, Hashable {
    /// Sessions, origins and keys; the table `[project]`.
    public var project = ProjectSettings()
    /// What people may do in a chat; the table `[features]`.
    public var features = FeatureSettings()
    /// What the page looks like and says; the table `[UI]`.
    public var ui = InterfaceSettings()
    /// What other programs may use; the table `[api]`, which is Martlet's own.
    public var api = APISettings()

    /// Creates the default configuration.
    public init() {}
}
