#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Models in several files.
    @Suite(.enabled(if: LlamaFixture.isAvailable, "the tests' model or python3 is missing"))
    struct LlamaSplitTests {
        private let greedy = GenerationOptions(maxNewTokens: 24, repetitionPenalty: 1, temperature: 0)

        private func tokens(_ model: LlamaModel) async throws -> [Int32] {
            var tokens: [Int32] = []
            for try await delta in model.stream(.text("Question: Who are you?\nAnswer:"), options: self.greedy) {
                tokens += delta.tokens
            }
            return tokens
        }

        @Test func `any of its files names the whole model`() async throws {
            let fixture = try LlamaFixture()
            let parts = try fixture.split()
            let expected = try await self.tokens(LlamaModel(LlamaTestModel.path, threads: 1))
            #expect(expected.count > 3)
            let first = try await LlamaModel(parts[0], threads: 1)
            let second = try await LlamaModel(parts[1], threads: 1)
            #expect(first.isShared(with: second))
            #expect(second.url.lastPathComponent == "part-00001-of-00002.gguf")
            #expect(try await self.tokens(second) == expected)
            #expect(first.loaded.file.size > 2_000_000)
        }

        @Test func `a cache of links serves as well`() async throws {
            let fixture = try LlamaFixture()
            let parts = try fixture.split()
            let snapshot = fixture.folder.appendingPathComponent("snapshot")
            try FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
            for (number, part) in parts.enumerated() {
                let blob = fixture.folder.appendingPathComponent("blob\(number)")
                try FileManager.default.moveItem(atPath: part, toPath: blob.path)
                let link = snapshot.appendingPathComponent(URL(fileURLWithPath: part).lastPathComponent)
                try FileManager.default.createSymbolicLink(at: link, withDestinationURL: blob)
            }
            let model = try await LlamaModel(snapshot.path, threads: 1)
            #expect(try await self.tokens(model).count > 3)
        }

        @Test(arguments: [0, 1])
        func `a file that is missing is named`(number: Int) async throws {
            let fixture = try LlamaFixture()
            let parts = try fixture.split()
            try FileManager.default.removeItem(atPath: parts[number])
            let error = try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await LlamaModel(parts[1 - number], threads: 1)
                }
            )
            #expect(error.code == .fileNotFound)
            #expect(error.message.contains(parts[number]))
        }

        @Test func `files in each other's places are told`() async throws {
            let fixture = try LlamaFixture()
            let parts = try fixture.split()
            try FileManager.default.removeItem(atPath: parts[1])
            try FileManager.default.copyItem(atPath: parts[0], toPath: parts[1])
            let error = try #require(
                await #expect(throws: LanguageModelError.self) { _ = try await LlamaModel(parts[0], threads: 1) }
            )
            #expect(error.code == .notAModelFile)
            #expect(error.message.contains("part 2 of 2"))
        }
    }
#endif
