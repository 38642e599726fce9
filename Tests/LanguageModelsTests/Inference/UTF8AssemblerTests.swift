import Testing

@testable import LanguageModels

struct UTF8AssemblerTests {
    static let texts = [
        "", "plain", "é", "é abc ü", "日本語", "👩‍👩‍👧‍👦 family", "e\u{301}", "\u{10FFFF}", "a\u{0}b", "ÿ😀",
    ]

    @Test(arguments: texts)
    func `cutting a text into single bytes gives the same text`(text: String) {
        var assembler = UTF8Assembler()
        var output: [UInt8] = []
        for byte in text.utf8 { output += assembler.append([byte]) }
        output += assembler.finish()
        #expect(output == Array(text.utf8))
    }

    @Test(arguments: texts)
    func `each piece given out is whole characters and holds at most three bytes back`(text: String) {
        for cut in 0...text.utf8.count {
            var assembler = UTF8Assembler()
            let first = assembler.append(Array(text.utf8.prefix(cut)))
            #expect(String(validating: first, as: UTF8.self) != nil)
            #expect(assembler.held.count <= 3)
            let rest = assembler.append(Array(text.utf8.dropFirst(cut)))
            #expect(first + rest == Array(text.utf8))
        }
    }

    static let damaged: [[UInt8]] = [
        [0xFF], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF5, 0x80],
        [0x61, 0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80], [0xC3, 0x28], [0xE2, 0x82, 0x41], [0xF4, 0x90, 0x80, 0x80],
    ]

    @Test(arguments: damaged)
    func `damaged bytes become replacement characters however they are cut`(bytes: [UInt8]) {
        let whole = String(decoding: bytes, as: UTF8.self)
        #expect(whole.unicodeScalars.contains("\u{FFFD}"))
        for cut in 0...bytes.count {
            var assembler = UTF8Assembler()
            let output = assembler.append(bytes[..<cut]) + assembler.append(bytes[cut...]) + assembler.finish()
            #expect(String(decoding: output, as: UTF8.self) == whole)
        }
    }

    @Test func `an invalid byte is not held back`() {
        var assembler = UTF8Assembler()
        #expect(assembler.append([0xFF]) == Array("\u{FFFD}".utf8))
        #expect(assembler.held.isEmpty)
    }
}
