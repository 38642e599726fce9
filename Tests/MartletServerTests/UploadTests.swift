import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletCore
import Testing

@testable import MartletServer

struct UploadTests {
    @Test(arguments: [0, 5, 300_000])
    func `a file is kept as it was sent, under a name of the server's`(size: Int) async throws {
        try await withChats { client, chats in
            let session = try chats.open("one")
            let contents = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let response = try await client.upload(
                UploadForm(name: "../../evil.sh", type: "text/plain", contents: contents),
                to: "one"
            )
            #expect(response.status == .ok)
            let id = try #require(response.json["id"]?.stringValue)
            #expect(Identifier.isUUIDVersion4(id) && response.json == ["id": .string(id)])
            let file = try #require(session.files.file(id))
            #expect(file.name == "evil.sh" && file.size == size && file.mimeType == "text/plain")
            #expect(file.path.hasPrefix(session.files.folder.path) && file.path.hasSuffix("/\(id).txt"))
            #expect(Array(try Data(contentsOf: URL(filePath: file.path))) == contents)
            #expect(chats.names.count == 1)
            await session.end()
            #expect(chats.names.isEmpty)
        }
    }

    @Test(arguments: [
        ("../../../a.txt", "a.txt"), ("a%00b\u{0}.txt", "a%00b.txt"), ("a\tb.txt", "ab.txt"), ("..", "file"),
        (String(repeating: "x", count: 4096), String(repeating: "x", count: 252) + "…"),
    ])
    func `a bad name is at most a bad name`(name: String, shown: String) async throws {
        try await withChats { client, chats in
            let session = try chats.open("one")
            let response = try await client.upload(UploadForm(name: name), to: "one")
            // A zero byte is none that a header may hold.
            guard !name.contains("\0") else {
                #expect(response.status == .badRequest && chats.names.isEmpty)
                return
            }
            let id = try #require(response.json["id"]?.stringValue)
            #expect(session.files.file(id)?.name == shown)
            #expect(chats.names.count == 1 && chats.names.first?.hasSuffix("\(id).txt") == true)
        }
    }

    @Test func `uploads go to chats that are there and one's own`() async throws {
        try await withChats { client, chats in
            let session = try chats.open("one")
            _ = try chats.open("hers", user: "her")
            let unknown = try await client.upload(to: "two")
            #expect(unknown.status == .notFound && unknown.detail == "Session not found")
            for user in [nil, "him"] {
                let foreign = try await client.upload(to: "hers", user: user)
                #expect(foreign.status == .unauthorized)
                #expect(foreign.detail == "You are not authorized to upload files for this session")
            }
            #expect(try await client.upload(to: "hers", user: "her").status == .ok)
            #expect(chats.names.count == 1)
            let nameless = try await client.execute(uri: "/project/file", method: .post) { $0 }
            #expect(nameless.status == .unprocessableContent)
            await chats.registry.release(session, endsChat: true)
            #expect(try await client.upload(to: "one").status == .notFound)
        }
    }

