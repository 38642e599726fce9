import Foundation
import NIOHTTP1
import Synchronization
import Testing

@testable import LanguageModels

@Suite struct ModelHubDownloadTests {
    /// Made once, as three million numbers take a while without optimisation.
    static let content = FakeRepository.bytes(3_000_000)

    let fixture: HubFixture
    let bytes = Self.content
    let reference: ModelReference
    let repository: FakeRepository
    let blob: String

    init() throws {
        self.fixture = try HubFixture()
        self.reference = try ModelReference("hf:owner/repo/model.gguf")
        self.repository = FakeRepository(files: ["model.gguf": self.bytes, "sub/small.gguf": [1, 2, 3]])
        self.blob = "models--owner--repo/blobs/" + FakeRepository.sha256(self.bytes)
    }

    @Test func `a file comes into the cache in huggingface_hub's layout`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            let commit = self.repository.commit
            #expect(file.path.hasSuffix("models--owner--repo/snapshots/\(commit)/model.gguf"))
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(try self.fixture.text("models--owner--repo/refs/main") == commit)
            #expect(
                try self.fixture.link("models--owner--repo/snapshots/\(commit)/model.gguf")
                    == "../../blobs/\(FakeRepository.sha256(self.bytes))"
            )
            #expect(self.fixture.names(in: "models--owner--repo/blobs").count == 1)
            #expect(self.fixture.exists(".locks/models--owner--repo/\(FakeRepository.sha256(self.bytes)).lock"))
        }
    }

    @Test func `a file in a folder links to its blob one level higher`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let reference = try ModelReference("hf:owner/repo@v1%2Fbeta/sub/small.gguf")
            let file = try await self.fixture.hub(server.url).download(reference)
            #expect(try Array(Data(contentsOf: file)) == [1, 2, 3])
            let link = try self.fixture.link("models--owner--repo/snapshots/\(self.repository.commit)/sub/small.gguf")
            #expect(link.hasPrefix("../../../blobs/"))
            #expect(try self.fixture.text("models--owner--repo/refs/v1/beta") == self.repository.commit)
            #expect(server.lines.first == "HEAD /owner/repo/resolve/v1%2Fbeta/sub/small.gguf")
        }
    }

    @Test func `a file that is there costs one question, and none by commit or offline`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let first = try await self.fixture.hub(server.url).download(self.reference)
            let before = server.requests.count
            #expect(try await self.fixture.hub(server.url).download(self.reference) == first)
            #expect(server.lines.dropFirst(before) == ["HEAD /owner/repo/resolve/main/model.gguf"])
            let byCommit = try ModelReference("hf:owner/repo@\(self.repository.commit)/model.gguf")
            #expect(try await self.fixture.hub(server.url).download(byCommit) == first)
            #expect(try await self.fixture.hub(server.url, isOffline: true).download(self.reference) == first)
            #expect(
                try await self.fixture.hub(server.url).download(self.reference, localFilesOnly: true) == first
            )
            #expect(server.requests.count == before + 1)
        }
    }

    @Test func `a dropped connection is resumed where it broke`() async throws {
        let dropped = Mutex(false)
        let pauses = HubFixture.Pauses()
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET,
                dropped.withLock({
                    let was = $0; $0 = true; return !was
                })
            {
                response.dropsAfter = 1_500_000
            }
            return response
        } _: { server in
            let seen = Mutex<[DownloadProgress]>([])
            let file = try await self.fixture.hub(server.url, pauses: pauses).download(self.reference) { progress in
                seen.withLock { $0.append(progress) }
            }
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            let gets = server.requests.filter { $0.method == .GET }
            #expect(gets.count == 2)
            let range = try #require(gets.last?.headers.first(name: "Range"))
            let start = try #require(FakeRepository.start(of: range))
            #expect(start > 0 && start <= 1_500_000)
            #expect(pauses.list.withLock { $0 } == [.milliseconds(500)])
            let progress = seen.withLock { $0 }
            #expect(progress.map(\.bytes) == progress.map(\.bytes).sorted())
            #expect(progress.last?.bytes == 3_000_000)
            #expect(progress.last?.totalBytes == 3_000_000)
        }
    }

    @Test func `a server that always drops is given up, and the next call goes on from there`() async throws {
        let pauses = HubFixture.Pauses()
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET { response.dropsAfter = request.headers.contains(name: "Range") ? 0 : 1_200_000 }
            return response
        } _: { server in
            let hub = self.fixture.hub(server.url, pauses: pauses)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .downloadFailed)
            #expect(error.message.contains("'model.gguf' of 'owner/repo'"))
            #expect(error.message.contains("closed the connection"))
            #expect(server.requests.filter { $0.method == .GET }.count == 5)
            #expect(self.fixture.exists(self.blob + ".incomplete"))
            #expect(!self.fixture.exists(self.blob))

            let partial = self.fixture.folder.url.appendingPathComponent(self.blob + ".incomplete")
            let kept = try #require(FileSystem.fileSize(partial))
            #expect(kept > 0 && kept <= 1_200_000)
            server.answer(self.repository.respond)
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(server.requests.last?.headers.first(name: "Range") == "bytes=\(kept)-")
        }
    }

    @Test func `a server that answers 200 to a range and drops each time is given up`() async throws {
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET {
                response = .init(body: self.bytes, dropsAfter: 1_200_000)
            }
            return response
        } _: { server in
            let hub = self.fixture.hub(server.url)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .downloadFailed)
            #expect(server.requests.filter { $0.method == .GET }.count < 10)
        }
    }

    @Test func `a server that answers 200 to a range starts the file anew`() async throws {
        try self.fixture.folder.write(Array(self.bytes[..<1_000]), to: self.blob + ".incomplete")
        try await FakeServer.with { request in
            request.method == .GET ? .init(body: self.bytes) : self.repository.respond(request)
        } _: { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(server.requests.last?.headers.first(name: "Range") == "bytes=1000-")
        }
    }

    @Test(arguments: [
        "bytes 0-999/3000000", "bytes 1000-2999999/4000000", "bytes 1000-1999/3000000", "pages 1-2/3", "",
    ])
    func `a range other than the one asked for starts the file anew`(contentRange: String) async throws {
        try self.fixture.folder.write(Array(self.bytes[..<1_000]), to: self.blob + ".incomplete")
        try await FakeServer.with { request in
            if request.method == .GET, request.headers.contains(name: "Range") {
                return .init(
                    status: .partialContent,
                    headers: ["Content-Range": contentRange],
                    body: Array(self.bytes[1_000...])
                )
            }
            return self.repository.respond(request)
        } _: { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(server.requests.filter { $0.method == .GET }.count == 2)
        }
    }

    @Test func `an answer of 416 starts the file anew`() async throws {
        try self.fixture.folder.write(Array(self.bytes[..<1_000]), to: self.blob + ".incomplete")
        try await FakeServer.with { request in
            request.headers.contains(name: "Range")
                ? .init(status: .rangeNotSatisfiable) : self.repository.respond(request)
        } _: { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
        }
    }

    @Test(arguments: [1_000, 3_000_000, 3_000_100])
    func `damage that an earlier attempt left behind is mended`(count: Int) async throws {
        try self.fixture.folder.write([UInt8](repeating: 0, count: count), to: self.blob + ".incomplete")
        try await FakeServer.with(self.repository.respond) { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
        }
    }

    @Test func `a whole file of an earlier attempt is only checked`() async throws {
        try self.fixture.folder.write(self.bytes, to: self.blob + ".incomplete")
        try await FakeServer.with(self.repository.respond) { server in
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(server.lines == ["HEAD /owner/repo/resolve/main/model.gguf"])
        }
    }

    @Test func `a wrong hash removes the download and says so`() async throws {
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET { response.body[5] ^= 1 }
            return response
        } _: { server in
            let hub = self.fixture.hub(server.url)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .checksumMismatch)
            #expect(error.message.contains(FakeRepository.sha256(self.bytes)))
            #expect(error.message.contains("removed"))
            #expect(self.fixture.names(in: "models--owner--repo/blobs") == [])
            #expect(server.requests.filter { $0.method == .GET }.count == 1)
        }
    }

    @Test(arguments: [-1, 1], [false, true])
    func `a wrong size removes the download and says so`(difference: Int, isChunked: Bool) async throws {
        try await FakeServer.with { request in
            guard request.method == .GET else { return self.repository.respond(request) }
            let body = difference < 0 ? Array(self.bytes.dropLast()) : self.bytes + [0]
            return request.headers.contains(name: "Range")
                ? .init(status: .rangeNotSatisfiable) : .init(body: body, isChunked: isChunked)
        } _: { server in
            let hub = self.fixture.hub(server.url)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .downloadFailed)
            #expect(!self.fixture.exists(self.blob))
            #expect(server.requests.count < 20)
        }
    }

    @Test func `a small file is checked by Git's SHA-1`() async throws {
        let content = Array("hello\n".utf8)
        let name = "ce013625030ba8dba906f756967f9e9ca394464a"
        for isDamaged in [true, false] {
            try await FakeServer.with { request in
                let headers = ["X-Repo-Commit": self.repository.commit, "ETag": "W/\"\(name)\""]
                let isWrong = request.method == .GET && isDamaged
                return .init(headers: headers, body: isWrong ? Array("hullo\n".utf8) : content)
            } _: { server in
                let hub = self.fixture.hub(server.url)
                if isDamaged {
                    let error = await #expect(throws: LanguageModelError.self) {
                        try await hub.download(self.reference)
                    }
                    #expect(error?.code == .checksumMismatch)
                } else {
                    let file = try await hub.download(self.reference)
                    #expect(try Array(Data(contentsOf: file)) == content)
                    #expect(self.fixture.names(in: "models--owner--repo/blobs") == [name])
                }
            }
        }
    }

    @Test func `a full disk keeps what is there`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let write: PartialFile.Write = { file, bytes, offset in
                guard offset < 1_000_000 else { throw SystemError(number: ENOSPC, path: file.path) }
                let room = Int(1_000_000 - offset)
                return try file.write(UnsafeRawBufferPointer(rebasing: bytes.prefix(room)), at: offset)
            }
            let hub = self.fixture.hub(server.url, write: write)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .diskFull)
            #expect(error.message.contains("make room"))
            #expect(self.fixture.exists(self.blob + ".incomplete"))
            let file = try await self.fixture.hub(server.url).download(self.reference)
            #expect(try Array(Data(contentsOf: file)) == self.bytes)
            #expect(server.requests.last?.headers.first(name: "Range") == "bytes=1000000-")
        }
    }

    @Test func `two downloads of one file at once fetch it once`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            async let first = self.fixture.hub(server.url).download(self.reference)
            async let second = self.fixture.hub(server.url).download(self.reference)
            let files = try await [first, second]
            #expect(files[0] == files[1])
            #expect(server.requests.filter { $0.method == .GET }.count == 1)
        }
    }

    @Test func `all parts of a model in several files are fetched`() async throws {
        var repository = self.repository
        repository.files = ["a-00001-of-00002.gguf": [1, 2], "a-00002-of-00002.gguf": [3, 4, 5]]
        try await FakeServer.with(repository.respond) { [repository] server in
            let file = try await self.fixture.hub(server.url).download(ModelReference("hf:owner/repo"))
            #expect(file.lastPathComponent == "a-00001-of-00002.gguf")
            let snapshot = "models--owner--repo/snapshots/\(repository.commit)"
            #expect(self.fixture.names(in: snapshot) == ["a-00001-of-00002.gguf", "a-00002-of-00002.gguf"])
        }
    }

    @Test func `cancelling ends the download and keeps what is there`() async throws {
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET {
                response.dropsAfter = 2_500_000
                response.stalls = true
            }
            return response
        } _: { server in
            let hub = self.fixture.hub(server.url)
            let (started, continuation) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await hub.download(self.reference) { progress in
                    if progress.bytes > 0 { continuation.yield() }
                }
            }
            for await _ in started { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(self.fixture.exists(self.blob + ".incomplete"))
        }
    }

    @Test func `a server that falls silent is told to have stopped`() async throws {
        try await FakeServer.with { request in
            var response = self.repository.respond(request)
            if request.method == .GET {
                response.dropsAfter = 0
                response.stalls = true
            }
            return response
        } _: { server in
            let hub = self.fixture.hub(
                server.url,
                configure: { configuration in
                    configuration.readTimeout = .milliseconds(100)
                    configuration.maximumAttempts = 2
                }
            )
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .downloadFailed)
            #expect(error.message.contains("stopped sending"))
        }
    }
}
