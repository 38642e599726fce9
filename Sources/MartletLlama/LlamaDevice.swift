#if Llama
    import CMartletLlama
    public import LanguageModels

    /// Something that llama.cpp computes on: a processor, or a graphics processor.
    ///
    /// llama.cpp: `--list-devices`.
    public struct LlamaDevice: Hashable, Sendable {
        /// What kind of device it is.
        public enum Kind: String, Hashable, Sendable {
            /// The machine's own processor.
            case cpu
            /// A graphics processor with memory of its own.
            case gpu
            /// A graphics processor that shares the machine's memory.
            case integratedGPU
            /// A library that speeds the processor up.
            case accelerator
            /// Something else.
            case other
        }

        /// The name, such as `CPU` or `CUDA0`.
        public let name: String
        /// What it is, such as the processor's model.
        public let description: String
        /// What kind of device it is.
        public let kind: Kind
        /// Memory in bytes that is free now, or nil where the device does not tell.
        public let freeMemory: Int64?
        /// Memory in bytes, or nil where the device does not tell.
        public let totalMemory: Int64?

        /// Lists the devices, in llama.cpp's order.
        ///
        /// - Returns: At least the processor.
        /// - Throws: A ``LanguageModelError`` when llama.cpp cannot be used.
        public static func all() throws(LanguageModelError) -> [LlamaDevice] {
            try LlamaLibrary.prepare()
            return (0..<martlet_device_count()).map(LlamaDevice.init(index:))
        }

        private init(index: Int) {
            self.name = LlamaWeights.string { martlet_device_name(index, $0, $1) } ?? ""
            self.description = LlamaWeights.string { martlet_device_description(index, $0, $1) } ?? ""
            self.kind =
                switch Int(martlet_device_kind(index)) {
                case MARTLET_DEVICE_CPU: .cpu
                case MARTLET_DEVICE_GPU: .gpu
                case MARTLET_DEVICE_INTEGRATED_GPU: .integratedGPU
                case MARTLET_DEVICE_ACCELERATOR: .accelerator
                default: .other
                }
            var (free, total): (UInt64, UInt64) = (0, 0)
            martlet_device_memory(index, &free, &total)
            self.freeMemory = total == 0 ? nil : Int64(clamping: free)
            self.totalMemory = total == 0 ? nil : Int64(clamping: total)
        }
    }
#endif
