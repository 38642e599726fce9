import Foundation
import Synchronization

/// A list of tasks beside the chat, with how far each has got.
///
/// Chainlit: `cl.TaskList`, `cl.Task`.
///
/// ```swift
/// let list = TaskList(status: "Running")
/// let task = list.add("Read the files", status: .running)
/// try await chat.send(list)
/// list.set(task, status: .done)
/// try await list.update()
/// ```
///
/// A list is a handle: copies of it mean the same list.
public struct TaskList: Sendable {
    /// How far a task has got.
    public enum Status: String, Hashable, Sendable {
        /// Not begun.
        case ready
        /// At work.
        case running
        /// Not done, and given up.
        case failed
        /// Done.
        case done
    }

    /// One task.
    public struct Item: Hashable, Sendable {
        /// What is to be done.
        public var title: String
        /// How far it has got.
        public var status: Status
        /// The message or step that the page scrolls to.
        public var forID: String?

        /// Creates a task.
        ///
        /// - Parameters:
        ///   - title: What is to be done.
        ///   - status: How far it has got.
        ///   - forID: The message or step that the page scrolls to.
        public init(_ title: String, status: Status = .ready, forID: String? = nil) {
            self.title = title
            self.status = status
            self.forID = forID
        }
    }

    private final class Contents: Sendable {
        let state: Mutex<(status: String, items: [Item])>
        let element: Element

        init(status: String) {
            self.state = Mutex((status, []))
            var record = ElementRecord(type: .taskList, name: "tasklist")
            record.mimeType = "application/json"
            record.forID = ""
            self.element = Element(record, source: nil)
        }
    }

    private let contents: Contents

    /// Creates an empty list.
    ///
    /// - Parameter status: What stands over the list.
    public init(status: String = "Ready") {
        self.contents = Contents(status: status)
    }

    /// What stands over the list; call ``update()`` to show a new one.
    public var status: String {
        get { self.contents.state.withLock { $0.status } }
        nonmutating set { self.contents.state.withLock { $0.status = newValue } }
    }

    /// The tasks.
    public var items: [Item] { self.contents.state.withLock { $0.items } }

    /// Adds a task.
    ///
    /// - Parameters:
    ///   - title: What is to be done.
    ///   - status: How far it has got.
    ///   - forID: The message or step that the page scrolls to.
    /// - Returns: The task's place, for ``set(_:status:forID:)``.
    @discardableResult
    public func add(_ title: String, status: Status = .ready, forID: String? = nil) -> Int {
        self.add(Item(title, status: status, forID: forID))
    }

    /// Adds a task.
    ///
    /// - Parameter item: The task.
    /// - Returns: The task's place, for ``set(_:status:forID:)``.
    @discardableResult
    public func add(_ item: Item) -> Int {
        self.contents.state.withLock { state in
            state.items.append(item)
            return state.items.count - 1
        }
    }

    /// Says how far a task has got; call ``update()`` to show it.
    ///
    /// - Parameters:
    ///   - place: The task's place; nothing happens when there is none such.
    ///   - status: How far it has got.
    ///   - forID: The message or step that the page scrolls to, or nil to leave it.
    public func set(_ place: Int, status: Status, forID: String? = nil) {
        self.contents.state.withLock { state in
            guard state.items.indices.contains(place) else { return }
            state.items[place].status = status
            if let forID { state.items[place].forID = forID }
        }
    }

    /// Says what stands over the list; call ``update()`` to show it.
    ///
    /// - Parameter status: The text.
    public func set(status: String) {
        self.contents.state.withLock { $0.status = status }
    }

    /// Shows the list as it is now, where it was sent; one that was not is shown as it is then by its sending.
    public func update() async throws {
        await self.contents.element.live.pace()
        try self.contents.element.live.update(source: self.source) { _ in }
    }

    /// Takes the list away.
    public func remove() async throws {
        self.contents.element.live.remove()
    }

    func send(in core: ChatSession) throws {
        try self.contents.element.live.send(in: core, forID: nil, source: self.source)
    }

    private var source: ElementSource {
        let (status, items) = self.contents.state.withLock { ($0.status, $0.items) }
        let json: JSONValue = [
            "status": .string(status),
            "tasks": .array(
                items.map { item in
                    [
                        "title": .string(item.title), "status": .string(item.status.rawValue),
                        "forId": item.forID.map(JSONValue.string) ?? .null,
                    ]
                }
            ),
        ]
        return .data(json.encoded())
    }
}
