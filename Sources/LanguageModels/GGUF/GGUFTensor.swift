/// One tensor as a GGUF file's header lists it.
public struct GGUFTensor: Hashable, Sendable {
    /// The tensor's name, such as `blk.0.attn_q.weight`.
    public let name: String
    /// Its size in each dimension, fastest first; at most four.
    public let dimensions: [UInt64]
    /// How its numbers are stored.
    public let type: GGUFTensorType
    /// Where its data begins, in bytes from the start of the data section.
    public let offset: UInt64
    /// How many numbers it holds.
    public let elementCount: UInt64
    /// How many bytes its data takes, or nil for a type this reader does not know.
    public let byteCount: UInt64?
}

/// How a tensor's numbers are stored: GGML's type number, with what is known of it.
public struct GGUFTensorType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The number GGML gives the type.
    public let rawValue: UInt32

    /// Creates a type from GGML's number.
    ///
    /// - Parameter rawValue: The number; unknown ones are allowed.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// The type's name in GGML, such as `Q4_K`, or `type 99` if this reader does not know it.
    public var description: String {
        Self.layouts[self.rawValue]?.name ?? "type \(self.rawValue)"
    }

    /// How many numbers are stored together and in how many bytes, or nil if the type is not known.
    var layout: Layout? { Self.layouts[self.rawValue] }

    struct Layout: Hashable, Sendable {
        let name: String
        let blockLength: UInt64
        let blockBytes: UInt64

        init(_ name: String, _ blockLength: UInt64, _ blockBytes: UInt64) {
            self.name = name
            self.blockLength = blockLength
            self.blockBytes = blockBytes
        }
    }

    /// The types of GGML up to the version that Martlet is built on; gaps are types that were withdrawn.
    private static let layouts: [UInt32: Layout] = [
        0: Layout("F32", 1, 4), 1: Layout("F16", 1, 2), 2: Layout("Q4_0", 32, 18), 3: Layout("Q4_1", 32, 20),
        6: Layout("Q5_0", 32, 22), 7: Layout("Q5_1", 32, 24), 8: Layout("Q8_0", 32, 34), 9: Layout("Q8_1", 32, 36),
        10: Layout("Q2_K", 256, 84), 11: Layout("Q3_K", 256, 110), 12: Layout("Q4_K", 256, 144),
        13: Layout("Q5_K", 256, 176), 14: Layout("Q6_K", 256, 210), 15: Layout("Q8_K", 256, 292),
        16: Layout("IQ2_XXS", 256, 66), 17: Layout("IQ2_XS", 256, 74), 18: Layout("IQ3_XXS", 256, 98),
        19: Layout("IQ1_S", 256, 50), 20: Layout("IQ4_NL", 32, 18), 21: Layout("IQ3_S", 256, 110),
        22: Layout("IQ2_S", 256, 82), 23: Layout("IQ4_XS", 256, 136), 24: Layout("I8", 1, 1), 25: Layout("I16", 1, 2),
        26: Layout("I32", 1, 4), 27: Layout("I64", 1, 8), 28: Layout("F64", 1, 8), 29: Layout("IQ1_M", 256, 56),
        30: Layout("BF16", 1, 2), 34: Layout("TQ1_0", 256, 54), 35: Layout("TQ2_0", 256, 66),
        39: Layout("MXFP4", 32, 17), 40: Layout("NVFP4", 64, 36), 41: Layout("Q1_0", 128, 18),
        42: Layout("Q2_0", 64, 18),
    ]
}
