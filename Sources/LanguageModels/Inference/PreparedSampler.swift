/// Makes, in the task that asks, what a request's tokens are chosen with.
///
/// Called from any number of threads at once, with the request's options, seed and prompt.
public typealias SamplerPreparation =
    @Sendable (_ options: GenerationOptions, _ seed: UInt32, _ prompt: [Int32]) throws(LanguageModelError) ->
    any PreparedSampler

/// What was made of a request's sampler in the task that asks, to be used on the engine's thread.
public protocol PreparedSampler: Sendable {
    /// The sampler; called at most once, on the engine's thread.
    ///
    /// - Parameter backend: The engine's back end.
    /// - Throws: A ``LanguageModelError`` when it cannot be made.
    func sampler(for backend: any InferenceBackend) throws(LanguageModelError) -> any TokenSampler
}
