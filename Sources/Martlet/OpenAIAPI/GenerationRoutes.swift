import LanguageModels
import Logging
import MartletServer

/// Answers `/v1/chat/completions` and `/v1/completions`.
struct GenerationRoutes: Sendable {
    /// The most choices of one request, all prompts together.
    private static let mostChoices = 128

    /// What other servers take to have an answer go on past its end.
    private static let endings = ["ignore_eos", "min_tokens"]

    let models: ServedModels
    let logger: Logger

    /// Answers a chat.
    ///
    /// - Parameter fields: The request.
    /// - Returns: The reply.
    /// - Throws: An ``APIFailure``, and what the model throws.
    func chat(_ fields: APIFields) async throws -> ServerExtensionResponse {
        let (name, served) = try self.models.chat(fields)
        try Self.refuse(fields, ["logprobs", "top_logprobs"], "Models here do not tell the likelihood of tokens")
        try Self.refuse(fields, ["audio"], "Models here do not speak")
        try Self.refuse(fields, Self.endings, "Models here end their answers by themselves")
        let messages = try MessageFields.messages(fields)
        var options = try SamplingFields.options(fields, over: served.options)
        try FormatFields.readFormat(fields, &options)
        try FormatFields.readTools(fields, &options)
        try MessageFields.readTemplateArguments(fields, &options)
        try SamplingFields.check(options)
        let model = try await served.open()
        return try await self.answer(fields, model, [.chat(messages)], options) { includesUsage, _ in
            ChatFormat(
                head: ReplyHead("chatcmpl-", model: name, identity: model.identity, announcesUsage: includesUsage)
            )
        }
    }

    /// Continues texts.
    ///
    /// - Parameter fields: The request.
    /// - Returns: The reply.
    /// - Throws: An ``APIFailure``, and what the model throws.
    func completion(_ fields: APIFields) async throws -> ServerExtensionResponse {
        let (name, served) = try self.models.chat(fields)
        try Self.refuse(fields, ["logprobs"], "Models here do not tell the likelihood of tokens")
        try Self.refuse(fields, ["suffix"], "Models here do not fill in the middle")
        try Self.refuse(fields, Self.endings, "Models here end their answers by themselves")
        let prompts = try Self.prompts(fields)
        var options = try SamplingFields.options(fields, over: served.options)
        try FormatFields.readFormat(fields, &options)
        try SamplingFields.check(options)
        let count = try fields.integer("n") ?? 1
        if let best = try fields.integer("best_of"), best != count {
            throw APIFailure.unsupported("best_of", "best_of is \(best); leave it out, or send as many as n.")
        }
        let echoes = try fields.flag("echo") ?? false
        let model = try await served.open()
        return try await self.answer(fields, model, prompts.map { .text($0) }, options) { includesUsage, choices in
            CompletionFormat(
                head: ReplyHead("cmpl-", model: name, identity: model.identity, announcesUsage: includesUsage),
                echoes: choices.map { echoes ? prompts[$0] : "" }
            )
        }
    }

    private func answer(
        _ fields: APIFields,
        _ model: any LanguageModel,
        _ prompts: [ModelPrompt],
        _ options: GenerationOptions,
        format: (_ includesUsage: Bool, _ choices: [Int]) -> any AnswerFormat
    ) async throws -> ServerExtensionResponse {
        let count = try fields.integer("n", in: 1...8) ?? 1
        let streams = try fields.flag("stream") ?? false
        let includesUsage = try fields.object("stream_options")?.flag("include_usage") ?? false
        let choices = prompts.indices.flatMap { Array(repeating: $0, count: count) }
        guard choices.count <= Self.mostChoices else {
            throw APIFailure.invalid(
                "prompt",
                "\(choices.count) choices are asked for; ask for \(Self.mostChoices) at most."
            )
        }
        let runner = AnswerRunner(
            format: format(streams && includesUsage, choices),
            requests: choices.enumerated().map { choice, prompt in
                AnswerRunner.Request(
                    stream: model.stream(prompts[prompt], options: options.forChoice(choice)),
                    prompt: prompt
                )
            },
            includesUsage: includesUsage,
            model: model.identity,
            logger: self.logger
        )
        return try await streams ? runner.streamed() : runner.whole()
    }

    private static func prompts(_ fields: APIFields) throws -> [String] {
        if case .array(let values)? = fields["prompt"] {
            let hasTokens = values.contains { value in
                switch value {
                case .integer, .number, .array: true
                default: false
                }
            }
            if hasTokens {
                throw APIFailure.unsupported("prompt", "prompt has token ids; send texts.")
            }
        }
        guard let prompts = try fields.texts("prompt", atMost: Self.mostChoices) else { throw fields.missing("prompt") }
        guard !prompts.isEmpty else { throw APIFailure.invalid("prompt", "prompt is empty; send at least one text.") }
        return prompts
    }

    /// Refuses what is asked for and cannot be given, instead of leaving it out in silence.
    private static func refuse(_ fields: APIFields, _ names: [String], _ reason: String) throws {
        for name in names {
            switch fields[name] {
            case nil, .boolean(false), .string(""): continue
            case .integer(0) where name == "top_logprobs" || name == "min_tokens": continue
            default: throw APIFailure.unsupported(name, "\(reason); leave \(name) out.")
            }
        }
    }
}

extension GenerationOptions {
    /// The options of one of several choices, which must differ in their seeds.
    fileprivate func forChoice(_ choice: Int) -> GenerationOptions {
        guard choice > 0, let seed = self.seed else { return self }
        var options = self
        options.seed = min(seed &+ UInt32(truncatingIfNeeded: choice), .max - 1)
        return options
    }
}
