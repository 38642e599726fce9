import Foundation
import MartletCore
import Testing

struct ElementTests {
    private static let png = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    /// Runs a handler for one message and gives back the chat.
    private static func run(_ handler: @escaping @Sendable (Chat) async throws -> Void) async -> ChatFixture {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await handler(chat) }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        return chat
    }

    @Test func `a message's elements and actions follow it`() async {
        let chat = await Self.run { chat in
            try await chat.send(
                "Look.",
                elements: [.image(.data(Self.png), name: "cat"), .text("words", name: "note", display: .side)],
                actions: [Action(name: "more")]
            )
        }
        let events = chat.recorder.events.dropFirst(4).dropLast(2)
        #expect(Array(events) == ["sent Bot: Look.", "action more", "element image cat", "element text note"])
        let message = chat.session.snapshot.records.first { $0.output == "Look." }
        let elements = chat.session.snapshot.elements
        #expect(elements.map(\.forID) == [message?.id, message?.id])
        #expect(elements[0].mimeType == "image/png" && elements[0].size == .medium)
        let file = elements[0].fileID.flatMap { chat.session.files.file($0) }
        #expect(file.map { FileManager.default.contents(atPath: $0.path) } == Self.png)
        await chat.session.end()
    }

    @Test func `a step's elements come before the step`() async {
        let chat = await Self.run { chat in
            try await chat.step("draw", type: .tool, elements: [.image(.url("https://example.org/a.png"))]) { _ in }
        }
        let events = chat.recorder.events.dropFirst(4).dropLast(2)
        #expect(Array(events) == ["element image a.png", "sent draw…: ", "updated draw: "])
        #expect(chat.session.snapshot.elements[0].url == "https://example.org/a.png")
    }

    @Test func `players are told how to play`() async {
        let chat = await Self.run { chat in
            let film = Element.video(.url("https://example.org/a.mp4"), playerConfiguration: ["youtube": ["start": 5]])
            try await chat.send(
                "Play.",
                elements: [.audio(.url("https://example.org/a.mp3"), autoPlay: true), film]
            )
            try await chat.send("\(film.size.map(\.rawValue) ?? "")")
        }
        let elements = chat.session.snapshot.elements
        #expect(elements.map(\.autoPlay) == [true, nil])
        #expect(elements[1].playerConfiguration == ["youtube": ["start": 5]])
        #expect(chat.recorder.events.contains("sent Bot: medium"))
        await chat.session.end()
    }

    @Test func `a file that is not there is named`() async {
        let chat = await Self.run { chat in
            try await chat.send("Look.", elements: [.image(.path("/no/such/cat.jpeg"))])
        }
        #expect(chat.recorder.events.contains { $0.hasPrefix("sent Error!: There is no file \"/no/such/cat.jpeg\"") })
    }

    @Test func `a removed element is gone with its file`() async {
        let chat = await Self.run { chat in
            let cat = Element.image(.data(Self.png), name: "cat")
            try await chat.send("Look.", elements: [cat])
            try await cat.remove()
        }
        #expect(chat.session.snapshot.elements.isEmpty)
        #expect(chat.recorder.events.contains("element removed cat"))
        let names = try? FileManager.default.contentsOfDirectory(atPath: chat.session.files.folder.path)
        #expect(names?.isEmpty == true)
        await chat.session.end()
        #expect(!FileManager.default.fileExists(atPath: chat.session.files.folder.path))
    }

    @Test func `a custom element gets new values, from the app and from its own script`() async throws {
        let counter = Element.custom(name: "Counter", props: ["count": 1])
        let chat = await Self.run { chat in
            try await chat.send("Count.", elements: [counter])
            try await counter.update(props: ["count": 2])
        }
        let record = try #require(chat.session.snapshot.elements.first)
        #expect(record.props == ["count": 2])
        #expect(chat.session.changeElement(record.id, to: ["props": ["count": 3], "url": "file:///etc/passwd"]))
        let changed = try #require(chat.session.snapshot.elements.first)
        #expect(changed.props == ["count": 3] && changed.url == nil && changed.fileID != record.fileID)
        #expect(!chat.session.changeElement("another", to: ["props": [:]]))
        #expect(chat.session.removeElement(record.id))
        #expect(!chat.session.removeElement(record.id))
        await chat.session.end()
    }

    @Test func `a list of tasks is sent anew with each update`() async throws {
        let chat = await Self.run { chat in
            let list = TaskList(status: "Running")
            let task = list.add("Read", status: .running)
            try await chat.send(list)
            list.set(task, status: .done)
            try await list.update()
        }
        let record = try #require(chat.session.snapshot.elements.first)
        #expect(chat.recorder.events.filter { $0 == "element taskList tasklist" }.count == 2)
        let file = try #require(record.fileID.flatMap { chat.session.files.file($0) })
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: URL(filePath: file.path)))
        #expect(json == ["status": "Running", "tasks": [["title": "Read", "status": "done", "forId": nil]]])
        await chat.session.end()
    }

    @Test func `sending a list of tasks again shows it once`() async throws {
        let chat = await Self.run { chat in
            let list = TaskList()
            try await chat.send(list)
            list.status = "Done"
            try await chat.send(list)
        }
        let record = try #require(chat.session.snapshot.elements.first)
        #expect(chat.recorder.events.filter { $0 == "element taskList tasklist" }.count == 2)
        let file = try #require(record.fileID.flatMap { chat.session.files.file($0) })
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: URL(filePath: file.path)))
        #expect(json == ["status": "Done", "tasks": []])
        await chat.session.end()
    }

    @Test func `a table is written in the layout that clients read`() async throws {
        let table = DataTable(columns: ["a", "b"], rows: [[1, "x"], [2]])
        let bytes = try await Element.dataframe(table).content()
        let json = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        #expect(json == ["index": [0, 1], "columns": ["a", "b"], "data": [[1, "x"], [2, nil]]])
        #expect(Element.dataframe(table).mimeType == nil)
    }

    @Test(arguments: [
        ("image/png", Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])),
        ("image/jpeg", Data([0xFF, 0xD8, 0xFF])),
        ("application/pdf", Data("%PDF-1.7".utf8)), ("audio/wav", Data("RIFF....WAVEfmt ".utf8)),
        ("video/mp4", Data("....ftypisom".utf8)), ("audio/mpeg", Data("ID3".utf8)),
    ])
    func `contents tell their type`(type: String, head: Data) {
        #expect(MIMEType.sniffed(from: head) == type)
    }

    @Test func `names tell the type where contents do not`() {
        #expect(MIMEType.ofFile(named: "a/b/Hello.PY") == "text/x-python")
        #expect(MIMEType.ofFile(named: "none") == nil)
        #expect(MIMEType.fileExtension(for: "image/jpeg; q=1") == ".jpg")
        #expect(MIMEType.fileExtension(for: "../../etc") == "")
    }

    @Test func `a person's files become elements of the message they came with`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { message, chat in
                let sizes = message.elements.map { "\($0.name) \($0.type) \($0.byteCount ?? 0)" }
                try await chat.send(sizes.joined(separator: ","))
            }
        }
        let file = try chat.session.files.store(.data(Self.png), name: "cat.png", mimeType: "image/png")
        chat.session.receive(
            IncomingMessage(content: "see", fileIDs: [file.id, "somebody else's"]),
            from: chat.viewer
        )
        await chat.recorder.wait(for: "sent Bot: cat.png image 12")
        #expect(chat.session.snapshot.elements.map(\.name) == ["cat.png"])
        await chat.session.end()
    }
}

