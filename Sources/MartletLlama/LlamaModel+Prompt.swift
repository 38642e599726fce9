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
                return try self.tokens(of: messages)
            }
        }

        private func tokens(of messages: [ChatMessage]) throws(LanguageModelError) -> [Int32] {
            guard !messages.isEmpty else {
                throw LanguageModelError(.invalidInput, "The chat has no messages; give at least one.")
            }
            guard let template = try self.chatTemplate else {
                throw LanguageModelError(
                    .templateFailed,
                    "'\(self.identity.name)' has no chat template; give one to LlamaModel(…, chatTemplate:), "
                        + "or use a text prompt."
                )
            }
            let weights = self.loaded.weights
            let begin = try self.text(of: self.beginOfTextToken)
            let prompt = try template.render(
                messages,
                bosToken: begin,
                eosToken: try self.text(of: self.endOfTextToken)
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
