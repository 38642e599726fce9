public import MartletCore

extension TestChat {
    /// The messages, in the order they came.
    public var messages: [TestMessage] {
        let shown = self.shown
        return shown.records.filter(\.type.isMessage).map { record in
            TestMessage(
                record: record,
                elements: self.elements(of: shown, for: record.id),
                actions: shown.actions.filter { $0.forID == record.id }
            )
        }
    }

    /// The messages of the app, in the order they came.
    public var answers: [TestMessage] {
        self.messages.filter { $0.type == .assistantMessage }
    }

    /// The steps, in the order they came; those that only hold together what one handler does are left out.
    public var steps: [TestStep] {
        let shown = self.shown
        return shown.records.filter { !$0.type.isMessage && !$0.isHandlerRun }.map { record in
            TestStep(record: record, elements: self.elements(of: shown, for: record.id))
        }
    }

    /// The elements, in the order they came.
    public var elements: [TestElement] {
        let shown = self.shown
        return self.testElements(shown.elements)
    }

    /// The buttons, in the order they came.
    public var actions: [Action] { self.shown.actions }

    /// The notices that were shown so far.
    public var toasts: [TestToast] {
        self.book.page.events.compactMap { event in
            guard case .toast(let message, let kind) = event else { return nil }
            return TestToast(message, kind)
        }
    }

    /// The settings' values; empty before any panel was sent.
    public var settings: SettingsValues { self.shown.settings?.values ?? SettingsValues() }

    /// The settings panel, once one was sent.
    public var settingsPanel: ChatSettings? { self.shown.settings?.panel }

    /// The commands that the composer offers.
    public var commands: [Command] { self.shown.commands }

    /// The modes that the composer offers.
    public var modes: [Mode] { self.shown.modes }

    /// The side bar's title.
    public var sidebarTitle: String? { self.shown.sidebar.title }

    /// The side bar's elements; none when it is closed.
    public var sidebarElements: [TestElement] { self.testElements(self.shown.sidebar.elements) }

    /// Whether the app works for the person right now.
    public var isRunning: Bool { self.shown.isRunning }

    /// The question that waits for an answer, the newest when there are several.
    public var pendingAsk: AskRequest? { self.shown.ask }

    /// The calls of functions of the page that wait for what they return.
    public var pendingCalls: [FunctionCall] { self.shown.functionCalls }

    /// What the app posted to the page that embeds the chat.
    public var windowMessages: [JSONValue] {
        self.book.page.events.compactMap { event in
            guard case .windowMessage(let value) = event else { return nil }
            return value
        }
    }

    /// The sound that the person heard.
    public var heard: [OutputAudioChunk] {
        self.book.page.events.compactMap { event in
            guard case .audio(let chunk) = event else { return nil }
            return chunk
        }
    }

    /// How many tokens the app said were used.
    public var tokensUsed: Int {
        self.book.page.events.reduce(0) { count, event in
            guard case .tokensUsed(let more) = event else { return count }
            return count + more
        }
    }

    /// Everything that happened, in its order.
    public var events: [ChatEvent] { self.book.page.events }

    /// Everything that happened, a line each, to be read or compared.
    public var transcript: [String] { self.events.map(EventLine.text) }

    private func elements(of shown: ChatSnapshot, for id: String) -> [TestElement] {
        self.testElements(shown.elements.filter { $0.forID == id })
    }

    private func testElements(_ records: [ElementRecord]) -> [TestElement] {
        records.map { TestElement(record: $0, file: $0.fileID.flatMap(self.session.files.file)) }
    }
}

extension StepRecord {
    /// Clients know these by name and never draw them.
    fileprivate var isHandlerRun: Bool { self.type == .run && self.name.hasPrefix("on_") }
}

/// A notice that the person was shown.
public struct TestToast: Hashable, Sendable {
    /// What it says.
    public let message: String
    /// How it looks.
    public let kind: ToastKind

    /// Creates a notice, to compare with.
    ///
    /// - Parameters:
    ///   - message: What it says.
    ///   - kind: How it looks.
    public init(_ message: String, _ kind: ToastKind = .info) {
        self.message = message
        self.kind = kind
    }
}
