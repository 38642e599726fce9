import SocketIOCore
import Testing

struct PacketRateTests {
    @Test
    func `a burst is let through, what follows has to keep to the rate`() {
        let rate = PacketRate(perSecond: 100, burst: 50)
        var now = ContinuousClock.now
        var meter = PacketMeter(now: now)
        #expect(meter.take(50, rate: rate, now: now) == .zero)
        #expect(meter.take(10, rate: rate, now: now) == .milliseconds(100))
        now += .milliseconds(100)
        #expect(meter.take(1, rate: rate, now: now) == .milliseconds(10))
        now += .seconds(60)
        #expect(meter.take(50, rate: rate, now: now) == .zero)
        #expect(meter.take(0, rate: rate, now: now) == .zero)
    }

    @Test
    func `a steady client within the rate never waits`() {
        let rate = PacketRate(perSecond: 100, burst: 1)
        var now = ContinuousClock.now
        var meter = PacketMeter(now: now)
        for _ in 0..<1_000 {
            #expect(meter.take(1, rate: rate, now: now) == .zero)
            now += .milliseconds(10)
        }
    }
}
