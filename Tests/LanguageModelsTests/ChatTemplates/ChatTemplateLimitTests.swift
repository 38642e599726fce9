import Foundation
import Testing

@testable import LanguageModels

struct ChatTemplateLimitTests {
    @Test(arguments: [
        "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='ab') %}{% for a in range(100) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for a in range(100) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for a in range(1000) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[]) %}{% for a in range(60) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(x) %}{{ m(x + 1) | upper ~ (x if x else m(x)) }}{% endmacro %}{{ m(0) }}",
        "{{ 'x' * 1000000000000 }}",
        "{{ 'x' * 9223372036854775807 }}",
        "{{ [1] * 9223372036854775807 }}",
        "{{ range(1000000000) | length }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x' | indent(1000000000, true) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ ('a' * 100000).replace('a', 'b' * 100) }}",
        "{% set a = 'a' * 1000000 %}{% for i in range(100000) %}{{ a }}{% endfor %}",
        "{% set a = 'a' * 100000 %}{% for i in range(100000) %}{{ 'ab' in a }}{% endfor %}",
        "{{ 2 ** 100 }}",
        "{{ 9223372036854775807 + 1 }}",
        "{{ -9223372036854775807 * 2 }}",
        "{% for x in tree recursive %}{{ loop(tree) }}{% endfor %}",
    ])
    func `a hostile template ends with an error`(_ source: String) {
        // Fewer steps than the real limit: what is tested is that every kind of work is counted.
        let error = #expect(throws: JinjaFailure.self) {
            try JinjaThread.run {
                let tree = try ChatTemplateCase.variables["tree"]?.jinjaValue() ?? .none
                let renderer = JinjaRenderer(variables: ["tree": tree], now: .now, stepLimit: 300_000)
                return try renderer.render(try JinjaParser.parse(source)).string
            }
        }
        #expect(error?.position?.line == 1)
    }

    @Test(arguments: [
        ("(", ")"), ("[", "]"), ("{'a':", "}"), ("not ", ""), ("-", ""), ("dict(a=", ")"), ("a[", "]"),
        ("1 if 1 else (", ")"), ("x is in (", ")"), ("2 ** (", ")"), ("1 | d(", ")"),
    ])
    func `an expression nested too deeply is refused`(_ opening: String, _ closing: String) {
        let depth = 1000
        let source = String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        let error = #expect(throws: LanguageModelError.self) { try ChatTemplate("{{ \(source) }}") }
        #expect(error?.message.contains("levels lie inside one another") == true)
    }

    @Test(arguments: ["if x", "for x in y", "filter upper", "set x", "macro m()", "with", "generation", "call m()"])
    func `blocks nested too deeply are refused`(_ block: String) {
        let error = #expect(throws: LanguageModelError.self) {
            try ChatTemplate(String(repeating: "{% \(block) %}", count: 1000))
        }
        #expect(error?.code == .templateFailed)
    }

    @Test(arguments: [" + 1", " ~ 1", " and 1", " == 1", " | string", " if 1 else 1", " * 1", " or 0"])
    func `a long chain is no deep nesting`(_ link: String) throws {
        let text = try ChatTemplateCase.render("{{ 1\(String(repeating: link, count: 1000)) }}")
        #expect(!text.isEmpty)
    }

    @Test(arguments: [
        "'x'.ljust(N)", "'x'.center(N)", "'x'.zfill(N)", "'x' * N", "[1] * N", "N * 'x'", "2.5 | round(N)", "N | abs",
        "N ** 2", "N // -1", "N % -1", "-N", "N - 1", "N + 1", "'x'[N:]", "'x'[:N]", "'x'[::N]", "[1][N]",
        "[1, 2][N:N]",
        "'x'[N]", "range(N) | list", "range(0, N) | length", "range(0, 5, N) | list", "range(N, M) | length",
        "'x' | truncate(N)", "'x' | truncate(9, leeway=N)", "'x' | indent(N)", "'x' | center(N)", "[1] | batch(N)",
        "[1] | slice(N)", "'a b'.split(None, N)", "'a b'.split(' ', N)", "'a'.replace('a', 'b', N)", "'x'.find('x', N)",
        "'x'.startswith('x', N)", "{1: 2} | tojson(indent=N)", "'a'.expandtabs(N)", "'{:d}'.format(N)", "'%d' % N",
        "N | float | int", "N | string | int", "(N | float) * 4 | int", "'z' | int(base=N)", "[3] | sum(start=N)",
        "[N] | sum(start=N)", "loop(N)", "cycler(N).next()", "N is divisibleby N", "N is odd",
    ])
    func `extreme integers end in a text or an error`(_ expression: String) throws {
        let extremes = [
            ("(-9223372036854775807 - 1)", "9223372036854775807"), ("9223372036854775807", "0"), ("0", "1"),
        ]
        for (low, high) in extremes {
            let source = expression.replacing("N", with: low).replacing("M", with: high)
            do {
                let text = try ChatTemplateCase.render("{{ \(source) }}", [:])
                #expect(text.utf8.count < 1000)
            } catch {
                #expect(error as? LanguageModelError != nil)
            }
        }
    }

    @Test
    func `a namespace that holds itself can be printed`() throws {
        let source = "{% set ns = namespace(a=1) %}{% set ns.b = [ns] %}{{ ns }}"
        #expect(try ChatTemplateCase.render(source) == "<Namespace {'a': 1, 'b': [<Namespace>]}>")
    }

    @Test
    func `nesting at the limit fits a small thread's stack`() throws {
        let depth = JinjaLimits.sourceDepth - 4
        let sources = [
            "{{ " + String(repeating: "(1 + ", count: depth) + "1" + String(repeating: ")", count: depth) + " }}",
            "{{ " + String(repeating: "[", count: 60) + String(repeating: "]", count: 60) + " }}",
            String(repeating: "{% if true %}", count: depth) + String(repeating: "{% endif %}", count: depth),
            "{% macro m(x) %}{% if x %}{% for i in [1] %}{{ (m(x) ~ '') | upper }}{% endfor %}{% endif %}{% endmacro %}"
                + "{{ m(1) }}",
        ]
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            for source in sources { _ = try? ChatTemplateCase.render(source, [:]) }
            done.signal()
        }
        // What macOS gives the threads that tasks run on.
        thread.stackSize = 512 << 10
        thread.start()
        #expect(done.wait(timeout: .now() + 60) == .success)
    }
}
