/// A model that turns texts into vectors whose nearness is nearness of meaning.
public protocol EmbeddingModel: Sendable {
    /// What the model is called and how it was loaded, for traces and steps.
    var identity: ModelIdentity { get }
    /// How many numbers a vector has, where it is known before the first text.
    var dimensions: Int? { get }

    /// Turns texts into vectors.
    ///
    /// - Parameter texts: The texts; none is an empty list of vectors.
    /// - Returns: A vector for each text, in the same order.
    /// - Throws: A ``LanguageModelError`` when a text does not fit the model, or the model fails.
    func embeddings(of texts: [String]) async throws -> [[Float]]

    /// Turns texts into vectors, and tells how many tokens they have.
    ///
    /// A model that counts implements it; one that does not is asked for ``embeddings(of:)``.
    ///
    /// - Parameter texts: The texts; none is an empty list of vectors.
    /// - Returns: A vector for each text, in the same order, and the number of tokens where the model tells.
    /// - Throws: A ``LanguageModelError`` as ``embeddings(of:)`` does.
    func countedEmbeddings(of texts: [String]) async throws -> CountedResult<[[Float]]>
}

extension EmbeddingModel {
    /// Turns texts into vectors, without a number of tokens.
    public func countedEmbeddings(of texts: [String]) async throws -> CountedResult<[[Float]]> {
        CountedResult(try await self.embeddings(of: texts))
    }
}
