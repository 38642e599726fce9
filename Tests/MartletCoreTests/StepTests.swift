import MartletCore
import Testing

struct StepTests {
    private struct Answer: Codable, Sendable {
        let count: Int
    }

    private enum Place { case inner }

    /// Runs a handler for one message and gives back the steps that it made.
    private static func steps(_ handler: @escaping @Sendable (Chat) async throws -> Void) async -> [StepRecord] {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in try await handler(chat) }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        let records = chat.session.snapshot.records
        await chat.session.end()
        return records.filter { $0.type == .tool }
    }

    @Test func `what the work returns becomes the output of a step that has none`() async {
        let steps = await Self.steps { chat in
            try await chat.step("text", type: .tool) { _ in "found" }
            try await chat.step("value", type: .tool) { _ in Answer(count: 2) }
            try await chat.step("maybe", type: .tool) { _ -> String? in "perhaps" }
        }
        #expect(steps.map(\.output) == ["found", "{\n    \"count\": 2\n}", "perhaps"])
        #expect(steps.map(\.language) == [nil, "json", nil])
    }

    @Test func `an output is kept, and what says nothing does not become one`() async {
        let steps = await Self.steps { chat in
            try await chat.step("own", type: .tool) { step in
                try await step.update(output: "mine")
                return "theirs"
            }
            try await chat.step("nothing", type: .tool) { _ in }
            try await chat.step("no", type: .tool) { _ -> String? in nil }
            try await chat.step("list", type: .tool) { _ -> [Int] in [] }
            try await chat.step("case", type: .tool) { _ in Place.inner }
        }
        #expect(steps.map(\.output) == ["mine", "", "", "", ""])
    }

    @Test func `new metadata takes the place of the old, of a step and of a message`() async {
        let steps = await Self.steps { chat in
            try await chat.step("s", type: .tool, icon: "cat", metadata: ["a": 1]) { step in
                try await step.update(metadata: ["b": 2])
            }
            let message = try await chat.send("m", metadata: ["a": 1])
            try await message.update(metadata: ["b": 2])
            #expect(message.metadata == ["b": 2])
        }
        #expect(steps.first?.metadata == ["b": 2, "icon": "cat"])
    }

    @Test func `a begun step takes what a closure's step takes`() async {
        let steps = await Self.steps { chat in
            let step = chat.beginStep(
                "s",
                type: .tool,
                icon: "cat",
                defaultOpen: true,
                autoCollapse: true,
                metadata: ["a": 1],
                tags: ["t"]
            )
            await step.end(output: "{}", language: "json")
        }
        #expect(steps.first?.metadata == ["a": 1, "icon": "cat"])
        #expect(steps.first?.language == "json")
        #expect(steps.first?.tags == ["t"])
        #expect(steps.first?.defaultOpen == true && steps.first?.autoCollapse == true)
    }

    @Test func `text can be streamed into a step's input`() async {
        let steps = await Self.steps { chat in
            try await chat.step("s", type: .tool) { step in
                try await step.stream("1 + ", isInput: true)
                try await step.stream("1", isInput: true)
                try await step.stream("2")
            }
        }
        #expect(steps.first?.input == "1 + 1" && steps.first?.output == "2")
    }

    @Test func `an error message and values as JSON are sent as such`() async throws {
        let chat = ChatFixture { hooks in
            hooks.onMessage = { _, chat in
                try await chat.sendError("No luck.")
                try await chat.send(json: Answer(count: 2))
                try await chat.step("s", type: .tool) { step in try await step.update(json: Answer(count: 3)) }
            }
        }
        chat.say("go")
        await chat.recorder.wait(for: "task ended")
        let records = chat.session.snapshot.records
        let error = try #require(records.first { $0.isError })
        #expect(error.output == "No luck." && error.name == "Error")
        let message = try #require(records.first { $0.language == "json" && $0.type.isMessage })
        #expect(message.output == "{\n    \"count\": 2\n}")
        let step = try #require(records.first { $0.type == .tool })
        #expect(step.output == "{\n    \"count\": 3\n}" && step.language == "json")
        await chat.session.end()
    }
}
