import Foundation

/// Prints what chains do to standard output: where each begins and ends, and its formatted prompt.
///
/// A verbose chain adds one by itself. LangChain: `StdOutCallbackHandler`.
public struct StandardOutputCallbackHandler: CallbackHandler {
    private let usesColor: Bool
    private let write: @Sendable (String) -> Void

    /// Creates a handler that prints to standard output.
    ///
    /// - Parameter usesColor: Whether to colour; nil colours a terminal unless `NO_COLOR` is set.
    public init(usesColor: Bool? = nil) {
        let isTerminal = isatty(FileHandle.standardOutput.fileDescriptor) == 1
        let isWanted = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty ?? true
        self.init(usesColor: usesColor ?? (isTerminal && isWanted)) { text in
            // One write for each event, so that lines of chains at work side by side stay whole.
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }

    /// Creates a handler that prints elsewhere.
    ///
    /// - Parameters:
    ///   - usesColor: Whether to colour.
    ///   - write: Takes each text, line ends included.
    public init(usesColor: Bool, write: @escaping @Sendable (String) -> Void) {
        self.usesColor = usesColor
        self.write = write
    }

    /// Models tell nothing here; the chain's text shows the prompt.
    public var ignores: IgnoredEvents { [.llm, .chatModel, .retry] }

    /// Prints that the chain begins.
    public func onChainStart(_ start: ChainStart, run: RunInfo) async {
        self.write("\n\n" + self.bold("> \(run.name) begins") + "\n")
    }

    /// Prints that the chain is done.
    public func onChainEnd(_ outputs: [String: ChainValue], run: RunInfo) async {
        self.write("\n" + self.bold("> \(run.name) is done") + "\n")
    }

    /// Prints how the chain failed.
    public func onChainError(_ error: any Error, run: RunInfo) async {
        let reason = error is CancellationError ? "was cancelled" : "failed: \(error)"
        self.write("\n" + self.bold("> \(run.name) \(reason)") + "\n")
    }

    /// Prints the text after its caption.
    public func onText(_ text: CallbackText, run: RunInfo) async {
        self.write((self.usesColor ? text.coloredDescription : text.description) + "\n")
    }

    /// Prints what the tool returned.
    public func onToolEnd(_ output: ChainValue, run: RunInfo) async {
        self.write("\(output)\n")
    }

    /// Prints what led the agent to its action.
    public func onAgentAction(_ action: AgentAction, run: RunInfo) async {
        self.write(action.log + "\n")
    }

    /// Prints what led the agent to its end.
    public func onAgentFinish(_ finish: AgentFinish, run: RunInfo) async {
        self.write(finish.log + "\n")
    }

    private func bold(_ text: String) -> String {
        self.usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text
    }
}
