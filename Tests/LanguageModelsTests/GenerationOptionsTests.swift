import Testing

@testable import LanguageModels

struct GenerationOptionsTests {
    /// A change that makes default options invalid, and what the error names.
    struct Case: Sendable {
        var name: String
        var change: @Sendable (inout GenerationOptions) -> Void

        init(_ name: String, _ change: @escaping @Sendable (inout GenerationOptions) -> Void) {
            self.name = name
            self.change = change
        }
    }

    private static let schema = try! JSONSchema("{}")
    private static let tool = ToolDefinition(name: "add", description: "", parameters: Self.schema)

    static let invalid: [Case] = [
        Case("maxNewTokens") { $0.maxNewTokens = -1 },
        Case("repetitionPenalty") { $0.repetitionPenalty = 0 },
        Case("repetitionPenalty") { $0.repetitionPenalty = .nan },
        Case("lastNTokens") { $0.lastNTokens = -2 },
        Case("temperature") { $0.temperature = -0.1 },
        Case("temperature") { $0.temperature = .infinity },
        Case("topP") { $0.topP = 1.01 },
        Case("topK") { $0.topK = -1 },
        Case("minP") { $0.minP = .nan },
        Case("typicalP") { $0.typicalP = 0 },
        Case("frequencyPenalty") { $0.frequencyPenalty = 2.5 },
        Case("presencePenalty") { $0.presencePenalty = -2.5 },
        Case("stop text") { $0.stop = ["a", ""] },
        Case("dynamicTemperatureRange") { $0.dynamicTemperatureRange = -1 },
        Case("dynamicTemperatureExponent") { $0.dynamicTemperatureExponent = 0 },
        Case("topNSigma") { $0.topNSigma = .infinity },
        Case("xtcProbability") { $0.xtcProbability = 1.5 },
        Case("xtcThreshold") { $0.xtcThreshold = -0.5 },
        Case("dryMultiplier") { $0.dryMultiplier = .nan },
        Case("dryBase") { $0.dryBase = 0.9 },
        Case("dryAllowedLength") { $0.dryAllowedLength = -1 },
        Case("dryLastNTokens") { $0.dryLastNTokens = -5 },
        Case("drySequenceBreakers") { $0.drySequenceBreakers = [""] },
        Case("drySequenceBreakers") { $0.drySequenceBreakers = [String(repeating: "é", count: 21)] },
        Case("drySequenceBreakers") { $0.drySequenceBreakers = ["a\0"] },
        Case("drySequenceBreakers") { $0.drySequenceBreakers = [String](repeating: "a", count: 65) },
        Case("mirostat.version") { $0.mirostat = MirostatOptions(version: 3) },
        Case("mirostat.tau") { $0.mirostat = MirostatOptions(tau: 0) },
        Case("mirostat.eta") { $0.mirostat = MirostatOptions(eta: .nan) },
        Case("logitBias") { $0.logitBias = [-1: 0] },
        Case("logitBias of token 5") { $0.logitBias = [5: .infinity] },
        Case("logitBias of token 5") { $0.logitBias = [5: .nan] },
        Case("grammar") { $0.format = .grammar(" \n") },
        Case("grammar") { $0.format = .grammar("root ::= \"\0\"") },
        Case("tool's name") { $0.tools = [ToolDefinition(name: "", description: "", parameters: Self.schema)] },
        Case("tool's name") { $0.tools = [ToolDefinition(name: "a b", description: "", parameters: Self.schema)] },
        Case("tool's name") {
            let name = String(repeating: "a", count: 65)
            $0.tools = [ToolDefinition(name: name, description: "", parameters: Self.schema)]
        },
        Case("Two tools have the name add") { $0.tools = [Self.tool, Self.tool] },
        Case("toolChoice") { $0.toolChoice = .required },
        Case("toolChoice") { $0.toolChoice = .tool("add") },
        Case("toolChoice") { ($0.tools, $0.toolChoice) = ([Self.tool], .tool("other")) },
        Case("templateArguments has the name \"messages\"") { $0.templateArguments = ["tools": [], "messages": []] },
        Case("templateArguments has the name \"range\"") { $0.templateArguments = ["a": 1, "range": 1] },
        Case("overflow") { $0.overflow = .shift(keep: -1) },
        Case("timeLimit") { $0.timeLimit = .zero },
    ]

