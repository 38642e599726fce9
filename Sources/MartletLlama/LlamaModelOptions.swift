#if Llama
    import LanguageModels

    /// How a model's file is read and where its weights go.
    public struct LlamaModelOptions: Hashable, Sendable {
        /// How weights are divided among several graphics processors.
        ///
        /// llama.cpp: `--split-mode`.
        public enum Split: String, Hashable, Sendable, CaseIterable {
            /// Whole layers here and there, the default.
            case layers = "layer"
            /// Everything on one of them, `mainGPU`.
            case none
            /// Each matrix by its rows.
            case rows = "row"
        }

        /// Whether to look through all weights for numbers that are none, default false; it takes as long as reading
        /// the whole file.
        ///
        /// llama.cpp: `--check-tensors`.
        public var checksTensors: Bool
        /// Whether to read past the system's page cache, default false.
        ///
        /// It is then not mapped, whatever `memoryMap` says. llama.cpp: `--direct-io`.
        public var directIO: Bool
        /// How weights are divided among several graphics processors.
        public var split: Split
        /// The number of the graphics processor in ``LlamaDevice/all()`` that all goes to with ``Split/none``, default
        /// 0.
        ///
        /// llama.cpp: `--main-gpu`.
        public var mainGPU: Int
        /// The share of each graphics processor, as numbers of any sum; none means what fits.
        ///
        /// llama.cpp: `--tensor-split`.
        public var tensorSplit: [Double]

        /// Creates model options with llama.cpp's defaults.
        ///
        /// - Parameters:
        ///   - checksTensors: Whether to look through all weights.
        ///   - directIO: Whether to read past the page cache.
        ///   - split: How weights are divided.
        ///   - mainGPU: The graphics processor that all goes to.
        ///   - tensorSplit: The share of each graphics processor.
        public init(
            checksTensors: Bool = false,
            directIO: Bool = false,
            split: Split = .layers,
            mainGPU: Int = 0,
            tensorSplit: [Double] = []
        ) {
            self.checksTensors = checksTensors
            self.directIO = directIO
            self.split = split
            self.mainGPU = mainGPU
            self.tensorSplit = tensorSplit
        }

        func validate() throws(LanguageModelError) {
            try LlamaLoadOptions.check("mainGPU", self.mainGPU, 0...1023, nil)
            guard self.tensorSplit.allSatisfy({ $0.isFinite && $0 >= 0 }),
                self.tensorSplit.isEmpty || self.tensorSplit.contains(where: { $0 > 0 })
            else {
                throw LanguageModelError(
                    .invalidOption,
                    "tensorSplit is \(self.tensorSplit); give a share of 0 or more for each graphics processor, one of "
                        + "them above 0."
                )
            }
        }

        /// Checks the numbers of graphics processors against those that there are.
        func validate(devices: [LlamaDevice]) throws(LanguageModelError) {
            let processors = devices.filter { $0.kind == .gpu || $0.kind == .integratedGPU }
            guard self.split == .none, self.mainGPU >= max(processors.count, 1) else { return }
            throw LanguageModelError(
                .invalidOption,
                "mainGPU is \(self.mainGPU), and there are \(processors.count) graphics processors; give a smaller number."
            )
        }
    }
#endif
