import Foundation
import NIOHTTP1
import Synchronization
import Testing

@testable import LanguageModels

@Suite struct ModelHubErrorTests {
    let fixture: HubFixture
    let reference: ModelReference
    let repository = FakeRepository(files: ["model.Q4_K_M.gguf": [1, 2, 3], "readme.md": [1]])

    init() throws {
        self.fixture = try HubFixture()
        self.reference = try ModelReference("hf:owner/repo/model.Q4_K_M.gguf")
    }

    private func error(
        token: String? = nil,
        reference: String? = nil,
        _ handler: @escaping FakeServer.Handler
    ) async throws -> LanguageModelError {
        try await FakeServer.with(handler) { server in
            let hub = self.fixture.hub(server.url, token: token)
            let reference = try reference.map { try ModelReference($0) } ?? self.reference
            return try await #require(throws: LanguageModelError.self) { try await hub.download(reference) }
        }
    }

    @Test func `401 without a token asks for one`() async throws {
        let error = try await self.error { _ in .init(status: .unauthorized) }
        #expect(error.code == .unauthorized)
        #expect(error.message.contains("'owner/repo'"))
        #expect(error.message.contains("set HF_TOKEN"))
    }

    @Test func `401 with a token says that it is refused and does not show it`() async throws {
        let error = try await self.error(token: "hf_secret") { _ in .init(status: .unauthorized) }
        #expect(error.code == .unauthorized)
        #expect(error.message.contains("refuses the token"))
        #expect(!"\(error)".contains("hf_secret"))
    }

    @Test(arguments: [nil, "hf_secret"])
    func `403 gives the page where the licence is accepted`(token: String?) async throws {
        let error = try await self.error(token: token) { _ in
            .init(status: .forbidden, headers: ["X-Error-Code": "GatedRepo", "X-Error-Message": "Ask for access"])
        }
        #expect(error.code == .unauthorized)
        #expect(error.message.contains("/owner/repo with your account"))
        #expect(error.message.contains("(Ask for access)"))
    }

    @Test func `404 names the repository`() async throws {
        let error = try await self.error(reference: "hf:owner/other/a.gguf", self.repository.respond)
        #expect(error.code == .repositoryNotFound)
        #expect(error.message.contains("'owner/other'"))
    }

    @Test func `404 of a file names those that are near`() async throws {
        let error = try await self.error(reference: "hf:owner/repo/model.Q4_K_S.gguf", self.repository.respond)
        #expect(error.code == .repositoryNotFound)
        #expect(error.message.contains("no file 'model.Q4_K_S.gguf'"))
        #expect(error.message.contains("it has 'model.Q4_K_M.gguf'"))
    }

    @Test func `404 of a revision names it`() async throws {
        let error = try await self.error(reference: "hf:owner/repo@nope/model.gguf") { _ in
            .init(status: .notFound, headers: ["X-Error-Code": "RevisionNotFound"])
        }
        #expect(error.message.contains("no revision 'nope'"))
    }

    @Test func `a redirect loop ends`() async throws {
        let error = try await self.error { request in .init(status: .found, headers: ["Location": request.uri]) }
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("redirects more than 10 times"))
    }

    @Test func `a server that is no hub is told so`() async throws {
        let error = try await self.error { _ in .init(body: [1]) }
        #expect(error.message.contains("check HF_ENDPOINT"))
    }

    @Test(arguments: ["../../../evil", ".hidden", "a/b", "a b", "", "x.incomplete", String(repeating: "a", count: 300)])
    func `an ETag that could lead elsewhere is refused`(etag: String) async throws {
        let error = try await self.error { _ in
            .init(headers: ["X-Repo-Commit": self.repository.commit, "ETag": "\"\(etag)\""], body: [1])
        }
        #expect(error.code == .downloadFailed)
        #expect(self.fixture.names(in: ".") == [])
    }

    @Test(arguments: ["../../evil", "main", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"])
    func `a commit that could lead elsewhere is refused`(commit: String) async throws {
        let error = try await self.error { _ in .init(headers: ["X-Repo-Commit": commit, "ETag": "\"abc\""], body: [1])
        }
        #expect(error.code == .downloadFailed)
        #expect(self.fixture.names(in: ".") == [])
    }

    @Test func `a busy hub is asked again`() async throws {
        let pauses = HubFixture.Pauses()
        try await FakeServer.with { _ in
            .init(status: .serviceUnavailable, headers: ["Retry-After": "7"])
        } _: { server in
            let hub = self.fixture.hub(server.url, pauses: pauses)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.message.contains("answered 503"))
            #expect(pauses.list.withLock { $0 } == [.seconds(7), .seconds(7)])
        }
    }

    @Test func `a hub that cannot be reached is named, and what is cached serves`() async throws {
        let (endpoint, file) = try await FakeServer.with(self.repository.respond) { server in
            (server.url, try await self.fixture.hub(server.url).download(self.reference))
        }
        // The server is gone; the file stays.
        #expect(try await self.fixture.hub(endpoint).download(self.reference) == file)
        let other = try ModelReference("hf:owner/repo/other.gguf")
        let error = try await #require(throws: LanguageModelError.self) {
            try await self.fixture.hub(endpoint).download(other)
        }
        #expect(error.code == .downloadFailed)
        #expect(error.message.contains("'127.0.0.1' cannot be reached"))
    }

    @Test func `offline names what to do`() async throws {
        let hub = self.fixture.hub(URL(string: "http://127.0.0.1:9")!, isOffline: true)
        let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
        #expect(error.code == .fileNotFound)
        #expect(error.message.contains("HF_HUB_OFFLINE"))
        #expect(error.message.contains("martlet model pull hf:owner/repo/model.Q4_K_M.gguf"))
    }

    @Test func `a cache that cannot be written is named`() async throws {
        try self.fixture.folder.write([], to: "models--owner--repo")
        try await FakeServer.with(self.repository.respond) { server in
            let hub = self.fixture.hub(server.url)
            let error = try await #require(throws: LanguageModelError.self) { try await hub.download(self.reference) }
            #expect(error.code == .downloadFailed)
            #expect(error.message.contains("cannot be kept in"))
            #expect(error.message.contains("HF_HOME"))
        }
    }

    @Test func `the token goes to the endpoint and never to another host or port`() async throws {
        try await FakeServer.with { request in
            FakeRepository.content([1, 2, 3], for: request)
        } _: { storage in
            var repository = self.repository
            repository.storage = storage.url
            repository.token = "hf_secret"
            try await FakeServer.with(repository.respond) { server in
                let file = try await self.fixture.hub(server.url, token: "hf_secret").download(self.reference)
                #expect(try Array(Data(contentsOf: file)) == [1, 2, 3])
                #expect(server.requests.allSatisfy { $0.headers.contains(name: "Authorization") })
                #expect(storage.requests.count == 1)
                #expect(storage.requests.allSatisfy { !$0.headers.contains(name: "Authorization") })
            }
        }
    }

    @Test func `a redirect within the hub is followed, as for a repository that was renamed`() async throws {
        try await FakeServer.with { request in
            guard request.path.hasPrefix("/old/name/") else { return self.repository.respond(request) }
            let rest = request.uri.dropFirst("/old/name".count)
            return .init(status: .temporaryRedirect, headers: ["Location": "/owner/repo\(rest)"])
        } _: { server in
            let file = try await self.fixture.hub(server.url)
                .download(ModelReference("hf:old/name/model.Q4_K_M.gguf"))
            #expect(try Array(Data(contentsOf: file)) == [1, 2, 3])
        }
    }
}
