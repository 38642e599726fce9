import Foundation
import LanguageModels
import Testing

extension RemoteCalls {
    /// Answers that must have a form.
    @Suite struct Formats {
        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `an answer keeps to a schema, and to its order`(server: RemoteServer) async throws {
            try await server.with { remote in
                let schema = try JSONSchema(
                    #"""
                    {"type": "object", "additionalProperties": false, "required": ["name", "age"],
                     "properties": {"name": {"type": "string", "maxLength": 20}, "age": {"type": "integer", "maximum": 999}}}
                    """#
                )
                for prompt in [Ask.question, Ask.text] {
                    for seed in 0..<5 as Range<UInt32> {
                        let options = Ask.options(200) {
                            $0.format = .jsonSchema(schema)
                            $0.temperature = 1.5
                            $0.seed = seed
                            $0.stream = !seed.isMultiple(of: 2)
                        }
                        let text = try await remote.model().stream(prompt, options: options).collect().text
                        struct Person: Decodable {
                            let name: String
                            let age: Int
                        }
                        #expect(throws: Never.self, "\(text)") {
                            try JSONDecoder().decode(Person.self, from: Data(text.utf8))
                        }
                        // The order of the schema, not that of the alphabet.
                        let places = ["\"name\"", "\"age\""].map { text.firstRange(of: $0)?.lowerBound }
                        let name = try #require(places[0]), age = try #require(places[1])
                        #expect(name < age)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `an answer is some object of JSON`(server: RemoteServer) async throws {
            try await server.with { remote in
                for prompt in [Ask.question, Ask.text] {
                    let options = Ask.options(400) {
                        $0.format = .json
                        $0.temperature = 0.5
                        $0.seed = 1
                    }
                    let answer = try await remote.model().stream(prompt, options: options).collect()
                    if answer.summary?.finishReason == .endOfText {
                        let value = try JSONSerialization.jsonObject(
                            with: Data(answer.text.utf8),
                            options: .fragmentsAllowed
                        )
                        // llama-server takes any value for one where no chat is asked.
                        if case .chat = prompt { #expect(value is [String: Any]) }
                    } else {
                        #expect(answer.text.drop(while: \.isWhitespace).first.map { "{[\"".contains($0) } == true)
                    }
                }
            }
        }

        @Test(.timeLimit(.minutes(3)), arguments: RemoteServer.present)
        func `an answer keeps to a grammar`(server: RemoteServer) async throws {
            try await server.with { remote in
                let options = Ask.options(20) { $0.format = .grammar(#"root ::= "yes" | "no""#) }
                for prompt in [Ask.question, Ask.text] {
                    let text = try await remote.model().stream(prompt, options: options).collect().text
                    #expect(["yes", "no"].contains(text))
                }
                let bad = Ask.options(20) { $0.format = .grammar("root ::= (") }
                let error = try await Ask.error(remote.model().stream(Ask.question, options: bad))
                #expect(error.code == .requestFailed, "\(error)")
            }
        }
    }
}
