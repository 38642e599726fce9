import Foundation
import MartletMarkdown
import Testing

/// The texts that the browser's tests show as well, in `Tests/Browser/hostile_texts.json`.
struct HostileTexts: Decodable {
    let messages: [String]
    let names: [String]

    static let all: HostileTexts? = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "Browser/hostile_texts.json")
        guard let data = try? Data(contentsOf: file) else { return nil }
        return try? JSONDecoder().decode(HostileTexts.self, from: data)
    }()

    static let messages: [String] = (all?.messages ?? []) + (all?.names ?? [])
}

struct HostileTextTests {
    private static let schemes: Set<String> = ["http", "https", "mailto", "ftp"]

    @Test func `the texts are there`() {
        #expect(HostileTexts.messages.count >= 200)
    }

    @Test(arguments: HostileTexts.messages, [false, true])
    func `a text gets no tag, attribute or address of its own`(text: String, latex: Bool) throws {
        try self.expectHarmless(MarkdownRenderer(options: .init(latex: latex)).html(text))
    }

    @Test(arguments: HostileTexts.messages)
    func `nor does it while it streams`(text: String) throws {
        var stream = StreamingMarkdown(renderer: MarkdownRenderer())
        for character in text {
            stream.append(String(character))
            for block in stream.update()?.blocks ?? [] { try self.expectHarmless(block) }
        }
    }

    @Test(arguments: HostileTexts.messages)
    func `code and escaped text are text`(text: String) throws {
        let renderer = MarkdownRenderer()
        try self.expectHarmless(renderer.codeBlock(text, language: text))
        let escaped = renderer.escape(text)
        #expect(!escaped.contains("<") && !escaped.contains(">") && !escaped.contains("\""))
    }

    private func expectHarmless(_ html: String) throws {
        for tag in try HTMLTag.all(in: html) {
            #expect(HTMLTag.harmlessNames.contains(tag.name), "\(html)")
            for (name, value) in tag.attributes {
                #expect(HTMLTag.harmlessAttributes.contains(name), "\(html)")
                guard name == "href" || name == "src" else { continue }
                let scheme = value.lowercased().prefixMatch(of: /([a-z][a-z0-9+.-]*):/)?.1
                #expect(scheme.map { Self.schemes.contains(String($0)) } ?? true, "\(html)")
                // An image is fetched at once, so it lies on this origin.
                if name == "src" { #expect(value.hasPrefix("/") && !value.hasPrefix("//"), "\(html)") }
            }
        }
    }
}
