import Foundation
import Hummingbird
import Logging
import MartletCore
import Testing

@testable import MartletServer

struct OwnPageTests {
    private static let files = [
        "index.html": """
        <link rel="stylesheet" href="/assets/styles/a.css">
        <link rel="stylesheet" href="/assets/styles/b.css" media="print">
        <script type="module" src="/assets/app.js"></script>
        <!-- MODULES START -->
        <link rel="modulepreload" href="/assets/a.js">
        <!-- MODULES END -->
        """,
        "assets/app.js": "import { a } from './a.js';\na();", "assets/a.js": "export function a() {}",
        "assets/late.js": "import { a } from './a.js';\na();", "assets/styles/a.css": "a { b: c }",
        "assets/styles/b.css": "d { e: f }",
    ]

    private func page(_ root: URL, isWatched: Bool = false) throws -> OwnPage {
        try OwnPage(
            folder: root,
            isWatched: isWatched,
            configuration: ChatConfiguration(),
            prefix: "",
            logger: Logger(label: "test")
        )
    }

    private func text(_ page: JoinedPage, _ path: String) -> String {
        page.asset(path).map { String(buffer: $0.file.contents) } ?? ""
    }

    @Test func `scripts and sheets are joined`() async throws {
        try await withFolder(files: Self.files) { root in
            let page = try self.page(root).content.page
            #expect(self.text(page, "app.js").contains("function a(){}"))
            #expect(self.text(page, "styles/page.css") == "a{b: c}\n@media print{d{e: f}\n}\n")
            #expect(self.text(page, "late.js").hasPrefix("import{\"assets/a.js\" as module$0}from\"./app.js\";\n"))
            #expect(page.template.matches(of: /stylesheet/).count == 1 && !page.template.contains("modulepreload"))
            #expect(page.versioned("late.js") == "\(page.version)/late.js")
            #expect(page.versioned("app.js") == nil && page.versioned("\(page.version)/late.js") == nil)
            #expect(page.asset("\(page.version)/app.js")?.isVersioned == true && page.asset("nothing.js") == nil)
        }
    }

    @Test func `what cannot be joined is served as it lies`() async throws {
        let files = Self.files.merging(["assets/app.js": "import 'library';"]) { $1 }
        try await withFolder(files: files) { root in
            let page = try self.page(root).content.page
            #expect(self.text(page, "app.js") == "import 'library';")
            #expect(page.template == Self.files["index.html"] && page.worker == nil)
        }
    }

    @Test func `a change shows while somebody works on the page, and only then`() async throws {
        try await withFolder(files: Self.files) { root in
            let (watched, fixed) = (try self.page(root, isWatched: true), try self.page(root))
            let before = watched.content.page.version
            #expect(fixed.content.page.version == before)
            try Data("export function a() { b(); }".utf8).write(to: root.appending(path: "assets/a.js"))
            #expect(watched.content.page.version != before && fixed.content.page.version == before)
            #expect(self.text(watched.content.page, "app.js").contains("b();"))
        }
    }

    @Test func `a folder without a page is refused`() async throws {
        try await withFolder(files: [:]) { root in
            #expect(throws: MartletError.self) { try self.page(root) }
        }
    }
}
