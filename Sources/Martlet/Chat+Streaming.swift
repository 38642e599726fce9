public import LanguageModels
public import MartletCore

extension Chat {
    /// Sends a message whose text is a model's answer as it is generated.
    ///
    /// - Parameters:
    ///   - answer: The answer's deltas.
    ///   - author: Who says it; by default the app's name.
    /// - Returns: The finished message.
    /// - Throws: What generation throws; what had arrived stays.
    @discardableResult
    public func send(streaming answer: GenerationStream, author: String? = nil) async throws -> Message {
        try await self.send(streaming: answer.map(\.text), author: author)
    }

    /// Sends a message whose text is a model session's response as it is generated.
    ///
    /// - Parameters:
    ///   - response: What `LanguageModelSession.streamResponse(to:)` returns.
    ///   - author: Who says it; by default the app's name.
    /// - Returns: The finished message.
    /// - Throws: What generation throws; what had arrived stays.
    @discardableResult
    public func send(streaming response: ResponseStream, author: String? = nil) async throws -> Message {
        try await self.send(streaming: response.text, author: author)
    }
}
