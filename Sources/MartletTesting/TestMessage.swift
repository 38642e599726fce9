public import MartletCore

/// A message as the person sees it.
public struct TestMessage: Sendable {
    let record: StepRecord
    /// The elements under it.
    public let elements: [TestElement]
    /// The buttons under it.
    public let actions: [Action]

    /// The message's identifier.
    public var id: String { self.record.id }
    /// The text, as far as it has arrived.
    public var content: String { self.record.output }
    /// Who says it.
    public var author: String { self.record.name }
    /// Whether the person, the app or neither says it.
    public var type: StepType { self.record.type }
    /// What it lies under.
    public var parentID: String? { self.record.parentID }
    /// Whether it tells of a failure.
    public var isError: Bool { self.record.isError }
    /// Whether text still arrives.
    public var isStreaming: Bool { self.record.isStreaming }
    /// The language when the text is code.
    public var language: String? { self.record.language }
    /// Free additional values.
    public var metadata: [String: JSONValue] { self.record.metadata }
    /// Free labels.
    public var tags: [String] { self.record.tags ?? [] }
    /// The command the person chose.
    public var command: String? { self.record.command }
    /// The modes the person chose.
    public var modes: [String: String] { self.record.modes ?? [:] }
}

/// A step as the person sees it.
public struct TestStep: Sendable {
    let record: StepRecord
    /// The elements under it.
    public let elements: [TestElement]

    /// The step's identifier.
    public var id: String { self.record.id }
    /// What it is called.
    public var name: String { self.record.name }
    /// What kind of work it is.
    public var type: StepType { self.record.type }
    /// What it was given.
    public var input: String { self.record.input }
    /// What came of it.
    public var output: String { self.record.output }
    /// What it lies under.
    public var parentID: String? { self.record.parentID }
    /// Whether it failed.
    public var isError: Bool { self.record.isError }
    /// Whether it still goes on.
    public var isRunning: Bool { self.record.end == nil }
    /// The language of the output when that is code.
    public var language: String? { self.record.language }
    /// Free additional values.
    public var metadata: [String: JSONValue] { self.record.metadata }
    /// What a language model did.
    public var generation: JSONValue? { self.record.generation }
}

/// An element as the person sees it.
public struct TestElement: Sendable {
    let record: ElementRecord
    let file: SessionFile?

    /// The element's identifier.
    public var id: String { self.record.id }
    /// Its name.
    public var name: String { self.record.name }
    /// What kind of thing it is.
    public var type: ElementType { self.record.type }
    /// Where it is shown.
    public var display: ElementDisplay { self.record.display }
    /// The address of its contents, when those lie elsewhere.
    public var url: String? { self.record.url }
    /// The type of its contents.
    public var mimeType: String? { self.record.mimeType }
    /// What a custom element is given.
    public var props: [String: JSONValue] { self.record.props ?? [:] }
    /// The message or step it belongs to.
    public var forID: String? { self.record.forID }
    /// Everything that is known of it.
    public var details: ElementRecord { self.record }
}
