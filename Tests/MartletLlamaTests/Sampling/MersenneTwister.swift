import Foundation

/// The generator that llama.cpp draws with, C++'s `mt19937`, and how it draws a token.
struct MersenneTwister {
    private var state: [UInt32]
    private var next = 624

    init(seed: UInt32) {
        self.state = [seed]
        for index in 1..<624 {
            let last = self.state[index - 1]
            self.state.append(1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(index))
        }
    }

    mutating func callAsFunction() -> UInt32 {
        if self.next == 624 { self.twist() }
        var value = self.state[self.next]
        self.next += 1
        value ^= value >> 11
        value ^= (value << 7) & 0x9D2C_5680
        value ^= (value << 15) & 0xEFC6_0000
        return value ^ (value >> 18)
    }

    private mutating func twist() {
        for index in 0..<624 {
            let bits = (self.state[index] & 0x8000_0000) | (self.state[(index + 1) % 624] & 0x7FFF_FFFF)
            self.state[index] = self.state[(index + 397) % 624] ^ (bits >> 1) ^ (bits & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        self.next = 0
    }

    /// A number from 0 up to 1, as C++'s standard library makes it of two numbers of 32 bits.
    mutating func unit() -> Double {
        let low = Double(self())
        let high = Double(self())
        return min((low + high * 4_294_967_296) / 18_446_744_073_709_551_616, 1.0.nextDown)
    }

    /// Draws a token: the first up to which the probabilities add up to the number drawn.
    mutating func draw(_ logits: [Float]) -> Int32 {
        let greatest = logits.max() ?? 0
        let weights = logits.map { Double(expf($0 - greatest)) }
        let target = self.unit() * weights.reduce(0, +)
        var sum = 0.0
        for (token, weight) in weights.enumerated() {
            sum += weight
            if sum >= target { return Int32(token) }
        }
        return Int32(weights.count - 1)
    }
}
