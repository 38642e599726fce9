import LanguageModels
import MartletCore
import Synchronization

/// The models that an app serves to other programs, by the names that these ask for.
final class ServedModels: Sendable {
    /// A model that answers prompts.
    struct Chat: Sendable {
        /// Opens the model; called for each request, since opening a loaded model again is free.
        let open: @Sendable () async throws -> any LanguageModel
        /// What holds where a request does not say otherwise.
        let options: GenerationOptions
    }

    enum Entry: Sendable {
        case chat(Chat)
        case embeddings(@Sendable () async throws -> any EmbeddingModel)
        case reranker(@Sendable () async throws -> any RerankModel)

        var isChat: Bool {
            if case .chat = self { true } else { false }
        }
    }

    private struct State {
        var names: [String] = []
        var entries: [String: Entry] = [:]
        var keys: [String] = []
        var configuration = ChatConfiguration()
        /// Models that are open, whose numbers can be shown.
        var reporting: [any InferenceReporting] = []
    }

    private let state = Mutex(State())
    /// When the app began, for lists of models.
    let created = UnixTime.now

    /// The names in the order in which they were given.
    var names: [String] { self.state.withLock { $0.names } }

    /// Whether a model that answers prompts is among them.
    var hasChat: Bool { self.state.withLock { $0.entries.values.contains(where: \.isChat) } }

    subscript(name: String) -> Entry? { self.state.withLock { $0.entries[name] } }

    /// The keys that the app lets programs in with.
    var keys: [String] {
        get { self.state.withLock { $0.keys } }
        set { self.state.withLock { $0.keys = newValue } }
    }

    /// How the app's chats are configured, once it runs.
    var configuration: ChatConfiguration {
        get { self.state.withLock { $0.configuration } }
        set { self.state.withLock { $0.configuration = newValue } }
    }

    /// Models of the app whose numbers can be shown.
    var reporting: [any InferenceReporting] { self.state.withLock { $0.reporting } }

    /// Adds a model; one of the same name is replaced.
    func add(_ entry: Entry, named name: String) {
        self.state.withLock { state in
            if state.entries.updateValue(entry, forKey: name) == nil { state.names.append(name) }
        }
    }

    /// Notes a model that the app gave as such.
    func note(_ model: any LanguageModel) {
        guard let model = model as? any InferenceReporting else { return }
        self.state.withLock { $0.reporting.append(model) }
    }
}
