import Foundation
import Testing

@testable import MartletServer

struct MultipartParserTests {
    private static func parse(_ text: String) throws -> MultipartFuzz.Outcome {
        var fuzz = MultipartFuzz(seed: 0)
        let outcome = fuzz.parse(Array(text.utf8), inPieces: false)
        if let flaw = outcome.flaw { throw flaw }
        return outcome
    }

    private static func form(_ head: String, _ contents: String = "x") -> String {
        "------form7\r\n\(head)\r\n\r\n\(contents)\r\n------form7--\r\n"
    }

    private static let disposition = "Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\""

    @Test(arguments: 0..<200)
    func `forms of all kinds are read, however their bytes come`(seed: Int) throws {
        var fuzz = MultipartFuzz(seed: UInt64(seed))
        let (body, contents) = fuzz.form()
        let whole = fuzz.parse(body, inPieces: false)
        #expect(whole.flaw == nil && whole.isComplete && whole.isInOrder)
        #expect(whole.parts.map(\.contents) == contents)
        for _ in 0..<20 {
            #expect(fuzz.parse(body, inPieces: true) == whole)
        }
    }

    /// `MARTLET_FUZZ_CASES` says how many; a million were run while this was written.
    @Test func `broken forms are refused or read, and never in two ways`() {
        let count = ProcessInfo.processInfo.environment["MARTLET_FUZZ_CASES"].flatMap(Int.init) ?? 5000
        var fuzz = MultipartFuzz(seed: 20)
        let (bad, refused) = fuzz.run(count)
        #expect(bad.isEmpty, "\(bad.map { String(decoding: $0, as: UTF8.self).debugDescription })")
        #expect(refused > count / 10 && refused < count)
    }

    @Test(arguments: [
        ("filename=\"a.txt\"", "a.txt"), ("filename=\"a%22b\"", "a\"b"), (#"filename="a\"b""#, "a\"b"),
        (#"filename="C:\dir\a.txt""#, #"C:\dir\a.txt"#), ("filename=plain.txt", "plain.txt"),
        ("filename=\"x\"; filename*=UTF-8''%C3%BC.txt", "ü.txt"), ("filename=\"a;b.txt\"", "a;b.txt"),
        ("FileName = \"a.txt\"", "a.txt"), ("filename=\"\"", ""), ("filename=\"open", "open"),
    ])
    func `names are read as clients write them`(parameter: String, name: String) throws {
        let head = "Content-Disposition: form-data; name=\"file\"; \(parameter)"
        let outcome = try Self.parse(Self.form(head))
        #expect(outcome.parts.map(\.head.fileName) == [name])
        #expect(outcome.parts.map(\.head.name) == ["file"])
    }

    @Test(arguments: [
        ("no boundary at all", false), ("------form7", false), ("------form7x\r\n\r\n", true),
        ("------form7 \t\r\nContent-Disposition: attachment\r\n\r\nx", true), ("------form7\r\n\r\nx", true),
        ("------form7\r\nno colon\r\n\r\nx", true), ("------form7\r\n: x\r\n\r\nx", true),
        ("------form7\r\nA: b\rc\r\n\r\nx", true), ("------form7--", false), ("", false),
    ])
    func `what is no form is refused, or not complete`(body: String, isRefused: Bool) {
        var fuzz = MultipartFuzz(seed: 1)
        let outcome = fuzz.parse(Array(body.utf8), inPieces: false)
        #expect((outcome.flaw != nil) == isRefused)
        #expect(outcome.parts.isEmpty)
    }

    @Test func `endless heads, preambles and paddings are refused while they come`() {
        let starts = ["", "------form7\r\n\(Self.disposition)\r\nX: ", "------form7"]
        for (start, filler) in zip(starts, ["p", "a", " "]) {
            var parser = MultipartParser(boundary: MultipartFuzz.boundary)
            #expect(throws: MultipartParser.Flaw.self) {
                try parser.parse(Array(start.utf8)) { _ in }
                for _ in 0..<1000 { try parser.parse(Array(String(repeating: filler, count: 100).utf8)) { _ in } }
            }
        }
    }

    @Test func `contents are told as they come, not when they end`() throws {
        var parser = MultipartParser(boundary: MultipartFuzz.boundary)
        try parser.parse(Array("------form7\r\n\(Self.disposition)\r\n\r\n".utf8)) { _ in }
        var told = 0
        for _ in 0..<64 {
            try parser.parse([UInt8](repeating: 13, count: 65_536)) { event in
                if case .contents(let bytes) = event { told += bytes.count }
            }
        }
        #expect(told > 64 * 65_536 - 32)
    }

    @Test func `what stands behind the last boundary means nothing`() throws {
        let outcome = try Self.parse(Self.form(Self.disposition) + "------form7\r\ngarbage\r\n\r\n")
        #expect(outcome.isComplete && outcome.parts.count == 1)
    }
}

struct FileNameTests {
    @Test(arguments: [
        ("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), (#"..\..\a.txt"#, "a.txt"), ("a\u{0}b\r\nc.txt", "abc.txt"),
        ("..", "file"), ("", "file"), ("///", "file"), (" \t ", "file"), ("ab\u{202E}gpj.exe", "abgpj.exe"),
        ("ü 文.pdf", "ü 文.pdf"),
        (".env", ".env"), ("\u{7F}\u{9B}x", "x"),
    ])
    func `names are cleaned of all but the name`(sent: String, shown: String) {
        #expect(FileName.shown(sent) == shown)
    }

    @Test(arguments: [("a", 4096), ("文", 4096), ("👩‍👩‍👧", 500)])
    func `long names keep their ending`(character: String, count: Int) {
        let shown = FileName.shown(String(repeating: character, count: count) + ".pdf")
        #expect(shown.utf8.count <= FileName.longest && shown.utf8.count > FileName.longest - 40)
        #expect(shown.hasSuffix("….pdf"))
        #expect(FileName.shown("a." + String(repeating: "b", count: 4096)).utf8.count <= FileName.longest)
    }

    @Test(arguments: [
        ("image/png", "image/png"), ("Text/Plain; charset=latin1", "text/plain"), ("image/png\r\nX: y", "text/plain"),
        ("nonsense", "text/plain"), ("", "text/plain"), ("a/b/c", "text/plain"), ("*/*", "text/plain"),
    ])
    func `types are checked before they are kept`(sent: String, type: String) {
        #expect(UploadType.of(sent, fileName: "a.txt") == type)
        #expect(UploadType.of(nil, fileName: "a.unknown") == "application/octet-stream")
    }
}
