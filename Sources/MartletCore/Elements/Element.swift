import Foundation
import Synchronization

/// Something beside the text of a message: a picture, a document, sound, a table, a control of the app's own.
///
/// Chainlit: `cl.Image`, `cl.Text`, `cl.Pdf` and so on.
///
/// An element is a handle: copies of it mean the same element.
///
/// ```swift
/// try await chat.send("Here is the cat.", elements: [.image(.path("cat.jpeg"), name: "cat")])
/// ```
public struct Element: Sendable {
    let live: LiveElement

    init(_ record: ElementRecord, source: ElementSource?) {
        self.live = LiveElement(record, source: source)
    }

    /// An element that was sent already.
    init(sent record: ElementRecord, in core: ChatSession) {
        self.live = LiveElement(record, source: nil, core: core)
    }

    /// The element as a value.
    public var record: ElementRecord { self.live.record }

    /// The element's identifier.
    public var id: String { self.live.record.id }

    /// Its name.
    public var name: String { self.live.record.name }

    /// What kind of thing it is.
    public var type: ElementType { self.live.record.type }

    /// The type of its contents.
    public var mimeType: String? { self.live.record.mimeType }

    /// The address of its contents, when those lie elsewhere.
    public var url: String? { self.live.record.url }

    /// Where its contents lie on the server, once it was sent or when a person uploaded it.
    public var path: String? { self.live.file?.path }

    /// How many bytes its contents have, once it was sent or when a person uploaded it.
    public var byteCount: Int? { self.live.file?.size }

    /// How large it is shown, where that can be said.
    public var size: ElementSize? { self.live.record.size }

    /// What a custom element is given.
    public var props: [String: JSONValue] { self.live.record.props ?? [:] }

    /// Reads its contents.
    ///
    /// - Returns: The contents.
    /// - Throws: A ``MartletError`` of code `fileNotFound` when they lie elsewhere or are gone.
    public func content() async throws -> [UInt8] {
        try self.live.content()
    }

    /// Sends the element.
    ///
    /// Chainlit: `Element.send(for_id)`.
    ///
    /// - Parameters:
    ///   - chat: The chat.
    ///   - messageID: The message or step it belongs to; nil for one that stands alone.
    /// - Throws: A ``MartletError`` of code `fileNotFound` or `storageFailed`.
    public func send(in chat: Chat, for messageID: String? = nil) async throws {
        await chat.core.log.pace()
        try self.live.send(in: chat.core, forID: messageID)
    }

    /// Gives a custom element other values, and shows them.
    ///
    /// Chainlit: `CustomElement.update`.
    ///
    /// - Parameter props: All values.
    public func update(props: [String: JSONValue]) async throws {
        await self.live.pace()
        try self.live.update(source: .data(JSONValue.object(props).encoded())) { $0.props = props }
    }

    /// Sends the element again as it is.
    public func update() async throws {
        await self.live.pace()
        try self.live.update { _ in }
    }

    /// Takes the element away.
    ///
    /// Chainlit: `Element.remove`.
    public func remove() async throws {
        self.live.remove()
    }
}

/// An element that the app holds on to: its record, its contents, and the chat it was sent in.
final class LiveElement: Sendable {
    fileprivate struct State {
        var record: ElementRecord
        var source: ElementSource?
        var core: ChatSession?
        var file: SessionFile?
        /// Files of the contents before these, which a client may be fetching still.
        var outdated: Set<String> = []
    }

    private let state: Mutex<State>

    init(_ record: ElementRecord, source: ElementSource?, core: ChatSession? = nil) {
        let file = record.fileID.flatMap { core?.files.file($0) }
        self.state = Mutex(State(record: record, source: source, core: core, file: file))
    }

    var record: ElementRecord {
        self.state.withLock { state in
            state.takeChanges()
            return state.record
        }
    }

    var file: SessionFile? {
        self.state.withLock { state in
            state.takeChanges()
            return state.file
        }
    }

