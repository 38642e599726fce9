import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MartletCore
import Testing

@testable import MartletServer

struct FileRouteTests {
    /// Keeps contents in a chat and says where they are served.
    private static func keep(_ text: String, _ type: String, in session: ChatSession) throws -> String {
        let file = try session.files.store(.text(text), name: "name", mimeType: type)
        return "/project/file/\(file.id)?session_id=\(session.id)"
    }

    @Test func `a file is served as what it is`() async throws {
        try await withChats { client, chats in
            let path = try Self.keep("0123456789", "image/png", in: chats.open("one"))
            let response = try await client.get(path)
            #expect(response.status == .ok && response.text == "0123456789")
            #expect(response.headers[.contentType] == "image/png" && response.headers[.acceptRanges] == "bytes")
            #expect(response.headers[.eTag] != nil && response.headers[.contentDisposition] == nil)
            let head = try await client.execute(uri: path, method: .head) { $0 }
            #expect(head.status == .ok && head.body.readableBytes == 0)
            #expect(head.headers[.contentLength] == "10" && head.headers[.eTag] == response.headers[.eTag])
            let known: HTTPFields = [.ifNoneMatch: try #require(response.headers[.eTag])]
            #expect(try await client.get(path, headers: known).status == .notModified)
        }
    }

    @Test(arguments: [
        ("bytes=2-4", "234", "bytes 2-4/10"), ("bytes=8-", "89", "bytes 8-9/10"), ("bytes=-3", "789", "bytes 7-9/10"),
    ])
    func `players are sent the part they ask for`(range: String, part: String, header: String) async throws {
        try await withChats { client, chats in
            let path = try Self.keep("0123456789", "audio/mpeg", in: chats.open("one"))
            let response = try await client.get(path, headers: [.range: range])
            #expect(response.status == .partialContent && response.text == part)
            #expect(response.headers[.contentRange] == header)
            let stale = try await client.get(path, headers: [.range: range, .ifRange: "\"old\""])
            #expect(stale.status == .ok && stale.text == "0123456789")
            #expect(try await client.get(path, headers: [.range: "bytes=10-"]).status == .rangeNotSatisfiable)
        }
    }

    @Test func `files are served to their own chat alone`() async throws {
        try await withChats { client, chats in
            let path = try Self.keep("mine", "text/plain", in: chats.open("one"))
            _ = try chats.open("two")
            let other = try await client.get(path.replacing("=one", with: "=two"))
            #expect(other.status == .notFound && other.detail == "File not found")
            let unknown = try await client.get(path.replacing("=one", with: "=three"))
            #expect(unknown.status == .unauthorized && unknown.detail == "Unauthorized")
            #expect(try await client.get("/project/file/x").status == .unprocessableContent)
            for id in ["x", "..%2f..%2fetc%2fpasswd", "%00"] {
                #expect(try await client.get("/project/file/\(id)?session_id=one").status == .notFound)
            }
            let hers = try Self.keep("hers", "text/plain", in: chats.open("hers", user: "her"))
            for headers in [[:], [.testUser: "him"]] as [HTTPFields] {
                let response = try await client.get(hers, headers: headers)
                #expect(response.status == .unauthorized)
                #expect(response.detail == "You are not authorized to download files from this session")
            }
            #expect(try await client.get(hers, headers: [.testUser: "her"]).text == "hers")
        }
    }

    @Test(arguments: [
        ("text/html", "text/html; charset=utf-8", "sandbox; "), ("image/svg+xml", "image/svg+xml", "sandbox; "),
        ("image/png", "image/png", "sandbox"), ("video/mp4", "video/mp4", "sandbox"),
        ("application/pdf", "application/pdf", nil),
        ("application/json", "application/json", "sandbox; "), ("text/plain", "text/plain; charset=utf-8", "sandbox; "),
    ])
    func `nothing that was uploaded runs as a page of the server`(type: String, sent: String, policy: String?)
        async throws
    {
        try await withChats { client, chats in
            let path = try Self.keep("<script>alert(1)</script>", type, in: chats.open("one"))
            let response = try await client.get(path)
            #expect(response.headers[.contentType] == sent && response.headers[.xContentTypeOptions] == "nosniff")
            let header = response.headers[.contentSecurityPolicy]
            #expect(policy == nil ? header == nil : header?.hasPrefix(policy ?? "") == true)
        }
    }

    @Test func `a text is rendered to blocks for those who ask for it, and nothing else is`() async throws {
        try await withChats { client, chats in
            let session = try chats.open("one")
            let path = try Self.keep("**a**\n\n<b>c</b>", "text/plain", in: session) + "&render=html"
            let response = try await client.get(path)
            #expect(response.status == .ok && response.headers[.contentType] == "application/json")
            let blocks = response.json["blocks"]?.arrayValue?.compactMap(\.stringValue).joined() ?? ""
            #expect(blocks.contains("<strong>a</strong>") && blocks.contains("&lt;b&gt;c") && !blocks.contains("<b>"))
            let other = try Self.keep(#"{"blocks":["<b>"]}"#, "application/json", in: session) + "&render=html"
            #expect(try await client.get(other).status == .unsupportedMediaType)
            let long = String(repeating: "a", count: 1_048_577)
            let tooLong = try Self.keep(long, "text/plain", in: session) + "&render=html"
            #expect(try await client.get(tooLong).status == .unsupportedMediaType)
        }
    }

    @Test func `tables are not served as JSON, since clients read them as text`() async throws {
        try await withChats { client, chats in
            var hooks = ChatHooks()
            hooks.onChatStart = { chat in
                try await Element.dataframe(DataTable(columns: ["a"], rows: [[1]]), name: "t").send(in: chat)
            }
            let session = ChatSession(id: "one", hooks: hooks, filesFolder: chats.files, logger: .init(label: "test"))
            session.start()
            while session.snapshot.elements.isEmpty || session.isRunning { await Task.yield() }
            let element = try #require(session.snapshot.elements.first)
            let file = try #require(element.fileID.flatMap(session.files.file))
            #expect(element.mimeType == nil && !file.mimeType.contains("json"))
            await session.end()
        }
    }
}

struct FilesFolderTests {
    private static func names(_ url: URL) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted()
    }

    @Test func `a folder lives as long as its process, and what a crash left goes at the next start`() async throws {
        try await withFolder(files: [
            ".files/martlet-crashed.lock": "", ".files/martlet-crashed/session/a.txt": "a", ".files/other/b.txt": "b",
        ]) { root in
            let all = root.appending(path: ".files")
            let first = try FilesFolder(below: all, logger: .init(label: "test"))
            try FileManager.default.createDirectory(at: first.url, withIntermediateDirectories: true)
            try Data("x".utf8).write(to: first.url.appending(path: "x.txt"))
            #expect(!Self.names(all).contains { $0.hasPrefix("martlet-crashed") })
            // What another program keeps there is not Martlet's to remove, nor what a living process has.
            let second = try FilesFolder(below: all, logger: .init(label: "test"))
            #expect(first.url != second.url && Self.names(first.url) == ["x.txt"])
            #expect(Self.names(all).contains("other"))
            first.remove()
            second.remove()
            #expect(Self.names(all) == ["other"])
        }
    }

    @Test func `the folder around it goes when it is empty`() async throws {
        try await withFolder(files: [:]) { root in
            let all = root.appending(path: ".files")
            try FilesFolder(below: all, logger: .init(label: "test")).remove()
            #expect(Self.names(root).isEmpty)
        }
    }

    @Test func `a place where no folder can be made is told`() async throws {
        try await withFolder(files: ["file": ""]) { root in
            #expect(throws: MartletError.self) {
                try FilesFolder(below: root.appending(path: "file/.files"), logger: .init(label: "test"))
            }
        }
    }
}
