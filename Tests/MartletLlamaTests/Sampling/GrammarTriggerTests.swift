#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Grammars that begin where the model has written a trigger.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct GrammarTriggerTests {
        private let weights: LlamaWeights
        private let writer: GrammarWriter

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
            self.writer = try GrammarWriter(self.weights)
        }

        private func sampler() throws -> ShimSampler {
            let grammar = "root ::= (\"<call>\" | \"(*\") [0-9]+ \";\""
            return try ShimSampler(self.weights, grammar: grammar, triggers: ["<call>", "(*"])
        }

        @Test(arguments: [
            "<call>", "Well, <call>", "<ca<call>", "( * (*", "日本(*", String(repeating: "x", count: 300) + "(*",
        ])
        func `text is free up to a trigger and bound from there on`(text: String) throws {
            let sampler = try self.sampler()
            #expect(sampler.allows(self.writer.end))
            #expect(try self.writer.write(text, to: sampler))
            #expect(!sampler.allows(self.writer.end))
            let (letter, digit) = (try self.writer.token("x"), try self.writer.token("7"))
            #expect(!sampler.allows(letter) && sampler.allows(digit))
            let copy = try sampler.clone()
            #expect(try self.writer.write("12;", to: sampler))
            #expect(sampler.allows(self.writer.end))
            #expect(try !sampler.allows(self.writer.token("1")))
            #expect(try self.writer.write("9;", to: copy))
        }

        @Test func `without a trigger the answer ends as it likes`() throws {
            let sampler = try self.sampler()
            #expect(try self.writer.write("<call (", to: sampler))
            // A copy made while half a trigger is written goes on with it.
            let copy = try sampler.clone()
            #expect(try self.writer.choose(self.writer.end, from: sampler) == self.writer.end)
            #expect(try self.writer.write("*", to: copy))
            #expect(try !copy.allows(self.writer.token("a")))
            copy.reset()
            #expect(try self.writer.write("free", to: copy))
        }

        @Test func `a prompt triggers nothing`() throws {
            let sampler = try self.sampler()
            sampler.accept(try "<call>".utf8.map { try self.writer.token(String(UnicodeScalar($0))) })
            #expect(try self.writer.write("free", to: sampler))
        }

        @Test func `a token that goes on wrongly after a trigger is refused`() throws {
            let sampler = try ShimSampler(self.weights, grammar: "root ::= \"t\" [0-9]+", triggers: ["t"])
            let tokens = 0..<Int32(self.weights.vocabularySize)
            var (refused, allowed) = (0, 0)
            for token in tokens where !self.weights.isEndOfGeneration(token) {
                let piece = String(decoding: try self.weights.piece(of: token), as: UTF8.self)
                guard let trigger = piece.firstIndex(of: "t") else { continue }
                let isRight = piece[trigger...].dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
                #expect(sampler.allows(token) == isRight, "\(piece)")
                if isRight { allowed += 1 } else { refused += 1 }
                // What is refused is not chosen either, however likely.
                if refused == 1, !isRight { #expect(try self.writer.choose(token, from: sampler.clone()) != token) }
            }
            #expect(refused > 3 && allowed > 0)
        }

        @Test func `triggers that cannot be`() throws {
            let grammar = "root ::= \"a\""
            for triggers in [
                [""], ["a", ""], [String(repeating: "a", count: 257)], [String](repeating: "a", count: 65),
            ] {
                let failure = #expect(throws: ShimSampler.Failure.self) {
                    try ShimSampler(self.weights, grammar: grammar, triggers: triggers)
                }
                #expect(failure?.status == Int32(MARTLET_INVALID_ARGUMENT))
            }
            // Signs of regular expressions are only signs.
            let sampler = try ShimSampler(self.weights, grammar: "root ::= \"[(\" \"!\"", triggers: ["[("])
            #expect(try self.writer.write("a[b([(", to: sampler))
            #expect(try self.writer.write("!", to: sampler))
            #expect(sampler.allows(self.writer.end))
        }
    }
#endif
