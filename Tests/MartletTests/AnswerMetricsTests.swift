import LanguageModels
import MartletServer
import Testing

@testable import Martlet

struct AnswerMetricsTests {
    private func value(_ metrics: [Metric], _ name: String, _ suffix: String, _ labels: [String: String])
        -> Double?
    {
        metrics.first { $0.name == name }?.samples.first { sample in
            sample.suffix == suffix && labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }?.value
    }

    @Test func `answers are counted by model`() {
        let numbers = AnswerMetrics()
        let summary = GenerationDelta.end(.maxNewTokens).summary
        for _ in 0..<2 { numbers.record(summary, model: ModelIdentity(type: "test", name: "bird")) }
        numbers.record(nil, model: nil)
        let metrics = numbers.metrics
        let model = ["model": "bird"]
        #expect(
            self.value(metrics, "martlet_answers_total", ["model": "bird", "reason": "max_new_tokens"]) == 2
        )
        #expect(self.value(metrics, "martlet_answer_first_token_seconds", "_count", model) == 2)
        #expect(self.value(metrics, "martlet_answer_prompt_tokens", "_sum", model) == 14)
        #expect(self.value(metrics, "martlet_answer_new_tokens", "_sum", model) == 4)
        #expect(self.value(metrics, "martlet_answer_queue_seconds", "_count", model) == 0)
    }

    @Test func `however many models there are, so many are told apart`() {
        let numbers = AnswerMetrics()
        let summary = GenerationDelta.end(.endOfText).summary
        for number in 0..<1000 { numbers.record(summary, model: ModelIdentity(type: "test", name: "m\(number)")) }
        let answers = numbers.metrics.first { $0.name == "martlet_answers_total" }?.samples ?? []
        #expect(answers.count == 101 && answers.contains { $0.labels["model"] == "other" && $0.value == 900 })
    }

    @Test func `an engine's numbers carry its model's name`() async throws {
        let app = ChatApp()
        let model = try await TestModel { $0 }
        app.serve(model, as: "m")
        _ = try await model.stream(.text("ab"), options: GenerationOptions()).collect()
        let metrics = EngineMetrics(models: app.served).metrics
        let steps = self.value(metrics, "martlet_engine_steps_total", ["model": "TestModel"])
        #expect((steps ?? 0) >= 2)
        InferenceReports.add(model.engine, name: "twin")
        InferenceReports.add(model.engine, name: "twin")
        let names = InferenceReports.all.map(\.name).filter { $0.hasPrefix("twin") }
        #expect(names == ["twin", "twin (2)"])
    }

    @Test func `each of an engine's numbers is a metric of its own`() {
        let names = Mirror(reflecting: InferenceStatistics()).children.compactMap(\.label)
        let empty = InferenceStatistics().metrics
        #expect(empty.count == names.count)
        #expect(Set(empty.map(\.name)).count == empty.count)
        #expect(empty.allSatisfy { $0.samples.map(\.value) == [0] })
        var statistics = InferenceStatistics()
        statistics.reusedTokens = 7
        statistics.decodeSeconds = 0.25
        statistics.failed = 3
        let metrics = statistics.metrics
        #expect(self.value(metrics, "martlet_engine_reused_tokens_total", [:]) == 7)
        #expect(self.value(metrics, "martlet_engine_decode_seconds_total", [:]) == 0.25)
        #expect(self.value(metrics, "martlet_engine_requests_failed_total", [:]) == 3)
        #expect(metrics.flatMap(\.samples).filter { $0.value != 0 }.count == 3)
    }

    private func value(_ metrics: [Metric], _ name: String, _ labels: [String: String]) -> Double? {
        self.value(metrics, name, "", labels)
    }
}
