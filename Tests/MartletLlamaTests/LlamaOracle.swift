#if Llama
    import Foundation
    import LanguageModels

    /// Runs `Tests/Compatibility/llama_oracle.py`, which asks llama.cpp itself.
    enum LlamaOracle {
        struct Tokenize: Encodable {
            var text: String
            var addSpecial: Bool
            var parseSpecial: Bool

            enum CodingKeys: String, CodingKey {
                case text
                case addSpecial = "add_special"
                case parseSpecial = "parse_special"
            }
        }

        struct Options: Encodable {
            var lastNTokens: Int
            var repetitionPenalty, frequencyPenalty, presencePenalty, temperature: Double
            var topK: Int
            var topP, typicalP, minP: Double
            var seed: UInt32

            init(_ options: GenerationOptions) {
                self.lastNTokens = options.lastNTokens
                self.repetitionPenalty = options.repetitionPenalty
                self.frequencyPenalty = options.frequencyPenalty
                self.presencePenalty = options.presencePenalty
                self.temperature = options.temperature
                self.topK = options.topK
                self.topP = options.topP
                self.typicalP = options.typicalP
                self.minP = options.minP
                self.seed = options.seed ?? 0
            }
        }

        struct Generate: Encodable {
            var prompt: String
            var options: Options
            var count: Int
        }

        struct Answer: Decodable {
            var tokenize: [[Int32]]
            var generate: [[Int32]]
        }

        private struct Job: Encodable {
            var model = LlamaTestModel.path
            var threads = 1
            var context = 1024
            var cache = 2048
            var sequences = 16
            var batch = 512
            var tokenize: [Tokenize]
            var generate: [Generate]
        }

        static let script = LlamaTestModel.repository.appendingPathComponent("Tests/Compatibility/llama_oracle.py")

        /// Whether Python and the library for it are there.
        static let isAvailable: Bool =
            FileManager.default.fileExists(atPath: LlamaTestModel.python.path)
            && FileManager.default.fileExists(atPath: script.path)
            && ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
                FileManager.default.isExecutableFile(atPath: $0 + "/python3")
            }

        static func run(tokenize: [Tokenize] = [], generate: [Generate] = []) throws -> Answer {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", script.path, LlamaTestModel.python.path]
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let input = folder.appendingPathComponent("job.json")
            try JSONEncoder().encode(Job(tokenize: tokenize, generate: generate)).write(to: input)
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
