#if Llama
    import Foundation
    import LanguageModels
    import Testing

    @testable import MartletLlama

    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct LlamaBadFileTests {
        /// Opens a file that cannot be a model, and gives back the error.
        private func error(opening path: String) async throws -> LanguageModelError {
            try #require(await #expect(throws: LanguageModelError.self) { _ = try await LlamaModel(path, threads: 1) })
        }

        private func error(opening data: Data, name: String = "model.gguf") async throws -> LanguageModelError {
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent(name)
            try data.write(to: file)
            return try await self.error(opening: file.path)
        }

        private var model: Data {
            get throws { try Data(contentsOf: URL(fileURLWithPath: LlamaTestModel.path)) }
        }

        @Test func `a path that leads nowhere is named`() async throws {
            let error = try await self.error(opening: "/nonexistent/model.gguf")
            #expect(error.code == .fileNotFound)
            #expect(error.message.contains("/nonexistent/model.gguf"))
        }

        @Test func `a folder without a model is named`() async throws {
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let error = try await self.error(opening: folder.path)
            #expect(error.message.contains(folder.lastPathComponent))
        }

        @Test(arguments: [0, 3, 20, 200, 5000, 100_000, -1, -100_000])
        func `a file that was cut short is refused`(length: Int) async throws {
            let model = try self.model
            let error = try await self.error(opening: length < 0 ? model.dropLast(-length) : model.prefix(length))
            #expect(error.code == .notAModelFile)
            #expect(error.message.contains("model.gguf"))
        }

        @Test(arguments: ["tjgg", "lmgg", "PK\u{3}\u{4}", "text", "version https://git-lfs.github.com/spec/v1\n"])
        func `a file of another kind is refused`(start: String) async throws {
            let error = try await self.error(opening: Data(start.utf8) + Data(count: 5000))
            #expect(error.code == .notAModelFile)
            #expect(error.message.contains("model.gguf"))
        }

        @Test func `an unknown architecture is named`() async throws {
            var data = try self.model
            let key = try #require(data.range(of: Data("general.architecture".utf8)))
            let value = try #require(data.range(of: Data("llama".utf8), in: key.upperBound..<data.endIndex))
            data.replaceSubrange(value, with: Data("zebra".utf8))
            let error = try await self.error(opening: data)
            #expect(error.code == .unsupportedModel)
            #expect(error.message.contains("'zebra'"))
        }

        @Test func `a missing part of a split model is named`() throws {
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let first = folder.appendingPathComponent("m-00001-of-00003.gguf").path
            try Data().write(to: URL(fileURLWithPath: first))
            let error = #expect(throws: LanguageModelError.self) {
                try LlamaModelFile.splitPaths(first, count: 3)
            }
            #expect(error?.message.contains("m-00002-of-00003.gguf") == true)
        }

        @Test func `a model that does not fit into memory is refused before it is tried`() async throws {
            let error = try #require(
                await #expect(throws: LanguageModelError.self) {
                    _ = try await LlamaModel(LlamaTestModel.path, threads: 1, cacheLength: 60_000_000)
                }
            )
            #expect(error.code == .outOfMemory)
        }

        @Test(arguments: [
            ("threads", 0), ("contextLength", 1), ("batchSize", 0), ("gpuLayers", -2), ("sequences", 257),
        ])
        func `a load option out of range is named with its value`(name: String, value: Int) async throws {
            var options = LlamaTestModel.options
            switch name {
            case "threads": options.threads = value
            case "contextLength": options.contextLength = value
            case "batchSize": options.batchSize = value
            case "gpuLayers": options.gpuLayers = value
            default: options.sequences = value
            }
            let error = #expect(throws: LanguageModelError.self) { try options.validate() }
            #expect(error?.code == .invalidOption)
            #expect(error?.message.contains("\(name) is \(value)") == true)
        }

        @Test(arguments: 0..<60)
        func `a damaged header gives an error or a model, and the process lives`(seed: Int) async throws {
            var data = try self.model
            var random = Numbers(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1)
            for _ in 0..<(1 + seed % 5) {
                let place = data.startIndex + Int(random.next() % (seed.isMultiple(of: 2) ? 2000 : 45_000))
                data[place] = UInt8(truncatingIfNeeded: random.next())
            }
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let file = folder.appendingPathComponent("damaged.gguf")
            try data.write(to: file)
            do {
                let model = try await LlamaModel(file.path, threads: 1)
                #expect(model.vocabularySize > 0)
            } catch let error as LanguageModelError {
                #expect(!error.message.isEmpty)
            }
        }

        /// Numbers that look random and are the same in every run.
        private struct Numbers {
            var state: UInt64

            mutating func next() -> UInt64 {
                self.state ^= self.state << 13
                self.state ^= self.state >> 7
                self.state ^= self.state << 17
                return self.state
            }
        }
    }
#endif
