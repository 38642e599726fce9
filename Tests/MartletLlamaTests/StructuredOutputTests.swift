#if Llama
    import Foundation
    import LanguageModels
    import MartletLlama
    import Testing

    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct StructuredOutputTests {
        struct Bird: Generable {
            enum Size: String, Codable, CaseIterable, Sendable { case small, medium, large }
            var name: String
            var size: Size
            var weight: Double
            var isMigratory: Bool
            var eggs: Int?
            var countries: [String]

            static var jsonSchema: JSONSchema {
                get throws(LanguageModelError) {
                    try JSONSchema(
                        .object {
                            SchemaProperty("name", .string(maxLength: 24))
                            SchemaProperty("size", .choice(Size.allCases.map(\.rawValue)))
                            SchemaProperty("weight", .number(in: 0...20))
                            SchemaProperty("isMigratory", .boolean)
                            SchemaProperty("eggs", .integer(in: 0...12), isRequired: false)
                            SchemaProperty("countries", .array(of: .string(maxLength: 12), count: 0...3))
                        }
                    )
                }
            }
        }

        private func options(_ format: ResponseFormat, seed: UInt32) -> GenerationOptions {
            var options = GenerationOptions(
                maxNewTokens: nil,
                repetitionPenalty: 1,
                temperature: 2,
                topP: 1,
                topK: 0,
                seed: seed
            )
            options.format = format
            return options
        }

        @Test func `JSON-schema output parses 1,000 of 1,000 times at temperature 2`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 2)
            let format = ResponseFormat.jsonSchema(try Bird.jsonSchema)
            let prompt = ModelPrompt.text("Question: Describe a bird.\nAnswer: ")
            let failures = try await withThrowingTaskGroup(of: [String].self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var failures: [String] = []
                        for number in 0..<125 {
                            let options = self.options(format, seed: UInt32(worker * 125 + number))
                            let (text, summary) = try await model.stream(prompt, options: options).collect()
                            let bird = try? JSONDecoder().decode(Bird.self, from: Data(text.utf8))
                            if bird == nil || summary?.finishReason != .endOfText { failures.append(text) }
                        }
                        return failures
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(failures.isEmpty, "\(failures.count) of 1,000, such as \(failures.first ?? "")")
        }

        @Test func `strings without a limit end too`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 2)
            let schema = try JSONSchema(#"{"properties": {"a": {"type": "string"}}, "required": ["a"]}"#)
            for seed in 0..<20 as Range<UInt32> {
                let options = self.options(.jsonSchema(schema), seed: seed)
                let (text, summary) = try await model.stream(.text("JSON: "), options: options).collect()
                #expect(summary?.finishReason == .endOfText, "\(text)")
                #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
            }
        }

        @Test func `a tool that must be called is called, with arguments that fit`() async throws {
            struct Arguments: Generable {
                enum Unit: String, Codable, CaseIterable, Sendable { case celsius, fahrenheit }
                var unit: Unit
                var days: UInt8
            }
            let tool = FunctionTool(name: "get_weather", description: "Tells the weather.") { (arguments: Arguments) in
                "\(arguments.unit) \(arguments.days)"
            }
            let model = try await LlamaModel(LlamaTestModel.path, threads: 2)
            for seed in 0..<20 as Range<UInt32> {
                var options = GenerationOptions(maxNewTokens: 400, temperature: 2, seed: seed)
                options.tools = [try tool.definition]
                options.toolChoice = .required
                var calls: [ToolCall] = []
                var text = ""
                var reason: FinishReason?
                let chat = ModelPrompt.chat([ChatMessage(role: .user, content: "What is the weather?")])
                for try await delta in model.stream(chat, options: options) {
                    calls += delta.toolCalls
                    text += delta.text
                    reason = delta.summary?.finishReason ?? reason
                }
                #expect(!calls.isEmpty, "\(text)")
                for call in calls {
                    #expect(call.name == "get_weather")
                    #expect(try await !tool.call(json: call.arguments).isEmpty)
                }
                if reason == .toolCalls { #expect(text.isEmpty) }
            }
        }

        @Test func `a chat can hold calls and results`() async throws {
            let model = try await LlamaModel(LlamaTestModel.path, threads: 2)
            let call = ToolCall(id: "call_1", name: "get_weather", arguments: #"{"city":"Rome"}"#)
            let messages = [
                ChatMessage(role: .user, content: "Weather?"),
                ChatMessage(role: .assistant, content: "", toolCalls: [call]),
                ChatMessage(role: .tool, content: "sunny in Rome", toolCallID: "call_1"),
            ]
            let prompt = try model.detokenize(try model.tokens(of: .chat(messages)))
            #expect(prompt.contains("sunny in Rome"))
            #expect(prompt.contains("get_weather"))
        }
    }
#endif