struct ElementChangeTests {
    /// A chat with one custom element, and the app's handle of it.
    private static func begin() async throws -> (chat: ChatFixture, box: Element) {
        let box = Element.custom(name: "Box", props: ["n": 1])
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await chat.send("Look.", elements: [box]) }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        return (chat, box)
    }

    private static func files(_ chat: ChatFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: chat.session.files.folder.path)
    }

    @Test func `the app's handle knows what the browser has changed, and sends that again`() async throws {
        let (chat, box) = try await Self.begin()
        #expect(chat.session.changeElement(box.id, to: ["props": ["n": 2], "name": "Tin", "display": "side"]))
        #expect(box.props == ["n": 2] && box.name == "Tin" && box.record.display == .side)
        try await box.update()
        let record = chat.session.snapshot.elements.first
        #expect(record?.props == ["n": 2] && record?.name == "Tin")
        let file = record?.fileID.flatMap { chat.session.files.file($0) }
        #expect(file.flatMap { FileManager.default.contents(atPath: $0.path) } == Data(#"{"n":2}"#.utf8))
        try await box.update(props: ["n": 3])
        #expect(chat.session.snapshot.elements.first?.props == ["n": 3])
        // The contents before these may be on their way to a client; those before them are gone.
        #expect(try Self.files(chat).count == 2)
        try await box.update(props: ["n": 4])
        #expect(try Self.files(chat).count == 2)
        await chat.session.end()
    }

    @Test func `of changes that come at once each leaves one file`() async throws {
        let (chat, box) = try await Self.begin()
        await withDiscardingTaskGroup { group in
            for number in 0..<50 {
                group.addTask { _ = chat.session.changeElement(box.id, to: ["props": ["n": .int(number)]]) }
            }
        }
        let record = chat.session.snapshot.elements.first
        #expect(record?.fileID.flatMap { chat.session.files.file($0) } != nil)
        #expect(try Self.files(chat).count == 1)
        await chat.session.end()
    }

    @Test(arguments: ["", "../x", ".hidden", String(repeating: "x", count: 129)])
    func `a name that is no file's is not taken`(name: String) async throws {
        let (chat, box) = try await Self.begin()
        #expect(chat.session.changeElement(box.id, to: ["name": .string(name)]))
        #expect(box.name == "Box")
        await chat.session.end()
    }
}
