import Foundation
import Testing

@testable import LanguageModels

struct StopMatcherTests {
    /// Pieces go in one after another; what comes out of each, and the stop text that ended it.
    struct Case: Sendable, CustomTestStringConvertible {
        var stops: [String]
        var pieces: [String]
        var shown: [String]
        var stop: String?
        var rest = ""

        var testDescription: String { "\(self.stops) in \(self.pieces)" }
    }

    static let cases = [
        Case(stops: [], pieces: ["red ", "green"], shown: ["red ", "green"]),
        Case(stops: ["x"], pieces: ["red ", "green"], shown: ["red ", "green"]),
        Case(stops: ["green"], pieces: ["red ", "green", "blue"], shown: ["red ", ""], stop: "green"),
        Case(stops: ["red"], pieces: ["red "], shown: [""], stop: "red"),
        Case(stops: ["een"], pieces: ["green blue"], shown: ["gr"], stop: "een"),
        Case(stops: ["d gr"], pieces: ["red", " gr", "een"], shown: ["re", ""], stop: "d gr"),
        Case(stops: ["END"], pieces: ["aE", "N", "D b"], shown: ["a", "", ""], stop: "END"),
        Case(stops: ["END"], pieces: ["aE", "N", "T"], shown: ["a", "", "ENT"]),
        Case(stops: ["END"], pieces: ["aE", "N"], shown: ["a", ""], rest: "EN"),
        Case(stops: ["aab"], pieces: ["aa", "ab"], shown: ["", "a"], stop: "aab"),
        Case(stops: ["ab", "abc"], pieces: ["xabc"], shown: ["x"], stop: "ab"),
        Case(stops: ["abc", "ab"], pieces: ["xabc"], shown: ["x"], stop: "abc"),
        Case(stops: ["late", "early"], pieces: ["1 early 2 late"], shown: ["1 "], stop: "early"),
        Case(stops: ["\n\n"], pieces: ["line\n", "\n", "more"], shown: ["line", ""], stop: "\n\n"),
        Case(stops: ["\n\n"], pieces: ["line\n", "next"], shown: ["line", "\nnext"]),
        Case(stops: ["日本"], pieces: ["x日", "本"], shown: ["x", ""], stop: "日本"),
        Case(stops: ["日本"], pieces: ["x日", "曜"], shown: ["x", "日曜"]),
        Case(stops: ["abab"], pieces: ["aba", "bab"], shown: ["", ""], stop: "abab"),
        Case(stops: ["<|end|>"], pieces: ["<", "|", "end", "|", "> x"], shown: ["", "", "", "", ""], stop: "<|end|>"),
    ]

    @Test(arguments: cases)
    func `text is shown as soon as it cannot belong to a stop text`(test: Case) {
        var matcher = StopMatcher(test.stops)
        var stop: String?
        var shown: [String] = []
        for piece in test.pieces where stop == nil {
            let output = matcher.append(Array(piece.utf8))
            shown.append(String(decoding: output.bytes, as: UTF8.self))
            stop = output.stop
        }
        #expect(shown == test.shown)
        #expect(stop == test.stop)
        if stop == nil { #expect(String(decoding: matcher.finish(), as: UTF8.self) == test.rest) }
    }

    @Test(arguments: [["lo"], ["l", "o w"], ["world", "hello"], ["zzz", "d!"], ["hellp"]])
    func `the shown text does not depend on how the text is cut`(stops: [String]) {
        let text = "say hello world hellp d!"
        let expected = stops.compactMap { text.range(of: $0)?.lowerBound }.min().map { String(text[..<$0]) } ?? text
        for first in 0...text.count {
            for second in first...text.count {
                let bytes = Array(text.utf8)
                var assembler = TextAssembler(stops: stops)
                var shown = ""
                var stopped = false
                for piece in [bytes[..<first], bytes[first..<second], bytes[second...]] where !stopped {
                    let output = assembler.append(Array(piece))
                    shown += output.text
                    stopped = output.stop != nil
                }
                if !stopped { shown += assembler.finish() }
                #expect(shown == expected)
            }
        }
    }
}
