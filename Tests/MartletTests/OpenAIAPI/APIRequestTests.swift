import LanguageModels
import MartletCore
import Testing

@testable import Martlet

struct APIRequestTests {
    private func chat(_ members: String) -> String {
        #"{"model":"m","messages":[{"role":"user","content":"a"}]\#(members.isEmpty ? "" : ",")\#(members)}"#
    }

    @Test func `where a request says nothing, OpenAI's defaults hold`() async throws {
        let model = DeltaModel()
        let members = #""temperature":null,"unknown":1,"chat_template_kwargs":{}"#
        _ = try await client(model).post("/v1/chat/completions", self.chat(members))
        let options = try #require(model.options)
        #expect(options == .openAIDefaults)
        #expect(options.temperature == 1 && options.topP == 1 && options.topK == 0 && options.repetitionPenalty == 1)
        #expect(options.maxNewTokens == nil)
    }

    @Test func `an app's own defaults hold where it gives some`() async throws {
        let (app, model) = (ChatApp(), DeltaModel())
        app.serve(model, as: "m", options: GenerationOptions(maxNewTokens: 9, temperature: 0.2))
        _ = try await APIClient(app: app).post("/v1/chat/completions", self.chat("\"top_p\":0.5"))
        let options = try #require(model.options)
        #expect(options.maxNewTokens == 9 && options.temperature == 0.2 && options.topP == 0.5)
    }

    @Test func `all parameters reach the model`() async throws {
        let model = DeltaModel()
        let reply = try await client(model).post(
            "/v1/chat/completions",
            self.chat(
                """
                "temperature":2,"top_p":0.25,"max_tokens":5,"max_completion_tokens":6,"stop":["x","y"],"seed":-1,
                "frequency_penalty":1.5,"presence_penalty":-2,"logit_bias":{"5":-100,"6":3},"user":"ada","top_k":-1,
                "min_p":0.1,"typical_p":0.9,"repeat_penalty":1.2,"repeat_last_n":-1,"dynatemp_range":0.5,
                "dynatemp_exponent":2,"top_n_sigma":-1,"xtc_probability":0.5,"xtc_threshold":0.2,"dry_multiplier":0.8,
                "dry_base":2,"dry_allowed_length":3,"dry_penalty_last_n":7,"dry_sequence_breakers":["."],
                "mirostat":2,"mirostat_tau":4,"mirostat_eta":0.2,"logprobs":false,"parallel_tool_calls":true
                """
            )
        )
        #expect(reply.status == 200, "\(reply.text)")
        let options = try #require(model.options)
        #expect(options.temperature == 2 && options.topP == 0.25 && options.maxNewTokens == 6)
        #expect(options.stop == ["x", "y"] && options.seed == nil && options.user == "API/ada")
        #expect(options.frequencyPenalty == 1.5 && options.presencePenalty == -2)
        #expect(options.logitBias == [5: -.infinity, 6: 3])
        #expect(options.topK == 0 && options.minP == 0.1 && options.typicalP == 0.9)
        #expect(options.repetitionPenalty == 1.2 && options.lastNTokens == -1)
        #expect(options.dynamicTemperatureRange == 0.5 && options.dynamicTemperatureExponent == 2)
        #expect(options.topNSigma == 0 && options.xtcProbability == 0.5 && options.xtcThreshold == 0.2)
        #expect(options.dryMultiplier == 0.8 && options.dryBase == 2 && options.dryAllowedLength == 3)
        #expect(options.dryLastNTokens == 7 && options.drySequenceBreakers == ["."])
        #expect(options.mirostat == MirostatOptions(version: 2, tau: 4, eta: 0.2))
    }

    @Test func `values for the chat template reach the model, over the app's own`() async throws {
        let (app, model) = (ChatApp(), DeltaModel())
        let own: [String: TemplateValue] = ["enable_thinking": true, "reasoning_effort": "low"]
        app.serve(model, as: "m", options: GenerationOptions(templateArguments: own))
        let values = #""chat_template_kwargs":{"enable_thinking":false,"documents":[{"title":"a"}],"none":null}"#
        let reply = try await APIClient(app: app).post("/v1/chat/completions", self.chat(values))
        #expect(reply.status == 200, "\(reply.text)")
        let expected: [String: TemplateValue] = [
            "enable_thinking": false, "reasoning_effort": "low", "documents": [["title": "a"]], "none": nil,
        ]
        #expect(model.options?.templateArguments == expected)
        _ = try await APIClient(app: app).post("/v1/chat/completions", self.chat(""))
        #expect(model.options?.templateArguments == own)
    }

