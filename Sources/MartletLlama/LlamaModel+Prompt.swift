#if Llama
    public import LanguageModels

    extension LlamaModel: TokenCounter {
        /// Counts the tokens that the model evaluates for a prompt.
        ///
        /// - Parameter prompt: The prompt.
        /// - Returns: How many tokens it has.
        /// - Throws: A ``LanguageModelError`` when there is no chat template, or it refuses the messages.
        public func countTokens(of prompt: ModelPrompt) async throws -> Int {
            try self.tokens(of: prompt).count
        }
    }

    extension LlamaModel {
        /// The tokens that the model evaluates for a prompt.
        ///
        /// A text gets the tokens around it that the model asks for, and control tokens in it stay plain text. Messages go
        /// through the chat template, and only the template's own text can make control tokens.
        ///
        /// - Parameter prompt: The prompt.
        /// - Returns: Its tokens.
        /// - Throws: A ``LanguageModelError`` when there is no chat template, or it refuses the messages.
        public func tokens(of prompt: ModelPrompt) throws(LanguageModelError) -> [Int32] {
            switch prompt {
            case .text(let text):
                return try self.tokenize(text)
            case .chat(let messages):
                let (template, plan) = try self.plan(messages, GenerationOptions())
                return try self.tokens(of: plan, template)
            }
        }

        /// Plans the answer to a chat.
        func plan(
            _ messages: [ChatMessage],
            _ options: GenerationOptions
        ) throws(LanguageModelError) -> (ChatTemplate, PromptPlan) {
            guard !messages.isEmpty else {
                throw LanguageModelError(.invalidInput, "The chat has no messages; give at least one.")
            }
            // The engine checks all options, but only once the prompt is made of these.
            try options.validateTemplateArguments()
            guard let template = try self.chatTemplate else {
                throw LanguageModelError(
                    .templateFailed,
                    "'\(self.identity.name)' has no chat template; give one to LlamaModel(…, chatTemplate:), "
                        + "or use a text prompt."
                )
            }
            let plan = try PromptPlan.plan(
                messages: messages,
                options: options,
                template: template,
                contextLength: self.loaded.engine.limits.contextLength
            )
            return (template, plan)
        }

        /// What the engine is asked for a chat: its prompt, made to fit as the options allow.
        func request(
            for messages: [ChatMessage],
            _ plan: PromptPlan,
            _ template: ChatTemplate,
            _ options: GenerationOptions
        ) throws(LanguageModelError) -> EngineRequest {
            let fitted = try ContextFitting.fit(
                messages,
                options: options,
                limit: self.contextLength,
                count: { text throws(LanguageModelError) in try self.tokenize(text).count },
                tokens: { kept throws(LanguageModelError) in
                    let isWhole = kept.count == messages.count
                    let plan = isWhole ? plan : try self.plan(kept, options).1
                    return try self.tokens(of: plan, template, options.templateArguments)
                }
            )
            return EngineRequest(prompt: fitted.tokens, options: options, droppedMessages: fitted.dropped)
        }

        /// The tokens that the model evaluates for a planned chat.
        func tokens(
            of plan: PromptPlan,
            _ template: ChatTemplate,
            _ arguments: [String: TemplateValue] = [:]
        ) throws(LanguageModelError) -> [Int32] {
            let weights = self.loaded.weights
            let begin = try self.text(of: self.beginOfTextToken)
            let prompt = try template.render(
                messages: plan.messages,
                bosToken: begin,
                eosToken: try self.text(of: self.endOfTextToken),
                extra: plan.extra.merging(arguments) { own, _ in own }
            )
            var tokens: [Int32] = []
            // Most templates print the begin-of-text token, and a second one would confuse the model.
            if weights.addsBeginOfText, let token = self.beginOfTextToken,
                begin.isEmpty || !prompt.text.hasPrefix(begin)
            {
                tokens.append(token)
            }
            for segment in prompt.segments(forControlTokens: self.loaded.controlTokens) {
                tokens += try weights.tokenize(segment.text, addSpecial: false, parseSpecial: !segment.isUserContent)
            }
            return tokens
        }

        private func text(of token: Int32?) throws(LanguageModelError) -> String {
            guard let token else { return "" }
            return try self.loaded.weights.text(of: token)
        }
    }
#endif
