#if Llama
    import CMartletLlama
    import LanguageModels

    extension LlamaWeights {
        var vocabularySize: Int { Int(martlet_vocabulary_size(self.pointer)) }
        /// A number that is the same for vocabularies of the same kind.
        var vocabularyKind: Int32 { martlet_vocabulary_kind(self.pointer) }

        /// The first token from a start on that both models have and spell in different ways.
        func firstDifference(from other: LlamaWeights, start: Int32) -> Int32? {
            let token = martlet_vocabulary_difference(self.pointer, other.pointer, start)
            return token >= 0 ? token : nil
        }

        /// A token with a role of its own, or nil if the vocabulary has none.
        func specialToken(_ role: Int) -> Int32? {
            let token = martlet_special_token(self.pointer, Int32(role))
            return token >= 0 ? token : nil
        }

        var addsBeginOfText: Bool { martlet_adds_bos(self.pointer) }
        var addsEndOfText: Bool { martlet_adds_eos(self.pointer) }
        var addsSeparator: Bool { martlet_adds_separator(self.pointer) }

        /// Whether a token has an effect of its own.
        func isSpecial(_ token: Int32) -> Bool { martlet_token_is_special(self.pointer, token) }

        func isEndOfGeneration(_ token: Int32) -> Bool {
            martlet_token_is_end_of_generation(self.pointer, token)
        }

        /// The texts of all tokens that have an effect of their own, such as `<|im_end|>`.
        func controlTokenTexts() -> [String] {
            (0..<Int32(self.vocabularySize)).compactMap { token in
                guard martlet_token_is_special(self.pointer, token) else { return nil }
                return try? self.text(of: token)
            }
        }

        func tokenize(_ text: String, addSpecial: Bool, parseSpecial: Bool) throws(LanguageModelError) -> [Int32] {
            var text = text
            var error = martlet_error()
            var count: Int64 = 0
            let tokens = text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters -> [Int32] in
                    // Byte fallback gives a token for each byte, and there may be a token at either end.
                    var tokens = Self.tokens(capacity: characters.count + 2) { buffer, capacity in
                        count = martlet_tokenize(
                            self.pointer,
                            characters.baseAddress,
                            characters.count,
                            addSpecial,
                            parseSpecial,
                            buffer,
                            capacity,
                            &error
                        )
                        return count
                    }
                    if count > tokens.count, error.isSuccess {
                        tokens = Self.tokens(capacity: Int(count)) { buffer, capacity in
                            count = martlet_tokenize(
                                self.pointer,
                                characters.baseAddress,
                                characters.count,
                                addSpecial,
                                parseSpecial,
                                buffer,
                                capacity,
                                &error
                            )
                            return count
                        }
                    }
                    return tokens
                }
            }
            guard error.isSuccess else {
                throw LanguageModelError(
                    .invalidInput,
                    "The text cannot be tokenised: \(error.text); give another text."
                )
            }
            return tokens
        }

        /// A token's bytes, possibly a part of a character.
        ///
        /// - Parameters:
        ///   - token: The token.
        ///   - special: Whether a control token gives its text instead of nothing.
        func piece(of token: Int32, special: Bool = false) throws(LanguageModelError) -> [UInt8] {
            try Self.bytes(guess: 64) { buffer, capacity, error in
                martlet_token_piece(self.pointer, token, special, buffer, capacity, &error)
            }
        }

        /// A token as the vocabulary spells it.
        func text(of token: Int32) throws(LanguageModelError) -> String {
            String(
                decoding: try Self.bytes(guess: 64) { buffer, capacity, error in
                    martlet_token_text(self.pointer, token, buffer, capacity, &error)
                },
                as: UTF8.self
            )
        }

        func detokenize(
            _ tokens: [Int32],
            removeSpecial: Bool,
            unparseSpecial: Bool
        ) throws(LanguageModelError) -> [UInt8] {
            try Self.bytes(guess: tokens.count * 8 + 64) { buffer, capacity, error in
                martlet_detokenize(
                    self.pointer,
                    tokens,
                    tokens.count,
                    removeSpecial,
                    unparseSpecial,
                    buffer,
                    capacity,
                    &error
                )
            }
        }

        private static func tokens(
            capacity: Int,
            _ fill: (UnsafeMutablePointer<Int32>?, Int) -> Int64
        ) -> [Int32] {
            [Int32](unsafeUninitializedCapacity: capacity) { buffer, count in
                let found = fill(buffer.baseAddress, capacity)
                // More than fit means that nothing usable was written.
                count = found >= 0 && found <= Int64(capacity) ? Int(found) : 0
            }
        }

        /// Calls with room for a guess, and once more if that was too little.
        private static func bytes(
            guess: Int,
            _ fill: (UnsafeMutablePointer<CChar>?, Int, inout martlet_error) -> Int64
        ) throws(LanguageModelError) -> [UInt8] {
            var capacity = guess
            while true {
                var error = martlet_error()
                var needed = 0
                let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                    let size = buffer.withMemoryRebound(to: CChar.self) { fill($0.baseAddress, $0.count, &error) }
                    needed = Int(max(size, 0))
                    count = needed <= capacity ? needed : 0
                }
                guard error.isSuccess else {
                    throw LanguageModelError(
                        .invalidToken,
                        "\(error.text.capitalizedFirst); give a token of this model."
                    )
                }
                if needed <= capacity { return bytes }
                capacity = needed
            }
        }
    }

    extension String {
        /// The string as the beginning of a sentence.
        var capitalizedFirst: String { self.prefix(1).uppercased() + self.dropFirst() }
    }
#endif
