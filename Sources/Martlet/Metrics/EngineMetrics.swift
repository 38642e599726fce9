import LanguageModels
import MartletServer

/// What the engines of all loaded models are doing.
struct EngineMetrics: MetricsSource {
    let models: ServedModels

    var metrics: [Metric] {
        var engines = InferenceReports.all
        // Models whose engines nobody reports, which the app serves.
        for model in self.models.reporting where !engines.contains(where: { $0.name == model.identity.name }) {
            engines.append((model.identity.name, model.statistics))
        }
        return engines.flatMap { name, statistics in
            statistics.metrics.map { metric in
                var metric = metric
                for index in metric.samples.indices { metric.samples[index].labels["model"] = name }
                return metric
            }
        }
    }
}

extension InferenceStatistics {
    /// The numbers as metrics, one a line.
    var metrics: [Metric] {
        [
            Self.gauge("requests_open", "Requests whose answers are still read.", self.open),
            Self.gauge("requests_running", "Requests that are evaluated or answered.", self.running),
            Self.gauge("requests_waiting", "Requests that wait for room.", self.waiting),
            Self.gauge("requests_paused", "Requests whose readers are slow.", self.paused),
            Self.gauge("cached_tokens", "Tokens in the cache.", self.cachedTokens),
            Self.gauge("active_tokens", "Tokens in the cache of requests that run.", self.activeTokens),
            Self.gauge("step_seconds", "Seconds of a step, a moving average.", self.stepSeconds),
            Self.counter("steps_total", "Decodes.", self.steps),
            Self.counter("prompt_tokens_total", "Tokens of prompts that were evaluated.", self.promptTokens),
            Self.counter("reused_tokens_total", "Tokens of prompts found in the cache.", self.reusedTokens),
            Self.counter("new_tokens_total", "Tokens that were generated.", self.newTokens),
            Self.counter("drafted_tokens_total", "Tokens that were guessed ahead.", self.draftedTokens),
            Self.counter("accepted_draft_tokens_total", "Guessed tokens that were right.", self.acceptedDraftTokens),
            Self.counter("decode_seconds_total", "Seconds spent in decodes.", self.decodeSeconds),
            Self.counter("sampling_seconds_total", "Seconds spent choosing tokens.", self.samplingSeconds),
            Self.counter("draft_seconds_total", "Seconds a draft model guessed.", self.draftSeconds),
            Self.counter("overhead_seconds_total", "Seconds the engine had work beside these.", self.overheadSeconds),
            Self.counter("requests_finished_total", "Requests whose answers were whole.", self.finished),
            Self.counter("requests_cancelled_total", "Requests that were no longer wanted.", self.cancelled),
            Self.counter("requests_failed_total", "Requests that failed.", self.failed),
            Self.counter("preemptions_total", "Requests that gave their place up for others.", self.preemptions),
            Self.counter("evictions_total", "Finished chats forgotten to make room.", self.evictions),
            Self.counter("full_decodes_total", "Decodes that found no room in the cache.", self.fullDecodes),
            Self.counter("saved_states_total", "Finished chats copied out of the cache.", self.savedStates),
            Self.counter("restored_states_total", "Chats that came back from copies.", self.restoredStates),
        ]
    }

    private static func gauge(_ name: String, _ help: String, _ value: Int) -> Metric {
        self.gauge(name, help, Double(value))
    }

    private static func gauge(_ name: String, _ help: String, _ value: Double) -> Metric {
        Metric(.gauge, "martlet_engine_" + name, help, value: value)
    }

    private static func counter(_ name: String, _ help: String, _ value: Int) -> Metric {
        self.counter(name, help, Double(value))
    }

    private static func counter(_ name: String, _ help: String, _ value: Double) -> Metric {
        Metric(.counter, "martlet_engine_" + name, help, value: value)
    }
}