    @Test func `the configuration says what may come`() async throws {
        try await withChats {
            $0.features.spontaneousFileUpload.enabled = false
        } _: { client, chats in
            _ = try chats.open("one")
            let response = try await client.upload(to: "one")
            #expect(response.status == .badRequest && response.detail == "File upload is not enabled")
        }
        try await withChats {
            $0.features.spontaneousFileUpload.accept = .extensions(["text/*": [".csv"], "image/*": []])
            $0.features.spontaneousFileUpload.maxSizeMB = 1
        } _: { client, chats in
            _ = try chats.open("one")
            for (name, type) in [("a.txt", "text/plain"), ("a.csv", "application/json"), ("a", "text/csv")] {
                let response = try await client.upload(UploadForm(name: name, type: type), to: "one")
                #expect(response.status == .badRequest && response.detail == "File type not allowed")
            }
            for size in [1 << 20, (1 << 20) + 1, 2 << 20] {
                let form = UploadForm(name: "A.CSV", type: "text/csv", contents: [UInt8](repeating: 13, count: size))
                let response = try await client.upload(form, to: "one")
                #expect(response.status == (size == 1 << 20 ? .ok : .badRequest))
                if response.status != .ok { #expect(response.detail == "File size too large") }
            }
            #expect(try await client.upload(UploadForm(name: "x", type: "image/png"), to: "one").status == .ok)
            #expect(chats.names.count == 2)
        }
    }

    @Test func `a question's own rule holds while it is asked`() async throws {
        var hooks = ChatHooks()
        hooks.onChatStart = { chat in
            _ = try await chat.askForFiles("Which?", accept: .mimeTypes(["text/plain"]), maxSizeMB: 1)
        }
        try await withChats(hooks: hooks) {
            $0.features.spontaneousFileUpload.enabled = false
        } _: { client, chats in
            let session = try chats.open("one")
            session.start()
            while session.snapshot.ask == nil { await Task.yield() }
            let parent = try #require(session.snapshot.ask?.message.parentID)
            let query = "&ask_parent_id=\(parent)"
            #expect(try await client.upload(to: "one", query: query).status == .ok)
            let wrong = try await client.upload(UploadForm(type: "text/html"), to: "one", query: query)
            #expect(wrong.status == .badRequest && wrong.detail == "File type not allowed")
            let other = try await client.upload(to: "one", query: "&ask_parent_id=\(Identifier.random())")
            #expect(other.status == .notFound && other.detail == "Parent message not found")
            #expect(try await client.upload(to: "one").detail == "File upload is not enabled")
            await session.end()
        }
    }

    @Test(arguments: [
        (UploadForm(ending: ""), "The upload ends before its last boundary."),
        (UploadForm(ending: "\r\n--b1"), "The upload ends before its last boundary."),
        (UploadForm(ending: "\r\n--b1x"), "The upload has a boundary that is followed by something else."),
    ])
    func `of an upload that is cut off nothing remains, and the chat is unharmed`(
        form: UploadForm,
        detail: String
    ) async throws {
        try await withChats { client, chats in
            _ = try chats.open("one")
            let response = try await client.upload(form, to: "one")
            #expect(response.status == .badRequest && response.detail == detail)
            #expect(chats.names.isEmpty)
            #expect(try await client.upload(to: "one").status == .ok)
        }
    }

    @Test func `one file comes at a time, and as a form`() async throws {
        try await withChats { client, chats in
            _ = try chats.open("one")
            var two = UploadForm()
            two.ending = "\r\n" + String(decoding: UploadForm(name: "b.txt").bytes, as: UTF8.self)
            let many = try await client.upload(two, to: "one")
            #expect(many.status == .badRequest && many.detail?.contains("more than one part") == true)
            for form in [UploadForm(field: "other"), UploadForm(name: nil)] {
                #expect(try await client.upload(form, to: "one").status == .unprocessableContent)
            }
            let json = try await client.send(.post, "/project/file?session_id=one", "{}")
            #expect(json.status == .unprocessableContent)
            for type in ["multipart/form-data", "multipart/form-data; boundary=\"\""] {
                let response = try await client.execute(
                    uri: "/project/file?session_id=one",
                    method: .post,
                    headers: [.contentType: type]
                ) { $0 }
                #expect(response.status == .badRequest && response.detail == "Missing boundary in multipart.")
            }
            #expect(chats.names.isEmpty)
        }
    }
}

struct UploadReceiverTests {
    private static func receiver(
        _ folder: URL,
        _ limits: UploadLimits,
        _ ledger: UploadLedger? = nil
    ) -> UploadReceiver {
        UploadReceiver(
            files: SessionFiles(below: folder),
            rule: AskRequest.FileRule(accept: .any, maxSizeMB: .max, maxFiles: 1),
            ledger: ledger ?? UploadLedger(limits: limits),
            limits: limits
        )
    }

    private static func body(_ bytes: [UInt8]) -> RequestBody {
        RequestBody(buffer: ByteBuffer(bytes: bytes))
    }

    private static func files(in folder: URL) -> [String] {
        (FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []).filter {
            $0.contains(".")
        }
    }

