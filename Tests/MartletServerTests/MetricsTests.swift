import HTTPTypes
import HummingbirdTesting
import Logging
import MartletCore
import Testing

@testable import MartletServer

struct MetricsTests {
    private struct Birds: MetricsSource {
        let place: String

        var metrics: [Metric] {
            [Metric(.gauge, "birds", "How many\nbirds \\ there are.", value: 2.5, labels: ["place": self.place])]
        }
    }

    @Test func `numbers are written as Prometheus reads them`() {
        let text = MetricsText.text(of: Birds(place: "a \"b\"\\\nc").metrics + Birds(place: "nest").metrics)
        #expect(
            text == """
                # HELP birds How many\\nbirds \\\\ there are.
                # TYPE birds gauge
                birds{place="a \\"b\\"\\\\\\nc"} 2.5
                birds{place="nest"} 2.5

                """
        )
    }

    @Test(
        arguments: [(1, "1"), (0.25, "0.25"), (.infinity, "+Inf"), (-.infinity, "-Inf"), (1e300, "1e+300")]
            as [(Double, String)]
    )
    func `each number has one form`(value: Double, text: String) {
        #expect(MetricsText.number(value) == text)
    }

    @Test func `a histogram's buckets hold those below them`() {
        var histogram = MetricHistogram(bounds: [1, 2])
        for value in [0.5, 1, 1.5, 9, .nan] { histogram.add(value) }
        #expect(histogram.count == 4)
        let samples = histogram.samples(labels: ["a": "b"])
        #expect(samples.map(\.value) == [2, 3, 4, 12, 4])
        #expect(samples.map { $0.labels["le"] } == ["1", "2", "+Inf", nil, nil])
        #expect(samples.map(\.suffix) == ["_bucket", "_bucket", "_bucket", "_sum", "_count"])
        #expect(samples.allSatisfy { $0.labels["a"] == "b" })
    }

    @Test func `the page of numbers has the server's own and those of sources`() async throws {
        try await withRoutes(metrics: [Birds(place: "nest")]) { client in
            try await client.execute(uri: "/metrics", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
                for line in [
                    "martlet_chats 0", "martlet_sockets 0", "martlet_messages_total 0", "birds{place=\"nest\"} 2.5",
                    "# TYPE martlet_message_duration_seconds histogram", "martlet_message_duration_seconds_count 0",
                ] {
                    #expect(response.text.contains("\n" + line + "\n") || response.text.hasPrefix(line), "\(line)")
                }
            }
        }
    }

    @Test func `messages are counted with how they went`() async throws {
        let counts = ServerCounts()
        var hooks = ChatHooks()
        hooks.onMessage = { message, _ in
            if message.content == "fail" { throw MartletError(.invalidMessage, "no") }
        }
        hooks = counts.counting(hooks)
        let session = ChatSession(id: "s", hooks: hooks, logger: .init(label: "test"))
        for text in ["go", "fail", "go"] { session.receive(IncomingMessage(content: text), from: nil) }
        while session.isRunning { await Task.yield() }
        let values = Dictionary(
            uniqueKeysWithValues: counts.metrics.compactMap { metric in
                metric.samples.first.map { (metric.name, $0.value) }
            }
        )
        #expect(values["martlet_messages_total"] == 3 && values["martlet_message_failures_total"] == 1)
        #expect(values["martlet_messages_running"] == 0)
        await session.end()
    }
}
