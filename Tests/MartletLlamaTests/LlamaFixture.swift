#if Llama
    import Foundation

    /// Files that `Tests/Compatibility/gguf_files.py` writes, in a folder that lasts as long as the fixture.
    final class LlamaFixture: Sendable {
        static let script = LlamaTestModel.repository.appendingPathComponent("Tests/Compatibility/gguf_files.py")

        /// Whether there is a Python to run it.
        static let isAvailable: Bool =
            LlamaTestModel.exists
            && ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
                FileManager.default.isExecutableFile(atPath: $0 + "/python3")
            }

        let folder: URL

        init() throws {
            self.folder = try LlamaTestModel.temporaryFolder()
        }

        deinit {
            try? FileManager.default.removeItem(at: self.folder)
        }

        /// Writes a file, and gives its path back.
        func make(_ kind: String, _ options: String..., name: String = "file.gguf", needsModel: Bool = true) throws
            -> String
        {
            let file = self.folder.appendingPathComponent(name).path
            try self.run([kind] + (needsModel ? [LlamaTestModel.path] : []) + [file] + options)
            return file
        }

        /// Writes the tests' model as two files, and gives their paths back.
        func split() throws -> [String] {
            try self.run(["split", LlamaTestModel.path, self.folder.path])
            return (1...2).map { self.folder.appendingPathComponent("part-0000\($0)-of-00002.gguf").path }
        }

        private func run(_ arguments: [String]) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", Self.script.path] + arguments
            try process.run()
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
    }

    /// Runs `Tests/Compatibility/llama_extras_oracle.py`, which asks llama.cpp itself.
    struct LlamaExtrasOracle: Encodable {
        struct Embed: Encodable {
            var pooling: Int
            var text: String
        }

        struct Score: Encodable {
            var query: String
            var document: String
        }

        struct Greedy: Encodable {
            var prompt: String
            var count: Int
        }

        struct Detokenize: Encodable {
            var tokens: [Int32]
            var removeSpecial: Bool
            var unparseSpecial: Bool

            enum CodingKeys: String, CodingKey {
                case tokens
                case removeSpecial = "remove_special"
                case unparseSpecial = "unparse_special"
            }
        }

        struct Description: Decodable {
            var metadata: [String: String]
            var numbers: [String: Int]
            var description: String
            var template: String
            var pieces: [[String]]
        }

        struct Answer: Decodable {
            var embed: [[[Double]]]
            var scores: [Double]
            var greedy: [[Int32]]
            var detokenize: [String]
            var description: Description?
        }

        var model = LlamaTestModel.path
        var adapter: String?
        var scale: Double?
        var embed: [Embed] = []
        var scores: [Score] = []
        var greedy: [Greedy] = []
        var detokenize: [Detokenize] = []
        var describe = false

        static let script = LlamaTestModel.repository
            .appendingPathComponent("Tests/Compatibility/llama_extras_oracle.py")

        func answer() throws -> Answer {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", Self.script.path, LlamaTestModel.python.path]
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let input = folder.appendingPathComponent("job.json")
            try JSONEncoder().encode(self).write(to: input)
            process.standardInput = try FileHandle(forReadingFrom: input)
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return try JSONDecoder().decode(Answer.self, from: data)
        }
    }
#endif
