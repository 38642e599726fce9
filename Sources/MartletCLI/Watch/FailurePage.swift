import Foundation

/// The page that stands in for an app that has never compiled yet: the compiler's words, looked at again each second.
enum FailurePage {
    /// A whole HTTP answer.
    ///
    /// - Parameter diagnostics: What the compiler said; empty while it still works.
    static func response(diagnostics: String) -> String {
        let text = diagnostics.isEmpty ? "Compiling…" : diagnostics
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let title = diagnostics.isEmpty ? "Compiling" : "The app does not compile"
        let html = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="1">
            <style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;\
            padding:0 1rem}pre{overflow:auto;padding:1rem;border:1px solid;border-radius:.5rem;font-size:.85rem}</style>
            </head><body><h1>\(title)</h1><pre class="build-error">\(escaped)</pre>
            <p>This page shows the app as soon as it compiles.</p></body></html>
            """
        return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\n"
            + "Cache-Control: no-store\r\nConnection: close\r\nContent-Length: \(html.utf8.count)\r\n\r\n" + html
    }
}
