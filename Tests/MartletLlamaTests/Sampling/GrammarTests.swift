#if Llama
    import CMartletLlama
    import LanguageModels
    import Testing

    @testable import MartletLlama

    /// Grammars: what they let through, and that none of them can do harm.
    @Suite(.enabled(if: LlamaTestModel.exists, "the tests' model is absent; run make in Models"))
    struct GrammarTests {
        private let weights: LlamaWeights
        private let writer: GrammarWriter

        init() throws {
            self.weights = try LlamaWeights(path: LlamaTestModel.path, options: LlamaTestModel.options) { _ in true }
            self.writer = try GrammarWriter(self.weights)
        }

        static let json = #"""
            root ::= object
            object ::= "{" space (pair ("," space pair){0,2})? "}"
            pair ::= string ":" space value
            value ::= object | array | string | number | "true" | "false" | "null"
            array ::= "[" (value ("," space value){0,2})? "]"
            string ::= "\"" ([^"\\\x00-\x1F] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4})){0,12} "\""
            number ::= "-"? ("0" | [1-9] [0-9]{0,5}) ("." [0-9]{1,3})?
            space ::= " "?
            """#

        struct Case: Sendable {
            var grammar: String
            /// Texts that may be an answer.
            var whole: [String]
            /// Texts that an answer may begin with, but not end.
            var begun: [String]
            /// Texts that no answer begins with.
            var refused: [String]
        }

        static let cases = [
            Case(
                grammar: "root ::= [0-9]{2,3}",
                whole: ["12", "123"],
                begun: ["", "1"],
                refused: ["a", "1a", "1234"]
            ),
            Case(
                grammar: "root ::= \"yes\" | \"no\" | \"\"",
                whole: ["yes", "no", ""],
                begun: ["y", "ye", "n"],
                refused: ["x", "yo", "yesn"]
            ),
            Case(
                grammar: "root ::= [^a-c\\n]+ \"\\u00e9日\"?",
                whole: ["xyz", "日本", "é", "xé日"],
                begun: [""],
                refused: ["a", "xa", "\n"]
            ),
            Case(
                grammar: "root ::= (a?)* \".\" # a comment\n\na ::= \"x\" | b\nb ::= (\"y\")\n",
                whole: [".", "x.", "yx."],
                begun: ["", "xyxy"],
                refused: ["..", "z", "x.x"]
            ),
            Case(
                grammar: "root ::= \"(\" root \")\" | . ",
                whole: ["a", "(a)", "((é))"],
                begun: ["", "(a", "((("],
                refused: ["ab", "(a)x"]
            ),
            Case(
                grammar: Self.json,
                whole: [#"{"a": [1, true, "x\n"]}"#, "{}", #"{"é": -0.5}"#],
                begun: ["", "{", #"{"a"#, #"{"a": tr"#],
                refused: ["[", "{a", "{]", #"{"a": 01"#, #"{"a" 1"#, "{}}"]
            ),
        ]

        @Test(arguments: Self.cases)
        func `grammars accept and refuse`(test: Case) throws {
            for text in test.whole {
                let sampler = try ShimSampler(self.weights, grammar: test.grammar)
                #expect(try self.writer.write(text, to: sampler), "\(text)")
                #expect(sampler.allows(self.writer.end), "\(text) is no end")
            }
            for text in test.begun {
                let sampler = try ShimSampler(self.weights, grammar: test.grammar)
                #expect(try self.writer.write(text, to: sampler), "\(text)")
                #expect(!sampler.allows(self.writer.end), "\(text) is an end")
            }
            for text in test.refused {
                let sampler = try ShimSampler(self.weights, grammar: test.grammar)
                #expect(try !self.writer.write(text, to: sampler), "\(text)")
            }
        }

        @Test func `an end comes only where the grammar ends, and nothing after it`() throws {
            let sampler = try ShimSampler(self.weights, grammar: "root ::= \"ab\"")
            // The model's wish to end is refused, and the likeliest allowed token taken.
            #expect(try self.writer.choose(self.writer.end, from: sampler) != self.writer.end)
            let other = try ShimSampler(self.weights, grammar: "root ::= \"ab\"")
            // The prompt's tokens are no part of the answer.
            other.accept([self.writer.end, 5, 6])
            #expect(try self.writer.write("ab", to: other))
            #expect(try self.writer.choose(self.writer.token("a"), from: other) == self.writer.end)
            #expect(throws: ShimSampler.Failure.self) { try self.writer.choose(self.writer.end, from: other) }
            let letter = try self.writer.token("a")
            #expect(!other.allows(self.writer.end) && !other.allows(letter))
        }

        @Test(arguments: [Float(0), 1.5], [Int32(0), 20])
        func `whatever is likely, what is written follows the grammar`(temperature: Float, topK: Int32) throws {
            for seed in 0..<UInt32(12) {
                let sampler = try ShimSampler(self.weights, grammar: Self.json) {
                    ($0.temperature, $0.top_k, $0.seed) = (temperature, topK, seed)
                    ($0.penalty_window, $0.repetition_penalty) = (seed % 2 == 0 ? 0 : 32, 1.2)
                }
                let reader = try ShimSampler(self.weights, grammar: Self.json)
                for step in 0..<40 {
                    let logits = fixedLogits(self.weights.vocabularySize, seed: seed * 64 + UInt32(step))
                    let token = try sampler.choose(logits)
                    #expect(reader.allows(token))
                    #expect(try self.writer.choose(token, from: reader) == token)
                    if self.weights.isEndOfGeneration(token) { break }
                }
            }
        }

        static let malformed: [(String, String)] = [
            ("", "no rule"), (" \n# nothing\n", "no rule"), ("x ::= \"a\"", "no rule \"root\""),
            ("root ::= (\"a\"", "bracket"), ("root ::= \"a", "no end"), ("root ::= [a", "no end"),
            ("root ::= a", "\"a\""), ("root ::= \"\\q\"", "escape"), ("root ::= \"\\x4\"", "hexadecimal"),
            ("root := \"a\"", "::="), ("root ::= *", "nothing to repeat"), ("root ::= \"\"+", "nothing to repeat"),
            ("root ::= \"a\"{3,2}", "ends before"), ("root ::= \"a\"{99999}", "2000"),
            ("root ::= \"a\"{99999999999999999999}", "too large"), ("root ::= \"a\"{2000}{2000}", "2000"),
            ("root ::= \"a\"{2", "}"), ("root ::= \"a\"{x}", "number"), ("root ::= )", "cannot be read"),
            ("root ::= \"a\" é", "cannot be read"), ("root ::= root \"a\" | \"b\"", "left recursion"),
            ("root ::= a\na ::= b \"x\" | \"y\"\nb ::= a", "left recursion"),
            // The library does not see these, and uses up the memory or ends the process.
            ("root ::= n root \"x\" | \"y\"\nn ::= m\nm ::= \"\"", "left recursion"),
            ("root ::= \"x\" a\na ::= n a\nn ::= m\nm ::= \"\"", "generates nothing"),
            ("root ::= <[99999999]>", "vocabulary"), ("root ::= <no such token>", "token"), ("root ::= <x", ">"),
        ]

        @Test(arguments: Self.malformed)
        func `malformed grammars are refused with a reason`(grammar: String, reason: String) throws {
            let failure = #expect(throws: ShimSampler.Failure.self) {
                try ShimSampler(self.weights, grammar: grammar) { $0.temperature = 1 }
            }
            #expect(failure?.status == Int32(MARTLET_INVALID_ARGUMENT))
            #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
        }

        @Test func `grammars that are too large are refused`() throws {
            let cases = [
                ("root ::= " + String(repeating: "(", count: 5000), "brackets"),
                ("root ::= \"" + String(repeating: "a", count: 999) + "\"{999}", "large"),
                (
                    "root ::= r0\n" + (0..<40).map { "r\($0) ::= r\($0 + 1) | r\($0 + 1)\n" }.joined()
                        + "r40 ::= \"a\"",
                    "too many"
                ),
                (String(repeating: "#", count: 1 << 21), "1 MiB"),
            ]
            for (grammar, reason) in cases {
                let failure = #expect(throws: ShimSampler.Failure.self) {
                    try ShimSampler(self.weights, grammar: grammar)
                }
                #expect(failure?.description.contains(reason) == true, "\(failure?.description ?? "")")
            }
        }

        @Test func `a grammar that can be read in more and more ways is given up in time`() throws {
            // Each of its texts can be read in as many ways as there are, which no look at its beginning tells.
            let grammar = "root ::= s\ns ::= \"x\" s s | \"x\" s t | \"x\"\nt ::= \"x\" s s | \"x\" s t | \"x\""
            let sampler = try ShimSampler(self.weights, grammar: grammar)
            let letter = try self.writer.token("x")
            let clock = ContinuousClock()
            var longest = Duration.zero
            var failure: ShimSampler.Failure?
            for _ in 0..<1000 where failure == nil {
                let start = clock.now
                do { _ = try self.writer.choose(letter, from: sampler) } catch let error as ShimSampler.Failure {
                    failure = error
                }
                longest = max(longest, clock.now - start)
            }
            #expect(failure?.description.contains("takes too long") == true)
            // The step that took too long is the last one.
            #expect(longest < .seconds(10))
            #expect(!sampler.allows(letter))
            sampler.reset()
            #expect(sampler.allows(letter))
        }

        @Test func `one long token cannot take longer than many short ones`() throws {
            // The longest token that is one byte again and again.
            let runs = try (0..<Int32(self.weights.vocabularySize)).compactMap { token -> (Int32, [UInt8])? in
                let piece = try self.weights.piece(of: token)
                guard let first = piece.first, piece.allSatisfy({ $0 == first }), first < 0x80 else { return nil }
                return (token, piece)
            }
            let (token, piece) = try #require(runs.max { $0.1.count < $1.1.count })
            let digits = String(piece[0], radix: 16)
            let byte = "\"\\x" + String(repeating: "0", count: 2 - digits.count) + digits + "\""
            let grammar =
                "root ::= s\ns ::= \(byte) s s | \(byte) s t | \(byte)\nt ::= \(byte) s s | \(byte) s t | \(byte)"
            let sampler = try ShimSampler(self.weights, grammar: grammar)
            let clock = ContinuousClock()
            let start = clock.now
            let failure = #expect(throws: ShimSampler.Failure.self) {
                for _ in 0..<1000 { _ = try self.writer.choose(token, from: sampler) }
            }
            #expect(failure?.description.contains("takes too long") == true, "\(piece.count) bytes")
            #expect(clock.now - start < .seconds(20))
        }

        @Test func `each sampler of a grammar begins at its beginning`() throws {
            let grammar = "root ::= \"ab\" \"c\"?"
            let first = try ShimSampler(self.weights, grammar: grammar)
            #expect(try self.writer.write("ab", to: first))
            let second = try ShimSampler(self.weights, grammar: grammar)
            #expect(try self.writer.write("abc", to: second))
            let (letter, next) = (try self.writer.token("a"), try self.writer.token("c"))
            #expect(first.allows(next) && !first.allows(letter))
            first.reset()
            #expect(!first.allows(next) && first.allows(letter))
            // The same text with a trigger is another grammar.
            let lazy = try ShimSampler(self.weights, grammar: grammar, triggers: ["ab"])
            #expect(lazy.allows(next))
            // Too long to be kept.
            let long = try ShimSampler(self.weights, grammar: grammar + "\n#" + String(repeating: "#", count: 1 << 17))
            #expect(try self.writer.write("abc", to: long))
            long.reset()
            #expect(try self.writer.write("ab", to: long))
        }

        @Test func `any mixture of a grammar's signs is a grammar or an error`() throws {
            var generator = MersenneTwister(seed: 9)
            let signs = [
                "root", " a", " b", " ::= ", "\n", " | ", "\"x\"", "\"\"", "[a-z]", "[^x]", "[]", ".", "(", ")", "*",
                "+",
                "?", "{2}", "{0,3}", "{1,}", "{3,2}", "#c\n", "<[3]>", "!<[5]>", "\\", "\"é\"", "\"", "\na ::= ",
                "\nb ::= ", "\"y\"", " \"z\" ", "\"w\"",
            ]
            var used = 0
            for round in 0..<300 {
                var grammar = "root ::= \"r\" "
                for _ in 0..<generator() % 14 { grammar += signs[Int(generator()) % signs.count] }
                guard
                    let sampler = try? ShimSampler(self.weights, grammar: grammar, { $0.temperature = 1 })
                else { continue }
                used += 1
                for step in 0..<6 {
                    let logits = fixedLogits(self.weights.vocabularySize, seed: UInt32(round * 8 + step))
                    guard let token = try? sampler.choose(logits), !self.weights.isEndOfGeneration(token) else { break }
                    _ = try sampler.clone()
                }
            }
            #expect(used > 20)
        }
    }
#endif
