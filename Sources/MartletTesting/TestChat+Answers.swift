public import Foundation
public import MartletCore

extension TestChat {
    /// The person chooses one of the actions of a question.
    ///
    /// - Parameter name: The action's name.
    /// - Throws: A ``TestFailure`` when no question offers it.
    public func choose(_ name: String) async throws {
        let request = try self.requireAsk("choose \"\(name)\"")
        guard case .action(let keys) = request.kind else {
            throw self.mismatch(request, "an action was chosen")
        }
        let offered = self.actions.filter { keys.contains($0.id) }
        guard let action = offered.first(where: { $0.name == name }) else {
            let names = offered.map { "\"\($0.name)\"" }.joined(separator: ", ")
            throw TestFailure(
                "The question \"\(request.message.output)\" does not offer \"\(name)\"; it offers \(names)."
            )
        }
        try await self.answer(request, with: ["id": .string(action.id)])
    }

    /// The person answers a question with a text.
    ///
    /// - Parameter text: The answer.
    /// - Throws: A ``TestFailure`` when the app asks for none.
    public func answer(_ text: String) async throws {
        let request = try self.requireAsk("answer \"\(text)\"")
        guard case .text = request.kind else { throw self.mismatch(request, "a text was given") }
        try await self.answer(request, with: ["output": .string(text)])
    }

    /// The person uploads files that a question asks for.
    ///
    /// - Parameter files: The files.
    /// - Throws: A ``TestFailure`` when the app asks for none, or not for such ones.
    public func upload(_ files: TestFile...) async throws {
        let request = try self.requireAsk("upload files")
        guard case .files(let rule) = request.kind else { throw self.mismatch(request, "files were uploaded") }
        let ids = try self.store(files, under: rule, of: "The question \"\(request.message.output)\"")
        try await self.answer(request, with: .array(ids.map { ["id": .string($0)] }))
    }

    /// The person uploads a file that a question asks for.
    ///
    /// - Parameters:
    ///   - name: The file's name.
    ///   - bytes: Its contents.
    ///   - mimeType: Their type; by default what the name's ending says.
    /// - Throws: A ``TestFailure`` when the app asks for none, or not for such a one.
    public func upload(name: String, _ bytes: Data, mimeType: String? = nil) async throws {
        try await self.upload(TestFile(name, bytes, mimeType: mimeType))
    }

    /// The person fills in the element of a question.
    ///
    /// - Parameter values: What the element gives back.
    /// - Throws: A ``TestFailure`` when the app asks for none.
    public func submit(_ values: [String: JSONValue] = [:]) async throws {
        try await self.answerElement(values.merging(["submitted": true]) { $1 })
    }

    /// The person cancels the element of a question.
    ///
    /// - Throws: A ``TestFailure`` when the app asks for none.
    public func cancelElement() async throws {
        try await self.answerElement(["submitted": false])
    }

    private func answerElement(_ values: [String: JSONValue]) async throws {
        let request = try self.requireAsk("fill in an element")
        guard case .element = request.kind else { throw self.mismatch(request, "an element was filled in") }
        try await self.answer(request, with: .object(values))
    }

    private func answer(_ request: AskRequest, with reply: JSONValue) async throws {
        guard self.session.answer(request.id, with: reply, from: nil) else {
            throw TestFailure("The app did not take the answer \(reply) to \"\(request.message.output)\".")
        }
        try await self.book.wait(
            for: "the answer to \"\(request.message.output)\" to be taken",
            limit: self.app.limit
        ) { page in page.deadlines[request.id] == nil }
        try await self.settle("the app to go on after the answer to \"\(request.message.output)\"")
    }

    private func requireAsk(_ doing: String) throws -> AskRequest {
        try self.requireConnection(to: doing)
        guard let request = self.pendingAsk else {
            throw TestFailure("The app asks nothing, so the person cannot \(doing). \(self.book.page.story)")
        }
        return request
    }

    private func mismatch(_ request: AskRequest, _ what: String) -> TestFailure {
        let kind =
            switch request.kind {
            case .text: "a text: use answer(_:)"
            case .files: "files: use upload(_:)"
            case .action: "an action: use choose(_:)"
            case .element: "an element to be filled in: use submit(_:)"
            }
        return TestFailure("The question \"\(request.message.output)\" asks for \(kind), but \(what).")
    }
}
