import Foundation
import Testing

@testable import LanguageModels

@Suite struct ModelLocatorTests {
    let fixture: HubFixture
    let files: ScratchFolder
    let repository = FakeRepository(files: [
        "README.md": [1],
        "a.Q8_0.gguf": FakeRepository.bytes(500),
        "b.Q2_K.gguf": FakeRepository.bytes(200),
        "c.Q4_K_M.gguf": FakeRepository.bytes(300),
        "d.Q4_K.gguf": FakeRepository.bytes(310),
        "mmproj-f16.gguf": FakeRepository.bytes(10),
        "pytorch_model.bin": FakeRepository.bytes(5),
        "big-00001-of-00002.gguf": FakeRepository.bytes(50),
        "big-00002-of-00002.gguf": FakeRepository.bytes(5_000),
        "lone-00002-of-00002.gguf": FakeRepository.bytes(20),
    ])

    init() throws {
        self.fixture = try HubFixture()
        self.files = try ScratchFolder()
    }

    private var nowhere: ModelHub { self.fixture.hub(URL(string: "http://127.0.0.1:9")!) }

    @Test func `a file that exists is taken as it is`() async throws {
        let file = try self.files.write([1], to: "anything")
        #expect(try await ModelLocator.locate(file.path, hub: self.nowhere).path == file.path)
    }

    @Test func `in a folder the smallest GGUF file is taken, or the one that is named`() async throws {
        try self.files.write([1, 2, 3], to: "large.gguf")
        try self.files.write([1, 2], to: "b.gguf")
        try self.files.write([1, 2], to: "a.gguf")
        try self.files.write([1], to: "small.bin")
        try self.files.write([], to: "below/smallest.gguf")
        let path = self.files.url.path
        #expect(try await ModelLocator.locate(path, hub: self.nowhere).lastPathComponent == "a.gguf")
        let named = try await ModelLocator.locate(path, modelFile: "large.gguf", hub: self.nowhere)
        #expect(named.lastPathComponent == "large.gguf")
        let below = try await ModelLocator.locate(path, modelFile: "below/smallest.gguf", hub: self.nowhere)
        #expect(below.lastPathComponent == "smallest.gguf")
    }

    @Test func `a folder with a bin file alone gives that`() async throws {
        try self.files.write([1], to: "model.bin")
        #expect(try await ModelLocator.locate(self.files.url.path).lastPathComponent == "model.bin")
    }

    @Test(arguments: [
        (nil, "no file that ends in .gguf"), ("modle.gguf.txt", "it has 'model.gguf.txt'"), ("../x", "'..' parts"),
    ])
    func `a folder without the file says so`(modelFile: String?, words: String) async throws {
        try self.files.write([1], to: "model.gguf.txt")
        let error = try await #require(throws: LanguageModelError.self) {
            try await ModelLocator.locate(self.files.url.path, modelFile: modelFile, hub: self.nowhere)
        }
        #expect(error.message.contains(words))
    }

    @Test(arguments: ["mistral-7b.Q4_K_S.gguf", "model.bin", "./model", "/no/such/file", "a/b/c", "folder/", "a b"])
    func `a missing file is told to be missing, without network`(name: String) async throws {
        let error = try await #require(throws: LanguageModelError.self) {
            try await ModelLocator.locate(name, hub: self.nowhere)
        }
        #expect(error.code == .fileNotFound)
        #expect(error.message.contains("No file lies at '\(name)'"))
    }

    @Test func `a missing file's message helps`() async throws {
        try self.files.write([1], to: "mistral-7b.Q4_K_M.gguf")
        func message(_ name: String) async -> String? {
            await #expect(throws: LanguageModelError.self) { try await ModelLocator.locate(name, hub: self.nowhere) }?
                .message
        }
        let near = await message(self.files.url.path + "/mistral-7b.Q4_K_S.gguf")
        #expect(near?.contains("did you mean 'mistral-7b.Q4_K_M.gguf'") == true)
        #expect(await message("owner/repo/file.gguf")?.contains("write hf:owner/repo/file.gguf") == true)
    }

    @Test(arguments: [
        ("owner/repo", nil, "b.Q2_K.gguf"), ("owner/repo", "c.Q4_K_M.gguf", "c.Q4_K_M.gguf"),
        ("hf:owner/repo:q4_k_m", nil, "c.Q4_K_M.gguf"), ("hf:owner/repo:Q4_K", nil, "d.Q4_K.gguf"),
        ("hf:owner/repo/a.Q8_0.gguf", nil, "a.Q8_0.gguf"), ("hf:owner/repo", "a.Q8_0.gguf", "a.Q8_0.gguf"),
    ])
    func `a repository gives the file that is meant`(model: String, modelFile: String?, expected: String) async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let hub = self.fixture.hub(server.url)
            let file = try await ModelLocator.locate(model, modelFile: modelFile, hub: hub)
            #expect(file.lastPathComponent == expected)
        }
    }

    @Test func `local files only picks among what is cached, and asks nobody`() async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let hub = self.fixture.hub(server.url)
            _ = try await ModelLocator.locate("owner/repo", modelFile: "a.Q8_0.gguf", hub: hub)
            let before = server.requests.count
            let file = try await ModelLocator.locate("owner/repo", localFilesOnly: true, hub: hub)
            #expect(file.lastPathComponent == "a.Q8_0.gguf")
            let error = try await #require(throws: LanguageModelError.self) {
                try await ModelLocator.locate("owner/other", localFilesOnly: true, hub: hub)
            }
            #expect(error.code == .fileNotFound)
            #expect(server.requests.count == before)
        }
    }

    @Test(arguments: [("hf:owner/repo:Q6_K", nil), ("owner/repo", "nope.gguf")])
    func `a repository without the file names what it has`(model: String, modelFile: String?) async throws {
        try await FakeServer.with(self.repository.respond) { server in
            let error = try await #require(throws: LanguageModelError.self) {
                try await ModelLocator.locate(model, modelFile: modelFile, hub: self.fixture.hub(server.url))
            }
            #expect(error.message.contains("; it has '"))
        }
    }

    @Test func `a reference and a file or revision that differ are refused`() async throws {
        for (file, revision) in [("b.gguf", nil), (nil, "v2")] as [(String?, String?)] {
            let error = try await #require(throws: LanguageModelError.self) {
                try await ModelLocator.locate(
                    "hf:owner/repo@v1/a.gguf",
                    modelFile: file,
                    revision: revision,
                    hub: self.nowhere
                )
            }
            #expect(error.code == .invalidInput)
        }
    }
}
