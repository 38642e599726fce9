/// A model that says how well documents answer a query.
public protocol RerankModel: Sendable {
    /// What the model is called and how it was loaded, for traces and steps.
    var identity: ModelIdentity { get }

    /// Scores documents.
    ///
    /// - Parameters:
    ///   - query: What is asked.
    ///   - documents: The texts that may answer it; none is an empty list of scores.
    /// - Returns: A score for each document, in the same order; the higher, the better. Scores of one model compare with
    ///   each other, those of different models do not.
    /// - Throws: A ``LanguageModelError`` when a text does not fit the model, or the model fails.
    func scores(query: String, documents: [String]) async throws -> [Double]

    /// Scores documents, and tells how many tokens were read for it.
    ///
    /// A model that counts implements it; one that does not is asked for ``scores(query:documents:)``.
    ///
    /// - Parameters:
    ///   - query: What is asked.
    ///   - documents: The texts that may answer it.
    /// - Returns: A score for each document, in the same order, and the number of tokens where the model tells.
    /// - Throws: A ``LanguageModelError`` as ``scores(query:documents:)`` does.
    func countedScores(query: String, documents: [String]) async throws -> CountedResult<[Double]>
}

extension RerankModel {
    /// Scores documents, without a number of tokens.
    public func countedScores(query: String, documents: [String]) async throws -> CountedResult<[Double]> {
        CountedResult(try await self.scores(query: query, documents: documents))
    }
}
