import Synchronization

/// Whether chains print what they do unless they say otherwise.
///
/// LangChain: `langchain.verbose`.
public enum Verbosity {
    private static let state = Mutex(false)

    /// The default of every chain's `verbose`; false at first, shared by the whole process.
    public static var isOn: Bool {
        get { self.state.withLock { $0 } }
        set { self.state.withLock { $0 = newValue } }
    }
}
