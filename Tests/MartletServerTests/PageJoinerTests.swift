import Testing

@testable import MartletServer

struct PageJoinerTests {
    private func joiner(_ files: [String: String], form: PageJoiner.Form = .module) throws -> PageJoiner {
        try PageJoiner(root: "assets/app.js", form: form) { path in files[path].map { Array($0.utf8) } }
    }

    private func script(_ files: [String: String], form: PageJoiner.Form = .module) throws -> String {
        String(decoding: try self.joiner(files, form: form).script(), as: UTF8.self)
    }

    private func reason(_ files: [String: String]) -> JoiningError? {
        do throws(JoiningError) {
            _ = try PageJoiner(root: "assets/app.js") { path in files[path].map { Array($0.utf8) } }.script()
            return nil
        } catch {
            return error
        }
    }

    @Test func `a module is run before those that import it, and once`() throws {
        let joiner = try self.joiner([
            "assets/app.js": "import './b.js';\nimport './c/d.js';",
            "assets/b.js": "import { e } from \"./c/e.js\";\nf(e);",
            "assets/c/d.js": "import { e } from './e.js';\nimport '../b.js';",
            "assets/c/e.js": "export const e = 1;",
        ])
        #expect(joiner.order == ["assets/c/e.js", "assets/b.js", "assets/c/d.js", "assets/app.js"])
    }

    @Test func `names that are imported become constants`() throws {
        let script = try self.script([
            "assets/app.js": "import d, { a, b as c } from './x.js';\nimport * as all from './x.js';\nf(a, c, d, all);",
            "assets/x.js": "export const a = 1;\nexport function b() {}\nexport default class X {}",
        ])
        let expected = """
            const module$0=(()=>{
            const a=1;
            function b(){}
            class X{}
            return{a,b,default:X};
            })();
            const module$1=(()=>{
            const{default:d,a,b:c}=module$0;
            const all=module$0;
            ;
            ;
            f(a,c,d,all);
            return{};
            })();
            export{module$0 as"assets/x.js",module$1 as"assets/app.js"};

            """
        #expect(script == expected)
    }

    @Test(arguments: [
        ("export const a = 1, b = (1, 2), c = x => x;", "return{a,b,c}"),
        ("const a = 1;\nexport { a, a as b };", "return{a,b:a}"),
        ("export class A extends B {}", "return{A}"), ("export async function a() {}", "return{a}"),
        ("export function* a() {}", "return{a}"), ("export default 1 + 1;", "const module$default=1 + 1;"),
        ("export default function () {}", "const module$default=function(){}"),
        ("export default async function a() {}", "return{default:a}"),
        ("export * from './y.js';", "return{y:module$0.y}"),
        ("export * as all from './y.js';", "return{all:module$0}"),
        ("export { y as z, default } from './y.js';", "return{z:module$0.y,default:module$0.default}"),
    ])
    func `all forms of exports`(source: String, expected: String) throws {
        let script = try self.script([
            "assets/app.js": source, "assets/y.js": "export const y = 1;\nexport default y;",
        ])
        #expect(script.contains(expected), "\(script)")
    }

    @Test func `addresses are seen from the joined file`() throws {
        let script = try self.script([
            "assets/app.js": "import './a/b.js';\nimport('./late.js');\nf(import.meta.url);",
            "assets/a/b.js": """
            import './c.js';
            new URL("../icons.svg", import.meta.url);
            import("./late.js"); import("../late.js"); import(other); import("./c.js");
            """,
            "assets/a/c.js": "",
        ])
        #expect(script.contains(#"new URL("../icons.svg",new URL("./a/b.js",import.meta.url).href)"#))
        #expect(
            script.contains(#"import("./a/late.js");import("./late.js");import(other);Promise.resolve(module$0);"#)
        )
        #expect(script.contains("f(import.meta.url)"))
    }

    @Test func `a module that is loaded later takes from the joined file, and nothing is there twice`() throws {
        let joiner = try self.joiner([
            "assets/app.js": "import { a } from './helpers/a.js';\nimport('./elements/late.js');",
            "assets/helpers/a.js": "export const a = 1;\nexport default 2;",
        ])
        let late = try joiner.lateModule(
            "assets/elements/late.js",
            source: Array("import { a as b } from '../helpers/a.js';\nimport { c } from './other.js';\nf(b, c);".utf8)
        )
        #expect(
            String(decoding: late, as: UTF8.self) == """
                import{"assets/helpers/a.js" as module$0}from"../app.js";
                const{a:b}=module$0;
                ;
                import{c}from './other.js';
                f(b,c);

                """
        )
        let proxy = try #require(joiner.proxy("assets/helpers/a.js"))
        #expect(
            String(decoding: proxy, as: UTF8.self) == """
                import{"assets/helpers/a.js" as module$0}from"../app.js";
                export const{a}=module$0;
                export default module$0.default;

                """
        )
        #expect(joiner.proxy("assets/elements/late.js") == nil && joiner.proxy("assets/app.js") == nil)
    }

    @Test func `a late module passes on what is joined`() throws {
        let joiner = try self.joiner([
            "assets/app.js": "import './a.js';", "assets/a.js": "export const a = 1, b = 2;\nexport default 3;",
        ])
        let source = "export { a as c, default } from './a.js';\nexport * from './a.js';\nexport const d = 4;"
        let late = String(decoding: try joiner.lateModule("assets/late.js", source: Array(source.utf8)), as: UTF8.self)
        for line in [
            "export const c=module$0.a;", "export default module$0.default;", "export const a=module$0.a;",
            "export const b=module$0.b;", "export const d=4;",
        ] {
            #expect(late.contains(line + "\n"), "\(late)")
        }
    }

    @Test func `a script for places without modules shows nothing to the outside`() throws {
        let script = try self.script(["assets/app.js": "f();"], form: .classic)
        #expect(script == "(()=>{\"use strict\";\nconst module$0=(()=>{\nf();\nreturn{};\n})();\n})();\n")
        #expect(throws: JoiningError.self) {
            try self.script(["assets/app.js": "f(import.meta.url)"], form: .classic)
        }
    }

    @Test(arguments: [
        "import './app.js';", "import './missing.js';", "import 'library';", "import { b } from './x.js';",
        "export let a = 1;", "export const { a } = b;", "await f();", "import x from './x.json' with { type: 'json' };",
        "import.meta.resolve('x');", "import '../../x.js';", "const a = 'b",
    ])
    func `what cannot be joined is refused with the file's name`(source: String) throws {
        let error = try #require(self.reason(["assets/app.js": source, "assets/x.js": "", "assets/x.json": ""]))
        #expect(!error.file.isEmpty && error.reason.hasSuffix("."))
    }

    @Test(arguments: [
        "const f = async () => await g();", "async function f() { await g(); }",
        "for (const x of y) { import('./z.js'); }",
        "const o = { import: 1, export: 2 }; o.import; o.export;", "f(`import { a } from 'b'`);", "f('export let a');",
    ])
    func `what only looks like it is taken`(source: String) {
        #expect(self.reason(["assets/app.js": source]) == nil)
    }

    @Test(arguments: [
        ("assets/helpers/a.js", "assets/app.js", "./helpers/a.js"),
        ("assets/app.js", "assets/a/b/c.js", "../../app.js"),
        ("assets/a/x.js", "assets/a/y.js", "./x.js"), ("assets/b/x.js", "assets/a/y.js", "../b/x.js"),
    ])
    func `names of files as others mean them`(path: String, other: String, expected: String) throws {
        #expect(PageJoiner.target(path, from: other) == expected)
        #expect(try PageJoiner.path(expected, from: other) == path)
    }
}
