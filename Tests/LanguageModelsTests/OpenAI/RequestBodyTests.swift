import Foundation
import Testing

@testable import LanguageModels

@Suite struct RequestBodyTests {
    private func body(
        _ dialect: OpenAIDialect,
        _ options: GenerationOptions = GenerationOptions(),
        prompt: ModelPrompt = OpenAIFixture.chat,
        model: String = "tiny",
        api: OpenAIAPI = .automatic,
        parameters: TemplateValue = .object([])
    ) throws -> [String: Any] {
        let body = try RequestBody(
            model: model,
            prompt: prompt,
            options: options,
            api: api,
            dialect: dialect,
            contextLength: 4096,
            parameters: parameters
        )
        return try #require(try JSONSerialization.jsonObject(with: Data(body.bytes)) as? [String: Any])
    }

    private func options(_ change: (inout GenerationOptions) -> Void) -> GenerationOptions {
        var options = GenerationOptions()
        change(&options)
        return options
    }

    @Test func `OpenAI gets its own words alone`() throws {
        let body = try self.body(.openAI, GenerationOptions(seed: 5, stop: ["END"]))
        #expect(
            Set(body.keys) == [
                "model", "messages", "stream", "stream_options", "max_completion_tokens", "temperature", "top_p",
                "seed",
                "stop",
            ]
        )
        #expect(body["max_completion_tokens"] as? Int == 256)
        #expect(body["seed"] as? Int == 5)
        #expect(body["stop"] as? [String] == ["END"])
    }

    @Test func `models that think get no sampling but what is asked for`() throws {
        let body = try self.body(.openAI, model: "gpt-5-mini")
        #expect(body["temperature"] == nil && body["top_p"] == nil)
        #expect(try self.body(.openAI, GenerationOptions(temperature: 1), model: "o3")["temperature"] as? Double == 1)
        #expect(try self.body(.openAI, model: "gpt-5-chat-latest")["temperature"] as? Double == 0.8)
    }

    @Test func `llama-server gets everything`() throws {
        let options = self.options {
            $0.minP = 0.1
            $0.typicalP = 0.9
            $0.topNSigma = 1
            $0.dynamicTemperatureRange = 0.5
            $0.xtcProbability = 0.5
            $0.dryMultiplier = 0.8
            $0.mirostat = MirostatOptions(version: 1, tau: 4, eta: 0.2)
            $0.lastNTokens = -1
            $0.logitBias = [7: -.infinity, 3: 1.5]
            $0.format = .grammar("root ::= \"a\"")
            $0.isStrict = true
        }
        let body = try self.body(.llamaServer, options)
        for (name, value) in [
            "top_k": 40, "repeat_penalty": 1.1, "repeat_last_n": 4096, "min_p": 0.1, "typical_p": 0.9, "top_n_sigma": 1,
            "dynatemp_range": 0.5, "dynatemp_exponent": 1, "xtc_probability": 0.5, "xtc_threshold": 0.1,
            "dry_multiplier": 0.8, "dry_base": 1.75, "dry_allowed_length": 2, "dry_penalty_last_n": 4096, "mirostat": 1,
            "mirostat_tau": 4, "mirostat_eta": 0.2, "max_tokens": 256,
        ] as [String: Double] {
            #expect(body[name] as? Double == value, "\(name)")
        }
        #expect(body["cache_prompt"] as? Bool == false)
        #expect(body["return_progress"] as? Bool == true)
        #expect(body["grammar"] as? String == "root ::= \"a\"")
        #expect(body["dry_sequence_breakers"] as? [String] == ["\n", ":", "\"", "*"])
        let bias = try #require(body["logit_bias"] as? [[Any]])
        #expect(bias.count == 2 && bias[0][1] as? Double == 1.5 && bias[1][1] as? Bool == false)
    }

    @Test func `vLLM has words of its own`() throws {
        let body = try self.body(.vLLM, GenerationOptions(maxNewTokens: nil, topK: 0), prompt: .text("Once"))
        #expect(body["prompt"] as? String == "Once")
        #expect(body["max_tokens"] is NSNull)
        #expect(body["top_k"] as? Int == -1)
        #expect(body["repetition_penalty"] as? Double == 1.1)
        #expect(body["repeat_last_n"] == nil)
    }

    @Test func `an unknown server gets the words of both`() throws {
        let body = try self.body(.automatic)
        #expect(body["repeat_penalty"] as? Double == 1.1 && body["repetition_penalty"] as? Double == 1.1)
        #expect(OpenAIDialect.automatic.resolved(host: "api.openai.com") == .openAI)
        #expect(OpenAIDialect.automatic.resolved(host: "x.openai.azure.com") == .openAI)
        #expect(OpenAIDialect.automatic.resolved(host: "x.cognitiveservices.azure.com") == .openAI)
        #expect(OpenAIDialect.automatic.resolved(host: "X.services.ai.azure.com") == .openAI)
        #expect(OpenAIDialect.automatic.resolved(host: "notopenai.com") == .automatic)
        #expect(OpenAIDialect.vLLM.resolved(host: "api.openai.com") == .vLLM)
    }

    @Test func `what a dialect has no word for is refused unless it is the default or off`() throws {
        let refused: [(OpenAIDialect, String, GenerationOptions)] = [
            (.openAI, "topK is 50", GenerationOptions(topK: 50)),
            (.openAI, "minP is 0.1", GenerationOptions(minP: 0.1)),
            (.openAI, "repetitionPenalty is 1.3", GenerationOptions(repetitionPenalty: 1.3)),
            (.openAI, "lastNTokens is 32", GenerationOptions(lastNTokens: 32)),
            (.vLLM, "typicalP is 0.5", GenerationOptions(typicalP: 0.5)),
            (.ollama, "logitBias", self.options { $0.logitBias = [1: 1] }),
            (.ollama, "toolChoice", self.options { ($0.tools, $0.toolChoice) = ([Self.tool("a")], .required) }),
            (.openAI, "format is a grammar", self.options { $0.format = .grammar("root ::= \"a\"") }),
            (.vLLM, "isStrict", self.options { $0.isStrict = true }),
        ]
        for (dialect, message, options) in refused {
            let error = try #require(throws: LanguageModelError.self) { try self.body(dialect, options) }
            #expect(error.code == .invalidOption)
            #expect(error.message.contains(message), "\(error.message)")
        }
        let off = GenerationOptions(repetitionPenalty: 1, lastNTokens: 0, topK: 0)
        #expect(try self.body(.openAI, off)["top_k"] == nil)
    }

    @Test func `options out of range are refused before anything is sent`() throws {
        let error = try #require(throws: LanguageModelError.self) {
            try self.body(.automatic, GenerationOptions(topP: 2))
        }
        #expect(error.code == .invalidOption)
    }

    @Test func `messages carry pictures, calls and results`() throws {
        let call = ToolCall(id: "c1", name: "add", arguments: #"{"a":1}"#)
        let prompt = ModelPrompt.chat([
            ChatMessage(
                role: .user,
                content: "What is \"this\"?\n",
                images: [.data([1, 2, 3], mediaType: "image/png"), .url("https://example.com/a.png")]
            ),
            ChatMessage(role: .assistant, content: "", toolCalls: [call]),
            ChatMessage(role: .tool, content: "2", toolCallID: "c1"),
        ])
        let messages = try #require(try self.body(.automatic, prompt: prompt)["messages"] as? [[String: Any]])
        let parts = try #require(messages[0]["content"] as? [[String: Any]])
        #expect(parts.map { $0["type"] as? String } == ["text", "image_url", "image_url"])
        #expect(parts[0]["text"] as? String == "What is \"this\"?\n")
        #expect((parts[1]["image_url"] as? [String: String])?["url"] == "data:image/png;base64,AQID")
        #expect((parts[2]["image_url"] as? [String: String])?["url"] == "https://example.com/a.png")
        #expect(messages[1]["content"] is NSNull)
        let calls = try #require(messages[1]["tool_calls"] as? [[String: Any]])
        #expect(calls[0]["id"] as? String == "c1" && calls[0]["type"] as? String == "function")
        #expect((calls[0]["function"] as? [String: String]) == ["name": "add", "arguments": #"{"a":1}"#])
        #expect(messages[2]["tool_call_id"] as? String == "c1" && messages[2]["content"] as? String == "2")
    }

    private static func tool(_ name: String) -> ToolDefinition {
        let schema = try! JSONSchema(#"{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"integer"}}}"#)
        return ToolDefinition(name: name, description: "Does \(name).", parameters: schema)
    }

    @Test func `tools and the choice among them`() throws {
        var options = self.options { $0.tools = [Self.tool("a"), Self.tool("b")] }
        #expect(try self.body(.openAI, options)["tool_choice"] == nil)
        options.toolChoice = .required
        #expect(try self.body(.llamaServer, options)["tool_choice"] as? String == "required")
        options.toolChoice = .none
        #expect(try self.body(.ollama, options)["tool_choice"] as? String == "none")
        options.toolChoice = .tool("b")
        let named = try self.body(.openAI, options)
        #expect(((named["tool_choice"] as? [String: Any])?["function"] as? [String: String])?["name"] == "b")
        #expect((named["tools"] as? [Any])?.count == 2)
        let single = try self.body(.llamaServer, options)
        #expect(single["tool_choice"] as? String == "required")
        let tools = try #require(single["tools"] as? [[String: Any]])
        #expect(tools.count == 1 && (tools[0]["function"] as? [String: Any])?["name"] as? String == "b")
        #expect(single["parallel_tool_calls"] == nil)
        options.callsToolsInParallel = false
        #expect(try self.body(.openAI, options)["parallel_tool_calls"] as? Bool == false)
        options.callsToolsInParallel = true
        options.toolChoice = .tool("c")
        #expect(throws: LanguageModelError.self) { try self.body(.openAI, options) }
        options.toolChoice = .automatic
        #expect(try self.body(.openAI, options)["parallel_tool_calls"] == nil)
        options.callsToolsInParallel = false
        for dialect in [OpenAIDialect.openAI, .llamaServer, .vLLM, .automatic] {
            #expect(try self.body(dialect, options)["parallel_tool_calls"] as? Bool == false)
        }
        #expect(throws: LanguageModelError.self) { try self.body(.ollama, options) }
        #expect(throws: LanguageModelError.self) {
            try self.body(.openAI, options, prompt: .text("a"), api: .completions)
        }
        #expect(throws: LanguageModelError.self) {
            try self.body(.openAI, self.options { $0.toolChoice = .required })
        }
    }

    @Test func `a schema keeps the order of its members and says whether it is strict`() throws {
        let loose = try JSONSchema(#"{"type":"object","properties":{"z":{},"a":{}}}"#, name: "order")
        let options = self.options { $0.format = .jsonSchema(loose) }
        let body = try RequestBody(
            model: "m",
            prompt: OpenAIFixture.chat,
            options: options,
            api: .automatic,
            dialect: .openAI,
            contextLength: nil
        )
        let text = String(decoding: body.bytes, as: UTF8.self)
        #expect(
            text.contains(
                #""response_format":{"type":"json_schema","json_schema":{"name":"order","strict":false,"schema":\#(loose)}}"#
            )
        )
        #expect(
            StrictSchema.accepts(
                #"{"type":"object","properties":{"a":{"type":"array","items":{"type":"string"}}},"required":["a"],"additionalProperties":false}"#
            )
        )
        #expect(!StrictSchema.accepts(#"{"type":"object","properties":{"a":{}},"required":["a"]}"#))
        #expect(!StrictSchema.accepts("true"))
    }

    @Test func `JSON without a schema, and for completions`() throws {
        let options = self.options { $0.format = .json }
        #expect((try self.body(.openAI, options)["response_format"] as? [String: String]) == ["type": "json_object"])
        let completion = try self.body(.llamaServer, options, prompt: .text("a"))
        #expect((completion["json_schema"] as? [String: Any])?.isEmpty == true)
        #expect(throws: LanguageModelError.self) {
            try self.body(.openAI, options, prompt: .text("a"), api: .completions)
        }
    }

    @Test func `the API decides where texts and chats go`() throws {
        let messages = try self.body(.automatic, prompt: .text("Hi"), api: .chat)["messages"] as? [[String: String]]
        #expect(messages == [["role": "user", "content": "Hi"]])
        let error = try #require(throws: LanguageModelError.self) { try self.body(.automatic, api: .completions) }
        #expect(error.code == .invalidInput)
    }

    @Test func `texts are sent to OpenAI as chats, but to the models that complete them`() throws {
        func isChat(_ model: String, _ dialect: OpenAIDialect = .openAI, _ api: OpenAIAPI = .automatic) throws -> Bool {
            try self.body(dialect, prompt: .text("Hi"), model: model, api: api)["messages"] != nil
        }
        for model in ["gpt-4o-mini", "gpt-5", "o3"] {
            #expect(try isChat(model))
            let asCompletion = try isChat(model, .openAI, .completions)
            #expect(!asCompletion)
        }
        for model in ["gpt-3.5-turbo-instruct", "davinci-002", "ft:babbage-002:org::1"] {
            let isSentAsChat = try isChat(model)
            #expect(!isSentAsChat, "\(model)")
        }
        for dialect in [OpenAIDialect.automatic, .vLLM, .llamaServer, .ollama] {
            let isSentAsChat = try isChat("gpt-4o-mini", dialect)
            #expect(!isSentAsChat, "\(dialect)")
        }
    }

    @Test func `no new tokens are asked for as one where 0 is refused`() throws {
        let options = GenerationOptions(maxNewTokens: 0)
        #expect(try self.body(.llamaServer, options)["max_tokens"] as? Int == 0)
        #expect(try self.body(.openAI, options)["max_completion_tokens"] as? Int == 1)
        for dialect in [OpenAIDialect.automatic, .vLLM, .ollama] {
            #expect(try self.body(dialect, options)["max_tokens"] as? Int == 1, "\(dialect)")
        }
    }

    @Test func `values for the chat template are sent to servers that have one, with chats`() throws {
        let options = self.options { $0.templateArguments = ["enable_thinking": false] }
        for dialect in [OpenAIDialect.automatic, .llamaServer, .vLLM] {
            let sent = try self.body(dialect, options)["chat_template_kwargs"] as? [String: Bool]
            #expect(sent == ["enable_thinking": false], "\(dialect)")
            #expect(try self.body(dialect, options, prompt: .text("Hi"))["chat_template_kwargs"] == nil, "\(dialect)")
            #expect(try self.body(dialect)["chat_template_kwargs"] == nil, "\(dialect)")
        }
        for dialect in [OpenAIDialect.openAI, .ollama] {
            let error = #expect(throws: LanguageModelError.self) { _ = try self.body(dialect, options) }
            #expect(error?.code == .invalidOption && error?.option == .templateArguments)
        }
    }

    @Test func `further members take the place of the usual ones`() throws {
        let body = try self.body(.openAI, parameters: ["temperature": 1, "reasoning_effort": "low"])
        #expect(body["temperature"] as? Double == 1)
        #expect(body["reasoning_effort"] as? String == "low")
    }

    @Test func `OpenAI learns of the user by a hash, others not at all`() throws {
        let options = self.options { $0.user = "ada@example.com" }
        let user = try #require(try self.body(.openAI, options)["user"] as? String)
        #expect(user.count == 64 && !user.contains("ada"))
        #expect(try self.body(.llamaServer, options)["user"] == nil)
    }
}