    @Test(arguments: [(-1, nil), (0, 0), (42, 42), (4_294_967_295, 4_294_967_294)] as [(Int, UInt32?)])
    func `a seed below zero is any seed`(seed: Int, expected: UInt32?) async throws {
        let (app, model) = (ChatApp(), DeltaModel())
        app.serve(model, as: "m", options: GenerationOptions(seed: 5))
        _ = try await APIClient(app: app).post("/v1/chat/completions", self.chat("\"seed\":\(seed)"))
        #expect(model.options?.seed == expected)
    }

    @Test func `messages are read in all their forms`() async throws {
        let model = DeltaModel()
        let reply = try await client(model).post(
            "/v1/chat/completions",
            #"""
            {"messages":[
              {"role":"developer","content":"be kind"},
              {"role":"user","name":"ada","content":[{"type":"text","text":"what is"},{"type":"text","text":"this?"},
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAEC","detail":"low"}},
                {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]},
              {"role":"assistant","content":null,"tool_calls":[
                {"id":"c1","type":"function","function":{"name":"look","arguments":"{\"x\":1}"}}]},
              {"role":"tool","tool_call_id":"c1","content":"a bird"}]}
            """#
        )
        #expect(reply.status == 200, "\(reply.text)")
        #expect(
            model.messages == [
                ChatMessage(role: .system, content: "be kind"),
                ChatMessage(
                    role: .user,
                    content: "what is\nthis?",
                    images: [.data([0, 1, 2], mediaType: "image/png"), .url("https://example.com/a.png")]
                ),
                ChatMessage(
                    role: .assistant,
                    content: "",
                    toolCalls: [ToolCall(id: "c1", name: "look", arguments: #"{"x":1}"#)]
                ),
                ChatMessage(role: .tool, content: "a bird", toolCallID: "c1"),
            ]
        )
    }

    @Test func `a schema keeps the order of its members`() async throws {
        let model = DeltaModel()
        let schema =
            #"{"type":"object","properties":{"z":{"type":"string"},"a":{"type":"number"},"m":{"enum":[1,null]}}}"#
        let format = #""response_format":{"type":"json_schema","json_schema":{"name":"thing","schema":\#(schema)}}"#
        _ = try await client(model).post("/v1/chat/completions", self.chat(format))
        #expect(model.options?.format == .jsonSchema(try JSONSchema(schema, name: "thing")))
        _ = try await client(model).post(
            "/v1/chat/completions",
            self.chat(#""response_format":{"type":"json_object"}"#)
        )
        #expect(model.options?.format == .json)
        _ = try await client(model).post("/v1/chat/completions", self.chat(#""grammar":"root ::= \"a\"""#))
        #expect(model.options?.format == .grammar(#"root ::= "a""#))
        for path in ["/v1/chat/completions", "/v1/completions"] {
            // As llama.cpp's server takes it.
            let members = "\"prompt\":\"a\",\"json_schema\":\(schema)"
            _ = try await client(model).post(path, self.chat(members))
            #expect(model.options?.format == .jsonSchema(try JSONSchema(schema)))
        }
    }

    @Test func `a schema is taken as llama-server takes it`() async throws {
        let model = DeltaModel()
        let schema = #"{"type":"object","properties":{"z":{"type":"string"}}}"#
        for path in ["/v1/chat/completions", "/v1/completions"] {
            for (members, expected) in [
                (#""json_schema":\#(schema)"#, ResponseFormat.jsonSchema(try JSONSchema(schema))),
                (#""json_schema":{}"#, .json),
                // All forms at once, as a client sends them that does not know the server.
                (#""json_schema":\#(schema),"guided_json":\#(schema)"#, .jsonSchema(try JSONSchema(schema))),
                (#""response_format":{"type":"json_object"},"json_schema":{}"#, .json),
            ] as [(String, ResponseFormat)] {
                let prompt = #"{"model":"m","messages":[{"role":"user","content":"a"}],"prompt":"a",\#(members)}"#
                let reply = try await client(model).post(path, prompt)
                #expect(reply.status == 200, "\(reply.text)")
                #expect(model.options?.format == expected)
            }
        }
        _ = try await client(model).post("/v1/completions", #"{"model":"m","prompt":"a","min_tokens":0}"#)
        #expect(model.options?.format == nil)
    }

    @Test func `a tool and the choice of it are read`() async throws {
        let model = DeltaModel()
        let tools = """
            "tools":[{"type":"function","function":{"name":"look","description":"Looks.",
            "parameters":{"type":"object","properties":{"b":{},"a":{}}}}},{"type":"function","function":{"name":"go"}}]
            """
        for (choice, expected) in [
            ("", ToolChoice.automatic), (#","tool_choice":"none""#, .none), (#","tool_choice":"required""#, .required),
            (#","tool_choice":{"type":"function","function":{"name":"go"}}"#, .tool("go")),
        ] {
            let reply = try await client(model).post("/v1/chat/completions", self.chat(tools + choice))
            #expect(reply.status == 200, "\(reply.text)")
            #expect(model.options?.toolChoice == expected)
        }
        #expect(model.options?.callsToolsInParallel == true)
        _ = try await client(model).post("/v1/chat/completions", self.chat(tools + ",\"parallel_tool_calls\":false"))
        #expect(model.options?.callsToolsInParallel == false)
        let first = try #require(model.options?.tools.first)
        #expect(first.name == "look" && first.description == "Looks.")
        #expect(first.parameters.text == #"{"type":"object","properties":{"b":{},"a":{}}}"#)
    }

    @Test(
        arguments: [
            (#""temperature":2.5"#, "temperature"), (#""temperature":"hot""#, "temperature"),
            (#""top_p":-0.1"#, "top_p"),
            (#""n":9"#, "n"), (#""n":0"#, "n"), (#""n":1.5"#, "n"), (#""stop":[1]"#, "stop[0]"),
            (#""stop":"""#, "stop"),
            (#""stop":{}"#, "stop"), (#""seed":"a""#, "seed"), (#""max_tokens":-2"#, "max_tokens"),
            (#""logit_bias":{"a":1}"#, "logit_bias"), (#""logit_bias":{"1":101}"#, "logit_bias.1"),
            (#""logit_bias":[]"#, "logit_bias"), (#""presence_penalty":3"#, "presence_penalty"),
            (#""stream":"yes""#, "stream"), (#""stream_options":true"#, "stream_options"), (#""user":5"#, "user"),
            (#""ignore_eos":true"#, "ignore_eos"), (#""min_tokens":5"#, "min_tokens"),
            (#""guided_json":{}"#, "guided_json"), (#""structured_outputs":{"regex":"a"}"#, "structured_outputs"),
            (#""json_schema":5"#, "json_schema"), (#""grammar":"root ::= \"a\"","json_schema":{}"#, "json_schema"),
            (#""parallel_tool_calls":1"#, "parallel_tool_calls"),
            (#""logprobs":true"#, "logprobs"), (#""top_logprobs":2"#, "top_logprobs"),
            (#""functions":[]"#, "functions"),
            (#""chat_template_kwargs":5"#, "chat_template_kwargs"),
            (#""chat_template_kwargs":{"a":1,"messages":[]}"#, "chat_template_kwargs.messages"),
            (#""chat_template_kwargs":{"tools":null}"#, "chat_template_kwargs.tools"),
            (#""chat_template_kwargs":{"add_generation_prompt":false}"#, "chat_template_kwargs.add_generation_prompt"),
            (#""chat_template_kwargs":{"bos_token":""}"#, "chat_template_kwargs.bos_token"),
            (#""chat_template_kwargs":{"eos_token":""}"#, "chat_template_kwargs.eos_token"),
            (#""chat_template_kwargs":{"namespace":1}"#, "chat_template_kwargs.namespace"),
            (#""response_format":"json""#, "response_format"), (#""response_format":{}"#, "response_format.type"),
            (#""response_format":{"type":"xml"}"#, "response_format.type"),
            (#""response_format":{"type":"json_schema"}"#, "response_format.json_schema"),
            (
                #""response_format":{"type":"json_schema","json_schema":{"name":"a b","schema":{}}}"#,
                "response_format.json_schema.name"
            ),
            (
                #""response_format":{"type":"json_schema","json_schema":{"schema":5}}"#,
                "response_format.json_schema.schema"
            ),
            (#""json_schema":5"#, "json_schema"), (#""grammar":"root ::= \"a\"","json_schema":{}"#, "json_schema"),
            (#""tools":[{"type":"function","function":{}}]"#, "tools[0].function.name"),
            (#""tools":[{"type":"retrieval"}]"#, "tools[0].type"), (#""tools":[5]"#, "tools[0]"),
            (#""tools":[{"function":{"name":"a"}},{"function":{"name":"a"}}]"#, "tools"),
            (#""tool_choice":"required""#, "tool_choice"), (#""tool_choice":"sometimes""#, "tool_choice"),
            (#""tool_choice":{"type":"function","function":{"name":"x"}}"#, "tool_choice.function.name"),
            (#""mirostat":3"#, "mirostat"), (#""messages":[]"#, "messages"), (#""messages":"hi""#, "messages"),
            (#""messages":[{"role":"robot","content":"a"}]"#, "messages[0].role"),
            (#""messages":[{"content":"a"}]"#, "messages[0].role"),
            (#""messages":[{"role":"user"}]"#, "messages[0].content"),
            (#""messages":[{"role":"user","content":5}]"#, "messages[0].content"),
            (#""messages":[{"role":"user","content":[{"type":"file"}]}]"#, "messages[0].content[0].type"),
            (
                #""messages":[{"role":"system","content":[{"type":"image_url","image_url":{"url":"a"}}]}]"#,
                "messages[0].content[0].type"
            ),
            (
                #""messages":[{"role":"assistant","content":[{"type":"image_url","image_url":{"url":"a"}}]}]"#,
                "messages[0].content[0].type"
            ),
            (
                #""messages":[{"role":"tool","tool_call_id":"c","content":[{"type":"image_url","image_url":"a"}]}]"#,
                "messages[0].content[0].type"
            ),
            (
                #""messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"file:///a"}}]}]"#,
                "messages[0].content[0].image_url.url"
            ),
            (#""messages":[{"role":"tool","content":"a"}]"#, "messages[0].tool_call_id"),
            (#""messages":[{"role":"assistant"}]"#, "messages[0].content"),
            (#""messages":[{"role":"assistant","tool_calls":[{"id":"a"}]}]"#, "messages[0].tool_calls[0].function"),
        ] as [(String, String)]
    )
    func `what does not fit is refused by its name`(members: String, parameter: String) async throws {
        // Of equal names the last counts.
        let reply = try await client(DeltaModel()).post("/v1/chat/completions", self.chat(members))
        #expect(reply.status == 400, "\(reply.text)")
        #expect(reply.error?["param"] == .string(parameter) && reply.error?["type"] == "invalid_request_error")
        #expect(reply.error?["message"]?.stringValue?.isEmpty == false)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "5", #"{"a":}"#, "{\"messages\":\"\u{0}\"}", String(repeating: "[", count: 5000),
    ])
    func `a body that is no object is refused`(body: String) async throws {
        let reply = try await client(DeltaModel()).post("/v1/chat/completions", body)
        #expect(reply.status == 400 && reply.error?["message"]?.stringValue?.isEmpty == false)
    }

    @Test func `a model that is not there is told from one that does something else`() async throws {
        let app = ChatApp()
        app.serve(DeltaModel(), as: "org/chat:1")
        app.serve(embeddings: LengthModel(), as: "vectors")
        let client = APIClient(app: app)
        let missing = try await client.post("/v1/chat/completions", #"{"model":"gpt-4o","messages":[]}"#)
        #expect(missing.status == 404 && missing.error?["code"] == "model_not_found")
        #expect(missing.error?["message"]?.stringValue?.contains("'org/chat:1', 'vectors'") == true)
        let other = try await client.post("/v1/chat/completions", #"{"model":"vectors","messages":[]}"#)
        #expect(other.status == 400 && other.error?["param"] == "model")
        let list = try await client.get("/v1/models")
        #expect(list.json["data"]?.arrayValue?.map { $0["id"] } == ["org/chat:1", "vectors"])
        #expect(try await client.get("/v1/models/org/chat:1").json["object"] == "model")
        #expect(try await client.get("/v1/models/org%2Fchat%3A1").json["id"] == "org/chat:1")
        #expect(try await client.get("/v1/models/none").status == 404)
    }
}
