extension InferenceJob {
    /// How often at most the reader is told what happens before the answer.
    static let activityInterval = Duration.milliseconds(200)
    /// Shorter prompts are read so fast that there is nothing to tell.
    static let promptWorthTelling = 32

    /// Tells the reader where in the queue the request stands, from 1.
    func tell(position: Int) {
        self.tell(.waiting(position: position))
    }

    /// Tells the reader how many of its tokens are evaluated, unless it answers already or the rest is short.
    func tellProgress(evaluated: Int) {
        guard self.newCount == 0 else { return }
        guard self.told != nil || self.promptCount - evaluated > Self.promptWorthTelling else { return }
        self.tell(.readingPrompt(done: min(evaluated, self.promptCount), total: self.promptCount))
    }

    /// Tells the reader what the model does not see of the chat, so that it is known also if the answer is stopped.
    func tellLoss() {
        self.channel.send(.shortened(messages: self.droppedMessages, tokens: self.shiftedTokens))
    }

    private func tell(_ activity: GenerationActivity) {
        guard activity != self.told else { return }
        let now = ContinuousClock.now
        // What is left out now is told at a later step, if it is still so.
        if let told = self.told, let toldAt = self.toldAt, told.isAlike(activity),
            now - toldAt < Self.activityInterval
        {
            return
        }
        self.told = activity
        self.toldAt = now
        self.channel.send(activity)
    }
}

extension GenerationActivity {
    /// Whether two activities differ in their numbers at most.
    fileprivate func isAlike(_ other: GenerationActivity) -> Bool {
        switch (self, other) {
        case (.waiting, .waiting), (.readingPrompt, .readingPrompt), (.generating, .generating): true
        default: false
        }
    }
}
