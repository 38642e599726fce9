#if Llama
    public import LanguageModels
    import CMartletLlama

    extension LlamaModel {
        /// Turns a text into tokens.
        ///
        /// ctransformers: `tokenize`.
        ///
        /// - Parameters:
        ///   - text: The text; zeros in it are fine.
        ///   - addSpecial: Whether to add the tokens at either end that the model asks for, default true.
        ///   - parseSpecial: Whether the texts of control tokens become control tokens, default false; true only for text
        ///     that no one else can write into.
        /// - Returns: The tokens.
        /// - Throws: A ``LanguageModelError`` when the model has no vocabulary or the text is too long.
        public func tokenize(
            _ text: String,
            addSpecial: Bool = true,
            parseSpecial: Bool = false
        ) throws(LanguageModelError) -> [Int32] {
            try self.loaded.weights.tokenize(text, addSpecial: addSpecial, parseSpecial: parseSpecial)
        }

        /// Turns tokens into text.
        ///
        /// ctransformers: `detokenize`.
        ///
        /// - Parameters:
        ///   - tokens: The tokens.
        ///   - includesSpecial: Whether control tokens give their texts instead of nothing, default false.
        /// - Returns: The text; bytes that are no UTF-8 become U+FFFD.
        /// - Throws: A ``LanguageModelError`` of code `invalidToken` for a token outside the vocabulary.
        public func detokenize(
            _ tokens: [Int32],
            includesSpecial: Bool = false
        ) throws(LanguageModelError) -> String {
            let bytes = try self.loaded.weights.detokenize(
                tokens,
                removeSpecial: !includesSpecial,
                unparseSpecial: includesSpecial
            )
            return String(decoding: bytes, as: UTF8.self)
        }

        /// A token's bytes, possibly a part of a character.
        ///
        /// - Parameters:
        ///   - token: The token.
        ///   - includesSpecial: Whether a control token gives its text instead of nothing, default false.
        /// - Returns: The bytes.
        /// - Throws: A ``LanguageModelError`` of code `invalidToken` for a token outside the vocabulary.
        public func piece(of token: Int32, includesSpecial: Bool = false) throws(LanguageModelError) -> [UInt8] {
            try self.loaded.weights.piece(of: token, special: includesSpecial)
        }

        /// Whether the model ends its answer with this token.
        ///
        /// ctransformers: `is_eos_token`, which knows only one.
        ///
        /// - Parameter token: The token; false for one outside the vocabulary.
        /// - Returns: True for end-of-text and end-of-turn tokens.
        public func isEndOfGeneration(_ token: Int32) -> Bool { self.loaded.weights.isEndOfGeneration(token) }

        /// How many tokens the vocabulary has.
        ///
        /// ctransformers: `vocab_size`.
        public var vocabularySize: Int { self.loaded.weights.vocabularySize }

        /// The token that texts begin with, if there is one.
        ///
        /// ctransformers: `bos_token_id`.
        public var beginOfTextToken: Int32? { self.loaded.weights.specialToken(Int(MARTLET_TOKEN_BOS)) }

        /// The token that texts end with, if there is one.
        ///
        /// ctransformers: `eos_token_id`.
        public var endOfTextToken: Int32? { self.loaded.weights.specialToken(Int(MARTLET_TOKEN_EOS)) }

        /// The token that a turn of a chat ends with, if there is one.
        public var endOfTurnToken: Int32? { self.loaded.weights.specialToken(Int(MARTLET_TOKEN_EOT)) }

        /// The token of a line's end, if there is one.
        public var newlineToken: Int32? { self.loaded.weights.specialToken(Int(MARTLET_TOKEN_NEWLINE)) }

        /// The token that fills texts up, if there is one.
        public var paddingToken: Int32? { self.loaded.weights.specialToken(Int(MARTLET_TOKEN_PAD)) }
    }
#endif
