import LanguageModels
import Testing

struct ToolCallParserTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let format: ToolCallFormat
        let answer: String
        let text: String
        /// Each call's name and arguments.
        let calls: [[String]]

        var testDescription: String { self.answer }

        init(_ format: ToolCallFormat, _ answer: String, text: String = "", calls: [[String]] = []) {
            self.format = format
            self.answer = answer
            self.text = text
            self.calls = calls
        }
    }

    static let samples: [Sample] = [
        Sample(.hermes, "Just text, with < and <tool and {}.", text: "Just text, with < and <tool and {}."),
        Sample(
            .hermes,
            "<tool_call>\n{\"name\": \"get_weather\", \"arguments\": {\"city\": \"Rome\"}}\n</tool_call>",
            calls: [["get_weather", #"{"city":"Rome"}"#]]
        ),
        Sample(
            .hermes,
            "Let me see.\n\n<tool_call>{\"name\":\"a\",\"arguments\":{}}</tool_call>\n<tool_call>\n"
                + "{\"arguments\": {\"x\": [1, {\"y\": \"}\"}]}, \"name\": \"b\"}\n</tool_call>\n",
            text: "Let me see.",
            calls: [["a", "{}"], ["b", #"{"x":[1,{"y":"}"}]}"#]]
        ),
        Sample(
            .hermes,
            "<tool_call>\n{\"name\": \"a\", \"arguments\": \"{\\\"x\\\": 1}\"}\n</tool_call> and then",
            text: "and then",
            calls: [["a", #"{"x": 1}"#]]
        ),
        Sample(.hermes, "<tool_call>\n{\"name\": \"a\", \"argu", text: "<tool_call>\n{\"name\": \"a\", \"argu"),
        Sample(.hermes, "<tool_call>nothing</tool_call> x", text: "<tool_call>nothing</tool_call> x"),
        Sample(.hermes, "<tool_call>{\"name\": 5}</tool_call>", text: "<tool_call>{\"name\": 5}</tool_call>"),
        Sample(.hermes, "<tool_call>{\"name\": \"a\", oops}", text: "<tool_call>{\"name\": \"a\", oops}"),
        Sample(.hermes, "a <tool_cal", text: "a <tool_cal"),
        Sample(.hermes, "ends with space \n ", text: "ends with space \n "),
        Sample(.hermes, "<tool_call>{\"name\": \"a\"}", calls: [["a", "{}"]]),
        Sample(
            .hermes,
            "<tool_call><tool_call>{\"name\": \"a\"}</tool_call>",
            text: "<tool_call>",
            calls: [["a", "{}"]]
        ),
        Sample(
            .llama,
            "{\"name\": \"get_weather\", \"parameters\": {\"city\": \"Rome\"}}",
            calls: [["get_weather", #"{"city":"Rome"}"#]]
        ),
        Sample(
            .llama,
            "<|python_tag|>{\"name\": \"get_weather\", \"parameters\": {}}; {\"name\": \"get_weather\", \"parameters\": {}}",
            calls: [["get_weather", "{}"], ["get_weather", "{}"]]
        ),
        Sample(
            .llama,
            "I will look: {\"name\": \"get_weather\", \"parameters\": {}}",
            text: "I will look:",
            calls: [["get_weather", "{}"]]
        ),
        Sample(.llama, "{\"name\": \"Ada\", \"age\": 36}", text: "{\"name\": \"Ada\", \"age\": 36}"),
        Sample(.llama, "{\"a\": 1} is JSON", text: "{\"a\": 1} is JSON"),
        Sample(.llama, "In JSON: {\"name\": \"Ada\"}", text: "In JSON: {\"name\": \"Ada\"}"),
        Sample(
            .mistralList,
            "[TOOL_CALLS] [{\"name\": \"a\", \"arguments\": {\"x\": 1}, \"id\": \"abcdefghi\"}, {\"name\": \"b\", \"arguments\": {}}]",
            calls: [["a", #"{"x":1}"#], ["b", "{}"]]
        ),
        Sample(
            .mistralList,
            "[{\"name\": \"get_weather\", \"arguments\": {}}]",
            calls: [["get_weather", "{}"]]
        ),
        Sample(.mistralList, "A list: [{\"name\": \"Ada\"}]", text: "A list: [{\"name\": \"Ada\"}]"),
        Sample(.mistralList, "[TOOL_CALLS] [1, 2]", text: "[TOOL_CALLS] [1, 2]"),
        Sample(
            .mistralArguments,
            "Sure.[TOOL_CALLS]a[ARGS]{\"x\": \"[TOOL_CALLS]\"}[TOOL_CALLS]b[CALL_ID]123456789[ARGS]{}",
            text: "Sure.",
            calls: [["a", #"{"x":"[TOOL_CALLS]"}"#], ["b", "{}"]]
        ),
        Sample(.mistralArguments, "get_weather{\"city\": \"Rome\"}", calls: [["get_weather", #"{"city":"Rome"}"#]]),
        Sample(.mistralArguments, "get_weather is a tool", text: "get_weather is a tool"),
        Sample(.mistralArguments, "[TOOL_CALLS]a b {", text: "[TOOL_CALLS]a b {"),
        // What is begun when the answer ends after a call.
        Sample(
            .hermes,
            "<tool_call>\n{\"name\": \"a\"}\n</tool_call>\n<tool_call>\n{\"name\": \"w\", \"",
            calls: [["a", "{}"]]
        ),
        Sample(.hermes, "<tool_call>{\"name\": \"a\"}</tool_call>\n<tool_ca", calls: [["a", "{}"]]),
        Sample(.hermes, "<tool_call>{\"name\": \"a\"}</tool_call><tool_call>", calls: [["a", "{}"]]),
        Sample(.hermes, "<tool_call>{\"name\": \"a\"}\n</tool_", calls: [["a", "{}"]]),
        Sample(
            .hermes,
            "<tool_call>{\"name\": \"a\"}</tool_call> so <tool_call>{\"name\": \"w",
            text: "so",
            calls: [["a", "{}"]]
        ),
        Sample(.hermes, "<tool_call>{\"name\": \"a\"}</tool_call> 1 <", text: "1 <", calls: [["a", "{}"]]),
        Sample(
            .hermes,
            "<tool_call>{\"name\": \"a\"}</tool_call> <tool_call>no</tool_call>",
            text: "<tool_call>no</tool_call>",
            calls: [["a", "{}"]]
        ),
        Sample(
            .mistralArguments,
            "[TOOL_CALLS]a[ARGS]{}[TOOL_CALLS]b[ARGS]{\"x\": ",
            calls: [["a", "{}"]]
        ),
        Sample(.mistralArguments, "[TOOL_CALLS]a[ARGS]{} all along", text: "all along", calls: [["a", "{}"]]),
    ]

    private func parse(_ sample: Sample, pieces: [String]) throws -> (String, [ToolCall]) {
        let schema = try JSONSchema(#"{"type": "object"}"#)
        let tools = [ToolDefinition(name: "get_weather", description: "", parameters: schema)]
        var parser = ToolCallParser(format: sample.format, tools: tools)
        let outputs = pieces.map { parser.append($0) } + [parser.finish()]
        return (outputs.map(\.text).joined(), outputs.flatMap(\.calls))
    }

    @Test(arguments: samples)
    func `calls are found however the answer is cut`(_ sample: Sample) throws {
        let characters = Array(sample.answer)
        for size in [1, 2, 3, 7, characters.count] {
            let pieces = stride(from: 0, to: characters.count, by: size).map {
                String(characters[$0..<min($0 + size, characters.count)])
            }
            let (text, calls) = try self.parse(sample, pieces: pieces)
            #expect(text == sample.text, "pieces of \(size)")
            #expect(calls.map { [$0.name, $0.arguments] } == sample.calls, "pieces of \(size)")
            #expect(Set(calls.map(\.id)).count == calls.count)
        }
    }

    @Test(arguments: [
        (ToolCallFormat.hermes, "<tool_call>{\"name\": \"a\", \"arguments\": ", "}</tool_call>"),
        (ToolCallFormat.mistralArguments, "[TOOL_CALLS]a[ARGS]", ""),
    ])
    func `long arguments are read once and not again at each piece`(
        format: ToolCallFormat,
        start: String,
        end: String
    ) throws {
        let argument = String(repeating: "x{y ", count: 50_000)
        var parser = ToolCallParser(format: format, tools: [])
        let clock = ContinuousClock()
        let begin = clock.now
        var calls = parser.append(start + "{\"x\":\"").calls
        for _ in 0..<50_000 { calls += parser.append("x{y ").calls }
        calls += parser.append("\"}" + end).calls
        calls += parser.finish().calls
        // The same pieces took minutes when each one was looked at with all before it.
        #expect(clock.now - begin < .seconds(20))
        #expect(calls.map(\.arguments) == ["{\"x\":\"\(argument)\"}"])
    }

    @Test
    func `text is not held back longer than needed`() throws {
        var parser = ToolCallParser(format: .hermes, tools: [])
        #expect(parser.append("Hello").text == "Hello")
        #expect(parser.append(" <tool").text == "")
        #expect(parser.append("box> x").text == " <toolbox> x")
        #expect(parser.finish() == ToolCallParser.Output())
    }

    @Test
    func `ids are as the model's form has them`() throws {
        let (_, calls) = try self.parse(Self.samples[1], pieces: [Self.samples[1].answer])
        #expect(calls[0].id.wholeMatch(of: /call_[A-Za-z0-9]{24}/) != nil)
        let mistral = try #require(Self.samples.first { $0.format == .mistralList })
        let (_, others) = try self.parse(mistral, pieces: [mistral.answer])
        #expect(others.allSatisfy { $0.id.wholeMatch(of: /[A-Za-z0-9]{9}/) != nil })
    }

    @Test
    func `a stream gives text and calls apart, and says why it ended`() async throws {
        let (base, continuation) = AsyncThrowingStream<GenerationDelta, any Error>.makeStream()
        for text in ["Look", ".\n<tool", "_call>{\"name\": \"a\"}", "</tool_call>"] {
            continuation.yield(GenerationDelta(text: text, tokens: [7]))
        }
        let summary = GenerationSummary(finishReason: .endOfText, promptTokens: 1, newTokens: 4, duration: 1)
        continuation.yield(GenerationDelta(text: "", summary: summary))
        continuation.finish()
        let parser = ToolCallParser(format: .hermes, tools: [])
        var deltas: [GenerationDelta] = []
        for try await delta in ToolCallStream(GenerationStream(base), parser: parser) { deltas.append(delta) }
        #expect(deltas.map(\.text).joined() == "Look.")
        #expect(deltas.flatMap(\.toolCalls).map(\.name) == ["a"])
        #expect(deltas.flatMap(\.tokens) == [7, 7, 7, 7])
        #expect(deltas.compactMap(\.summary).map(\.finishReason) == [.toolCalls])
    }
}