    @Test func `a session's files are bounded together, and what was refused does not count`() async throws {
        try await withFolder(files: [:]) { folder in
            let limits = UploadLimits(largestFile: 8, mostFiles: 3, mostBytes: 14)
            let receiver = Self.receiver(folder, limits)
            await #expect(throws: HTTPError.self) {
                try await receiver.receive(
                    Self.body(UploadForm(contents: Array("123456789".utf8)).bytes),
                    boundary: "b1"
                )
            }
            _ = try await receiver.receive(
                Self.body(UploadForm(contents: Array("12345678".utf8)).bytes),
                boundary: "b1"
            )
            let tooMuch = await #expect(throws: HTTPError.self) {
                try await receiver.receive(Self.body(UploadForm(contents: Array("1234567".utf8)).bytes), boundary: "b1")
            }
            #expect(tooMuch?.status == .contentTooLarge)
            for _ in 0..<2 {
                _ = try await receiver.receive(Self.body(UploadForm(contents: []).bytes), boundary: "b1")
            }
            let tooMany = await #expect(throws: HTTPError.self) {
                try await receiver.receive(Self.body(UploadForm(contents: []).bytes), boundary: "b1")
            }
            #expect(tooMany?.status == .contentTooLarge && tooMany?.body?.hasPrefix("Too many files") == true)
            #expect(Self.files(in: folder).count == 3)
        }
    }

    @Test func `only so many come at once`() async throws {
        try await withFolder(files: [:]) { folder in
            let limits = UploadLimits(mostAtOnce: 1)
            let ledger = UploadLedger(limits: limits)
            let receiver = Self.receiver(folder, limits, ledger)
            try ledger.begin()
            let refused = await #expect(throws: HTTPError.self) {
                try await receiver.receive(Self.body(UploadForm().bytes), boundary: "b1")
            }
            #expect(refused?.status == .tooManyRequests)
            ledger.forget(0)
            _ = try await receiver.receive(Self.body(UploadForm().bytes), boundary: "b1")
        }
    }

    @Test func `a connection that breaks leaves nothing behind`() async throws {
        struct Broken: Error {}
        try await withFolder(files: [:]) { folder in
            let receiver = Self.receiver(folder, UploadLimits())
            let bytes = UploadForm(contents: [UInt8](repeating: 65, count: 600_000)).bytes
            for count in [10, 200, 300_000, 599_999] {
                let (stream, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
                continuation.yield(ByteBuffer(bytes: bytes.prefix(count)))
                continuation.finish(throwing: Broken())
                await #expect(throws: Broken.self) {
                    try await receiver.receive(RequestBody(asyncSequence: stream), boundary: "b1")
                }
                #expect(Self.files(in: folder).isEmpty)
            }
            let task = Task {
                let (stream, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
                continuation.yield(ByteBuffer(bytes: bytes.prefix(300_000)))
                defer { continuation.finish() }
                _ = try await receiver.receive(RequestBody(asyncSequence: stream), boundary: "b1")
            }
            while Self.files(in: folder).isEmpty { await Task.yield() }
            task.cancel()
            _ = await task.result
            #expect(Self.files(in: folder).isEmpty)
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no device that is always full"))
    func `a full disk is told as such`() async throws {
        let descriptor = open("/dev/full", O_WRONLY)
        let file = UploadFile(path: "/nowhere/full", descriptor: descriptor)
        let error = await #expect(throws: MartletError.self) { try await file.write([1, 2, 3]) }
        #expect(error?.code == .storageFailed && error?.message.contains("No space left") == true)
        try await file.finish()
    }

    @Test func `a file that is there already is not written over`() async throws {
        try await withFolder(files: ["a.txt": "old"]) { folder in
            let path = folder.appending(path: "a.txt").path
            await #expect(throws: MartletError.self) { try await UploadFile(creating: path) }
            let contents = try String(contentsOfFile: path, encoding: .utf8)
            #expect(contents == "old")
        }
    }

    @Test func `a request that trickles is ended`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: ByteBuffer.self)
        defer { continuation.finish() }
        let error = await #expect(throws: HTTPError.self) {
            try await TimeLimit.run(.milliseconds(1)) { for await _ in stream {} }
        }
        #expect(error?.status == .requestTimeout)
        #expect(try await TimeLimit.run(.seconds(60)) { 1 } == 1)
    }
}
