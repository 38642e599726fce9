import Foundation
import LanguageModels
import Testing

extension RemoteCalls {
    /// Tools that the model may, must and must not call.
    @Suite struct Tools {
        private static let question = ModelPrompt.chat([
            ChatMessage(role: .user, content: "How is the weather in Paris?")
        ])

        /// A tool that wants a city of a list, or any.
        private static func tool(_ name: String, anyCity: Bool = false) throws -> ToolDefinition {
            let city = anyCity ? #""type": "string", "maxLength": 20"# : #""enum": ["Bonn", "Rome"]"#
            return ToolDefinition(
                name: name,
                description: "The \(name) in a city.",
                parameters: try JSONSchema(
                    """
                    {"type": "object", "additionalProperties": false, "required": ["city"],
                     "properties": {"city": {\(city)}}}
                    """
                )
            )
        }

        private static func options(
            _ tools: [ToolDefinition],
            _ choice: ToolChoice,
            stream: Bool = true,
            seed: UInt32 = 2,
            several: Bool = true
        ) -> GenerationOptions {
            Ask.options(400) {
                $0.temperature = 0.5
                $0.seed = seed
                $0.tools = tools
                $0.toolChoice = choice
                $0.callsToolsInParallel = several
                $0.stream = stream
            }
        }

        private static func city(of call: ToolCall) throws -> String {
            let arguments = try JSONDecoder().decode([String: String].self, from: Data(call.arguments.utf8))
            #expect(arguments.keys.elementsEqual(["city"]))
            return arguments["city"] ?? ""
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present, [true, false])
        func `a tool that must be called is called`(server: RemoteServer, stream: Bool) async throws {
            try await server.with(.init(template: .exclusive)) { remote in
                for anyCity in [false, true] {
                    let tools = [try Self.tool("weather", anyCity: anyCity), try Self.tool("time", anyCity: anyCity)]
                    for choice in [ToolChoice.required, .tool("weather"), .tool("time")] {
                        let options = Self.options(tools, choice, stream: stream, several: false)
                        let answer = remote.model().stream(Self.question, options: options)
                        let deltas = try await Ask.deltas(answer)
                        let calls = deltas.flatMap(\.toolCalls)
                        #expect(deltas.last?.summary?.finishReason == .toolCalls && calls.count == 1)
                        #expect(deltas.allSatisfy { $0.text.isEmpty } && deltas.last?.toolCalls == calls)
                        for call in calls {
                            #expect(!call.id.isEmpty)
                            #expect(choice == .required || choice == .tool(call.name))
                            let city = try Self.city(of: call)
                            #expect(anyCity ? city.count <= 20 : ["Bonn", "Rome"].contains(city))
                        }
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `several tools are called at once`(server: RemoteServer) async throws {
            try await server.with(.init(template: .exclusive)) { remote in
                let tools = [try Self.tool("weather"), try Self.tool("time")]
                var most = 0
                // Whether it calls one or several is the model's choice, and chance.
                for seed in 0..<30 as Range<UInt32> where most < 2 {
                    let options = Self.options(tools, .required, stream: seed.isMultiple(of: 2), seed: seed)
                    let deltas = try await Ask.deltas(
                        remote.model().stream(Self.question, options: options)
                    )
                    let calls = deltas.flatMap(\.toolCalls)
                    for call in calls {
                        #expect(["weather", "time"].contains(call.name))
                        #expect(["Bonn", "Rome"].contains(try Self.city(of: call)))
                    }
                    #expect(calls.allSatisfy { !$0.id.isEmpty })
                    most = max(most, calls.count)
                }
                #expect(most > 1)
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present, [true, false])
        func `a tool that may be called leaves text alone, and one that must not does`(
            server: RemoteServer,
            stream: Bool
        ) async throws {
            try await server.with(.init(template: .marked)) { remote in
                let tools = [try Self.tool("weather")]
                for choice in [ToolChoice.automatic, .none] {
                    let options = Self.options(tools, choice, stream: stream)
                    let deltas = try await Ask.deltas(remote.model().stream(Self.question, options: options))
                    #expect(!deltas.map(\.text).joined().isEmpty && deltas.allSatisfy { $0.toolCalls.isEmpty })
                    #expect(deltas.last?.summary?.finishReason != .toolCalls)
                }
            }
        }

        @Test(
            .timeLimit(.minutes(3)),
            .enabled(if: LlamaServerProcess.isThere, Comment(rawValue: LlamaServerProcess.reason)),
            arguments: [true, false]
        )
        func `a tool that may be called is called where the model begins to`(stream: Bool) async throws {
            try await RemoteServer.llamaServer.with(.init(template: .marked)) { remote in
                let tool = try Self.tool("weather")
                // The tiny model would never write the mark of a call by itself.
                let options = Ask.options(200) {
                    $0.tools = [tool]
                    $0.logitBias = [293: 100]
                    $0.stream = stream
                }
                let deltas = try await Ask.deltas(remote.model().stream(Self.question, options: options))
                let calls = deltas.flatMap(\.toolCalls)
                // It writes one after the other; the one that the limit cuts off is none.
                #expect(!calls.isEmpty && deltas.last?.summary?.finishReason == .maxNewTokens)
                for call in calls {
                    let city = try Self.city(of: call)
                    #expect(call.name == "weather" && ["Bonn", "Rome"].contains(city))
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `a tool's result goes back to the model`(server: RemoteServer) async throws {
            try await server.with(.init(template: .marked)) { remote in
                let calls = [
                    ToolCall(id: "c1", name: "weather", arguments: #"{"city": "Bonn"}"#),
                    ToolCall(id: "c2", name: "weather", arguments: #"{"city": "Rome"}"#),
                ]
                let chat = [
                    ChatMessage(role: .system, content: "Be short."),
                    ChatMessage(role: .user, content: "How is the weather in Bonn and Rome?"),
                    ChatMessage(role: .assistant, content: "", toolCalls: calls),
                    ChatMessage(role: .tool, content: "Rain.", toolCallID: "c1"),
                    ChatMessage(role: .tool, content: "Sun.", toolCallID: "c2"),
                ]
                let options = Self.options([try Self.tool("weather")], .automatic)
                let answer = try await remote.model().stream(.chat(chat), options: options).collect()
                #expect(!answer.text.isEmpty)
                let start = try await remote.model().stream(.chat(Array(chat.prefix(2))), options: options).collect()
                #expect((answer.summary?.promptTokens ?? 0) > (start.summary?.promptTokens ?? 0) + 20)
            }
        }
    }
}