    /// Lets the viewers of the chat it was sent in catch up.
    func pace() async {
        await self.state.withLock { $0.core }?.log.pace()
    }

    /// Keeps the contents as a file of the session, and tells the viewers.
    func send(in core: ChatSession, forID: String?, source: ElementSource? = nil) throws {
        try self.state.withLock { state in
            state.core = core
            state.takeChanges()
            state.record.threadID = core.threadID
            if let forID { state.record.forID = forID }
            try state.tell(source, in: core)
        }
    }

    /// Keeps the contents, so that the element can be shown by what refers to it.
    func prepare(in core: ChatSession, forID: String?) throws -> ElementRecord {
        try self.state.withLock { state in
            state.core = core
            state.record.threadID = core.threadID
            if let forID { state.record.forID = forID }
            try state.keepContents(in: core)
            return state.record
        }
    }

    func update(source: ElementSource? = nil, _ change: (inout ElementRecord) -> Void) throws {
        try self.state.withLock { state in
            state.takeChanges()
            change(&state.record)
            guard let core = state.core else {
                if let source { state.source = source }
                return
            }
            try state.tell(source, in: core)
        }
    }

    func remove() {
        self.state.withLock { state in
            guard let core = state.core else { return }
            core.log.append(.elementRemoved(state.record))
            for file in state.outdated.union([state.file?.id].compactMap { $0 }) { core.files.remove(file) }
            state.core = nil
        }
    }

    func content() throws -> [UInt8] {
        let (source, file, name) = self.state.withLock { state in
            state.takeChanges()
            return (state.source, state.file, state.record.name)
        }
        do {
            if let file { return Array(try Data(contentsOf: URL(filePath: file.path))) }
            switch source {
            case .data(let data): return Array(data)
            case .text(let text): return Array(text.utf8)
            case .path(let path): return Array(try Data(contentsOf: URL(filePath: path)))
            case .url, nil:
                throw MartletError(.fileNotFound, "The contents of \"\(name)\" lie elsewhere; read them from its url.")
            }
        } catch let error as MartletError {
            throw error
        } catch {
            throw MartletError(.fileNotFound, "The contents of \"\(name)\" are gone: \(error.localizedDescription).")
        }
    }
}

extension LiveElement.State {
    /// Takes over what the element's script in the browser has changed since.
    fileprivate mutating func takeChanges() {
        guard let core = self.core, let current = core.log.look({ $0.element(self.record.id) }) else { return }
        self.record = current
        guard current.fileID != self.file?.id else { return }
        self.file = current.fileID.flatMap { core.files.file($0) }
        if let props = current.props { self.source = .data(JSONValue.object(props).encoded()) }
    }

    /// Keeps the contents, new ones if there are, and tells the viewers; files that are shown no more are deleted.
    fileprivate mutating func tell(_ source: ElementSource?, in core: ChatSession) throws(MartletError) {
        let own = self.file?.id
        if let source {
            self.source = source
            self.file = nil
        }
        try self.keepContents(in: core)
        let record = self.record
        let shown = core.log.replaceElement(record.id) { _ in record }?.old?.fileID
        // What the browser put there meanwhile goes as well, and all of it with the next contents: some are just fetched.
        let outdated = Set([own, shown].compactMap { $0 }).subtracting([record.fileID].compactMap { $0 })
        guard !outdated.isEmpty else { return }
        for file in self.outdated.subtracting(outdated) where file != record.fileID {
            core.files.remove(file)
        }
        self.outdated = outdated
    }

    fileprivate mutating func keepContents(in core: ChatSession) throws(MartletError) {
        guard self.file == nil, self.record.url == nil, let source = self.source else { return }
        if case .url(let url) = source {
            self.record.url = url
            return
        }
        let mimeType = self.record.mimeType ?? "application/octet-stream"
        let file = try core.files.store(source, name: self.record.name, mimeType: mimeType)
        self.file = file
        self.record.fileID = file.id
    }
}
