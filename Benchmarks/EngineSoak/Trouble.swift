import Foundation
import LanguageModels

/// What the test back end's steps meet with: some take long, and a few go wrong.
final class Trouble: Sendable {
    private let random: Guarded<SplitMix64>

    init(seed: UInt64) {
        self.random = Guarded(SplitMix64(seed: seed))
    }

    /// Called for each step, on the engine's thread.
    func result(_ abort: DecodeAbort) -> DecodeResult {
        let (kind, milliseconds) = self.random.withLock { ($0.number(below: 4000), $0.number(below: 20)) }
        switch kind {
        case 0: return .failed(LanguageModelError(.generationFailed, "A step went wrong, as some do here."))
        case 1..<5: return .noSpace
        case 5..<200:
            for _ in 0..<milliseconds {
                if abort.isRequested { return .aborted }
                Thread.sleep(forTimeInterval: 0.001)
            }
            return .done
        default: return .done
        }
    }
}