    @Test(arguments: Self.invalid)
    func `a value outside its range is refused by name`(test: Case) {
        var options = GenerationOptions()
        test.change(&options)
        let error = #expect(throws: LanguageModelError.self) { try options.validate() }
        #expect(error?.code == .invalidOption)
        #expect(error?.message.contains(test.name) == true, "\(error?.message ?? "")")
    }

    @Test func `the ends of every range are allowed`() throws {
        try GenerationOptions().validate()
        var options = GenerationOptions(
            maxNewTokens: 0,
            repetitionPenalty: 100,
            lastNTokens: -1,
            temperature: 100,
            topP: 0,
            topK: 0,
            minP: 1,
            typicalP: 1,
            frequencyPenalty: -2,
            presencePenalty: 2,
            dynamicTemperatureRange: 100,
            dynamicTemperatureExponent: 0.01,
            topNSigma: 100,
            xtcProbability: 1,
            xtcThreshold: 1,
            dryMultiplier: 100,
            dryBase: 1,
            dryAllowedLength: 0,
            dryLastNTokens: -1,
            drySequenceBreakers: [],
            mirostat: MirostatOptions(version: 1, tau: 0.01, eta: 1),
            logitBias: [0: -.infinity, .max: 1e300],
            format: .grammar("root ::= \"a\""),
            tools: [Self.tool],
            toolChoice: .tool("add"),
            templateArguments: ["enable_thinking": false, "documents": []],
            overflow: .shift(keep: 0),
            isStrict: true,
            timeLimit: .nanoseconds(1),
            user: "someone"
        )
        try options.validate()
        options.toolChoice = .required
        try options.validate()
    }

    @Test func `traces show the newer options where they differ from the defaults`() throws {
        let model = ModelIdentity(type: "test", name: "model")
        let usual = InvocationParameters.values(model, GenerationOptions())
        #expect(usual.keys.filter { $0.hasPrefix("dry_") || $0.hasPrefix("mirostat") || $0.hasPrefix("xtc_") }.isEmpty)
        #expect(usual["temperature"] == .double(0.8))
        let options = GenerationOptions(
            dynamicTemperatureRange: 0.5,
            topNSigma: 1,
            xtcProbability: 0.25,
            dryMultiplier: 0.8,
            dryAllowedLength: 3,
            mirostat: MirostatOptions(tau: 4),
            logitBias: [7: -1.5],
            format: .jsonSchema(try JSONSchema("{}", name: "weather")),
            tools: [Self.tool],
            templateArguments: ["enable_thinking": false, "words": ["a", ["b": 1]]],
            overflow: .shift(keep: 9),
            isStrict: true,
            timeLimit: .milliseconds(1500),
            user: "someone"
        )
        let added = InvocationParameters.values(model, options).filter { usual[$0.key] != $0.value }
        let expected: [String: ChainValue] = [
            "dynatemp_range": 0.5, "top_n_sigma": 1.0, "xtc_probability": 0.25, "dry_multiplier": 0.8,
            "dry_allowed_length": 3, "mirostat": 2, "mirostat_tau": 4.0, "mirostat_eta": 0.1,
            "logit_bias": ["7": -1.5], "response_format": ["type": "json_schema", "name": "weather"],
            "chat_template_kwargs": ["enable_thinking": false, "words": ["a", ["b": 1]]],
            "tools": ["add"], "tool_choice": "auto", "overflow": "shift, keeping 9", "strict": true,
            "time_limit": 1.5, "user": "someone",
        ]
        #expect(added == expected)
    }
}
