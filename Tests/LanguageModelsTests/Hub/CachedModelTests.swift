import Foundation
import Testing

@testable import LanguageModels

@Suite struct CachedModelTests {
    let fixture: HubFixture
    let content = FakeRepository.bytes(1_000)
    let first = String(repeating: "1", count: 40)
    let second = String(repeating: "2", count: 40)

    init() throws {
        self.fixture = try HubFixture()
    }

    private var hub: ModelHub { self.fixture.hub(URL(string: "http://127.0.0.1:9")!) }

    /// Two commits that share one file, and a second file in the later one.
    private func fill() async throws {
        for (commit, files) in [
            (self.first, ["a.gguf": self.content]),
            (self.second, ["a.gguf": self.content, "sub/b.gguf": [1, 2, 3], "notes.txt": [1]]),
        ] {
            let repository = FakeRepository(commit: commit, files: files)
            try await FakeServer.with(repository.respond) { server in
                let hub = self.fixture.hub(server.url)
                for file in files.keys.sorted() {
                    _ = try await hub.download(ModelReference(repository: "owner/repo", file: file))
                }
            }
        }
    }

    @Test func `the cache is listed with revisions and sizes`() async throws {
        try await self.fill()
        let models = self.hub.cachedModels()
        #expect(models.map(\.file) == ["a.gguf", "a.gguf", "sub/b.gguf"])
        #expect(models.map(\.commit) == [self.first, self.second, self.second])
        #expect(models.map(\.revisions) == [[], ["main"], ["main"]])
        #expect(models.map(\.size) == [1_000, 1_000, 3])
        #expect(
            models.map(\.reference) == [
                "hf:owner/repo@\(self.first)/a.gguf", "hf:owner/repo/a.gguf", "hf:owner/repo/sub/b.gguf",
            ]
        )
    }

    @Test func `content that another snapshot uses stays`() async throws {
        try await self.fill()
        let one = self.hub.cachedModels(matching: try ModelReference("hf:owner/repo@\(self.first)/a.gguf"))
        #expect(one.count == 1)
        #expect(try self.hub.remove(one).freedBytes == 0)
        #expect(self.hub.cachedModels().count == 2)
        #expect(self.fixture.names(in: "models--owner--repo/snapshots") == [self.second])
        let other = self.hub.cachedModels(matching: try ModelReference("hf:owner/repo/a.gguf"))
        #expect(try self.hub.remove(other).freedBytes == 1_000)
        #expect(self.fixture.names(in: "models--owner--repo/refs") == ["main"])
    }

    @Test func `a repository of which nothing is left leaves no folder`() async throws {
        try await self.fill()
        try FileManager.default.removeItem(
            at: self.fixture.folder.url.appendingPathComponent("models--owner--repo/snapshots/\(self.second)/notes.txt")
        )
        let blob = FakeRepository.sha256([1])
        try FileManager.default.removeItem(
            at: self.fixture.folder.url.appendingPathComponent("models--owner--repo/blobs/\(blob)")
        )
        let all = self.hub.cachedModels(matching: try ModelReference("hf:owner/repo"))
        let removal = try self.hub.remove(all)
        #expect(removal.files.count == 3)
        #expect(removal.freedBytes == 1_003)
        #expect(!self.fixture.exists("models--owner--repo"))
    }

    @Test func `files that are no models stay`() async throws {
        try await self.fill()
        _ = try self.hub.remove(self.hub.cachedModels(matching: try ModelReference("hf:owner/repo")))
        #expect(self.fixture.exists("models--owner--repo/snapshots/\(self.second)/notes.txt"))
        #expect(try self.fixture.text("models--owner--repo/refs/main") == self.second)
    }

    @Test func `a link out of the repository's blobs is unlinked and what it leads to is left alone`() async throws {
        let outside = try self.fixture.folder.write([1, 2, 3, 4], to: "outside.gguf")
        let snapshot = self.fixture.folder.url
            .appendingPathComponent("models--owner--repo/snapshots/\(self.first)")
        try FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: snapshot.appendingPathComponent("a.gguf").path,
            withDestinationPath: outside.path
        )
        let models = self.hub.cachedModels()
        #expect(models.count == 1)
        #expect(try self.hub.remove(models).freedBytes == 0)
        #expect(self.fixture.exists("outside.gguf"))
        #expect(!self.fixture.exists("models--owner--repo"))
    }

    @Test func `an empty or missing cache has no models`() {
        #expect(self.hub.cachedModels().isEmpty)
    }
}
