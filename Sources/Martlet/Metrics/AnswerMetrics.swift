import LanguageModels
import MartletServer
import Synchronization

/// How models' answers went, in this process, by model.
final class AnswerMetrics: MetricsSource {
    private struct Model {
        var answers: [String: Int] = [:]
        var firstToken = MetricHistogram(bounds: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120])
        var queueTime = MetricHistogram(bounds: [0.005, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
        var duration = MetricHistogram(bounds: [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600])
        var speed = MetricHistogram(bounds: [1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 500])
        var promptTokens = MetricHistogram(bounds: [16, 64, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768, 65_536])
        var cachedTokens = MetricHistogram(bounds: [0, 16, 64, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768])
        var newTokens = MetricHistogram(bounds: [1, 16, 64, 128, 256, 512, 1024, 2048, 4096, 8192])

        mutating func add(_ summary: GenerationSummary) {
            self.answers[summary.finishReason.name, default: 0] += 1
            self.duration.add(summary.duration)
            self.promptTokens.add(Double(summary.promptTokens))
            self.cachedTokens.add(Double(summary.cachedTokens))
            self.newTokens.add(Double(summary.newTokens))
            if let seconds = summary.timeToFirstToken { self.firstToken.add(seconds) }
            if let seconds = summary.queueTime { self.queueTime.add(seconds) }
            if let speed = summary.tokensPerSecond { self.speed.add(speed) }
        }
    }

    /// The process's only one: models are shared by all chats, and so are their numbers.
    static let shared = AnswerMetrics()

    /// The most models that are told apart; apps that open files by names of people's making must not fill the memory.
    private static let mostModels = 100

    private let models = Mutex<[String: Model]>([:])

    /// Takes a whole answer.
    ///
    /// - Parameters:
    ///   - summary: How it went; nil for one that was ended before, which counts nowhere.
    ///   - model: The model; nil where it is not known.
    func record(_ summary: GenerationSummary?, model: ModelIdentity?) {
        guard let summary else { return }
        self.models.withLock { models in
            let name = model?.name ?? "other"
            let isTold = models[name] != nil || models.count < Self.mostModels
            models[isTold ? name : "other", default: Model()].add(summary)
        }
    }

    var metrics: [Metric] {
        let models = self.models.withLock { $0 }.sorted { $0.key < $1.key }
        func histogram(_ name: String, _ help: String, _ value: KeyPath<Model, MetricHistogram>) -> Metric {
            Metric(
                .histogram,
                name,
                help,
                samples: models.flatMap { $0.value[keyPath: value].samples(labels: ["model": $0.key]) }
            )
        }
        let answers = models.flatMap { name, model in
            model.answers.sorted { $0.key < $1.key }.map { reason, count in
                Metric.Sample(Double(count), labels: ["model": name, "reason": reason])
            }
        }
        return [
            Metric(.counter, "martlet_answers_total", "Whole answers of models, by why they ended.", samples: answers),
            histogram("martlet_answer_first_token_seconds", "From the request to the first token.", \.firstToken),
            histogram("martlet_answer_queue_seconds", "How long requests waited for their turn.", \.queueTime),
            histogram("martlet_answer_duration_seconds", "From the request to the answer's end.", \.duration),
            histogram("martlet_answer_tokens_per_second", "New tokens a second after the first one.", \.speed),
            histogram("martlet_answer_prompt_tokens", "Tokens of prompts.", \.promptTokens),
            histogram("martlet_answer_cached_tokens", "Tokens of prompts that were evaluated before.", \.cachedTokens),
            histogram("martlet_answer_new_tokens", "Tokens of answers.", \.newTokens),
        ]
    }
}
