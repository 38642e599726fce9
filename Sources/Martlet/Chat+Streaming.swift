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
        try await self.send(deltas: answer, author: author, report: GenerationReport())
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
        self.showContext(response.session.promptMeasure)
        let report = GenerationReport(model: response.session.model.identity)
        return try await self.send(deltas: response, author: author, report: report)
    }

    /// Shows beside the composer how much of a model's context the next message would take, while the person writes it.
    ///
    /// Chains that are called with ``callbackHandler(streamFinalAnswer:forceStreamFinalAnswer:answerPrefixTokens:ignoring:keeping:)``
    /// and sessions whose responses are sent do so by themselves, from the first message on; call it in `onChatStart` to
    /// show it before.
    ///
    /// ```swift
    /// chat.showContext(chain.promptMeasure)
    /// ```
    ///
    /// - Parameter measure: What counts: a chain's or session's `promptMeasure`, or one of your own; nil does nothing.
    public func showContext(_ measure: PromptMeasure?) {
        guard let measure else { return }
        self.showContext(limit: measure.contextLength, counting: measure.countTokens)
    }

    private func send(
        deltas: some AsyncSequence<GenerationDelta, any Error>,
        author: String?,
        report: GenerationReport
    ) async throws -> Message {
        var report = report
        let message = self.message(author: author)
        do {
            for try await delta in deltas {
                if let activity = delta.activity, let phase = report.take(activity) {
                    self.tell(phase, for: message.id)
                }
                report.summary = delta.summary ?? report.summary
                guard !delta.text.isEmpty else { continue }
                try await message.stream(delta.text)
                if let phase = report.meter.take(tokens: delta.tokens.count) { self.tell(phase, for: message.id) }
            }
            // A cancelled stream may just end; only a whole answer has a summary.
            if report.summary == nil { try Task.checkCancellation() }
        } catch {
            report.error = error
            // Before its first token a message is not shown, and its end is no end of this.
            self.tell(.ended, for: message.id)
            message.note(generation: report.json)
            message.endStream()
            throw error
        }
        AnswerMetrics.shared.record(report.summary, model: report.model)
        message.note(generation: report.json)
        try await message.finish()
        return message
    }
}
