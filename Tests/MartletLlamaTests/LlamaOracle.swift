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
            var dynamicTemperatureRange, dynamicTemperatureExponent, topNSigma: Double
            var xtcProbability, xtcThreshold: Double
            var dryMultiplier, dryBase: Double
            var dryAllowedLength, dryLastNTokens: Int
            var drySequenceBreakers: [String]
            var mirostat: Int
            var mirostatTau, mirostatEta: Double
            var logitBias: [[Double]]

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
                self.dynamicTemperatureRange = options.dynamicTemperatureRange
                self.dynamicTemperatureExponent = options.dynamicTemperatureExponent
                self.topNSigma = options.topNSigma
                self.xtcProbability = options.xtcProbability
                self.xtcThreshold = options.xtcThreshold
                self.dryMultiplier = options.dryMultiplier
                self.dryBase = options.dryBase
                self.dryAllowedLength = options.dryAllowedLength
                self.dryLastNTokens = options.dryLastNTokens
                self.drySequenceBreakers = options.drySequenceBreakers
                self.mirostat = options.mirostat?.version ?? 0
                self.mirostatTau = options.mirostat?.tau ?? 5
                self.mirostatEta = options.mirostat?.eta ?? 0.1
                self.logitBias = options.logitBias.map { [Double($0.key), $0.value] }
            }
        }

        struct Generate: Encodable {
            var prompt: String
            var options: Options
            var count: Int
        }

        /// One of llama.cpp's samplers, by the end of its function's name.
        struct Link: Encodable {
            enum Argument: Encodable {
                case number(Double)
                case count(Int)
                case texts([String])
                case pairs([[Double]])

                func encode(to encoder: any Encoder) throws {
                    var container = encoder.singleValueContainer()
                    switch self {
                    case .number(let value): try container.encode(value)
                    case .count(let value): try container.encode(value)
                    case .texts(let value): try container.encode(value)
                    case .pairs(let value): try container.encode(value)
                    }
                }
            }

            var name: String
            var arguments: [Argument]
        }

        struct Apply: Encodable {
            var links: [Link]
            var accepted: [Int32]
            var logits: [Float]
        }

        struct Draw: Encodable {
            var options: Options
            var accepted: [Int32]
            var logits: [Float]
            var count: Int
        }

        /// The logits after the last of some tokens, evaluated in pieces of these lengths.
        struct Logits: Encodable {
            /// llama.cpp's numbers for when attention is computed in one fused step.
            enum FlashAttention: Int, Encodable {
                case automatic = -1
                case off = 0
                case on = 1
            }

            var tokens: [Int32]
            var pieces: [Int]
            var flashAttention = FlashAttention.automatic
            /// ggml's number for the kind of cache: 0 for 32 bits, 1 for 16.
            var cacheType = 1

            enum CodingKeys: String, CodingKey {
                case tokens, pieces
                case cacheType = "cache_type"
                case flashAttention = "flash_attention"
            }
        }

        struct Candidates: Decodable {
            var tokens: [Int32]
            var logits: [Float]
        }

        struct Answer: Decodable {
            var tokenize: [[Int32]]
            var generate: [[Int32]]
            var apply: [Candidates]
            var draw: [[Int32]]
            var logits: [[Float]]
        }

        private struct Job: Encodable {
            var model: String
            var vocabularyOnly: Bool
            var threads = 1
            var context = 1024
            var cache = 2048
            var sequences = 16
            var batch = 512
            var tokenize: [Tokenize]
            var generate: [Generate]
            var apply: [Apply]
            var draw: [Draw]
            var logits: [Logits]

            enum CodingKeys: String, CodingKey {
                case model, threads, context, cache, sequences, batch, tokenize, generate, apply, draw, logits
                case vocabularyOnly = "vocabulary_only"
            }
        }

        static let script = LlamaTestModel.repository.appendingPathComponent("Tests/Compatibility/llama_oracle.py")

        /// Whether Python and the library for it are there.
        static let isAvailable: Bool =
            FileManager.default.fileExists(atPath: LlamaTestModel.python.path)
            && FileManager.default.fileExists(atPath: script.path)
            && ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"].contains {
                FileManager.default.isExecutableFile(atPath: $0 + "/python3")
            }

        static func run(
            model: String = LlamaTestModel.path,
            vocabularyOnly: Bool = false,
            tokenize: [Tokenize] = [],
            generate: [Generate] = [],
            apply: [Apply] = [],
            draw: [Draw] = [],
            logits: [Logits] = []
        ) throws -> Answer {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["python3", script.path, LlamaTestModel.python.path]
            let folder = try LlamaTestModel.temporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let input = folder.appendingPathComponent("job.json")
            let job = Job(
                model: model,
                vocabularyOnly: vocabularyOnly,
                tokenize: tokenize,
                generate: generate,
                apply: apply,
                draw: draw,
                logits: logits
            )
            try JSONEncoder().encode(job).write(to: input)
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
