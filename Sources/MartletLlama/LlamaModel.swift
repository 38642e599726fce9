#if Llama
    public import LanguageModels
    public import Logging

    /// A GGUF model that runs in this process on llama.cpp, shared by all who open it.
    ///
    /// ```swift
    /// let model = try await LlamaModel("mistral-7b-instruct-v0.1.Q4_K_S.gguf")
    /// for try await delta in model.stream(.text("Question: Why is the sky blue?\nAnswer:"), options: .init()) {
    ///     print(delta.text, terminator: "")
    /// }
    /// ```
    ///
    /// Opening the same file with the same options again gives another handle to the same model, at no cost, also from many
    /// tasks at once. The model is released with its last handle, once its last answer has ended. All chats share one cache
    /// of tokens, which is taken in full when the model is loaded, so that memory does not grow with the number of chats:
    /// the weights are mapped from the file, and the cache of a 7B model takes about 128 KiB for each of its tokens.
    ///
    /// ctransformers: `AutoModelForCausalLM.from_pretrained`.
    public struct LlamaModel: LanguageModel {
        let loaded: LoadedLlama
        /// The chat template that is used instead of the file's own.
        private let ownChatTemplate: ChatTemplate?

        /// Opens a model, and loads it if it is not loaded.
        ///
        /// Loading runs on a thread of its own, shows a progress bar if standard error is a terminal, and ends early when
        /// the task is cancelled and no one else waits for the same model.
        ///
        /// - Parameters:
        ///   - model: A path; a folder; `hf:owner/repo/file.gguf`; or `owner/repo`, of which the smallest file is taken.
        ///     ctransformers: `model_path_or_repo_id`.
        ///   - modelFile: The file in the folder or repository. ctransformers: `model_file`.
        ///   - threads: Threads to compute with; nil means all processors of a small machine and half of a larger one's.
        ///   - contextLength: The most tokens of one request, prompt and answer together, never more than the model was
        ///     trained on; nil means as many as that, up to 4096. ctransformers: `context_length`.
        ///   - batchSize: The most tokens evaluated at once, default 512. ctransformers: `batch_size`, default 8.
        ///   - gpuLayers: Layers to compute on the graphics processor, default 0; -1 means all. ctransformers: `gpu_layers`.
        ///   - memoryMap: Whether to map the file instead of reading it, default true. ctransformers: `mmap`.
        ///   - memoryLock: Whether to keep the weights from being swapped out, default false. ctransformers: `mlock`.
        ///   - sequences: How many requests can be evaluated and kept for reuse at once, 1 to 256, default 64.
        ///   - cacheLength: The tokens that all requests together can hold; nil means twice the context length.
        ///   - adapters: LoRA adapters, which count for all requests of this load. ctransformers: `lora`.
        ///   - draftModel: A smaller model of the same vocabulary that guesses next tokens, such as `"small.gguf"`; nil
        ///     means that they are guessed from what was said before alone. Not used with `guessesAhead` off. llama.cpp:
        ///     `--model-draft`.
        ///   - modelOptions: How the file is read and where its weights go.
        ///   - contextOptions: The kind of cache, attention, positions and threads.
        ///   - scheduling: How the model is shared among requests.
        ///   - chatTemplate: The chat template to use instead of the file's own.
        ///   - logger: Where the load is logged, at information level, once for each real load; nil means a logger of
        ///     label `martlet.llama`.
        ///   - progress: Called while loading with numbers from 0 to 1, on any thread; 1 comes last.
        /// - Throws: A ``LanguageModelError`` that names what is wrong with the path, the file or an option, or
        ///   `CancellationError`.
        public init(
            _ model: String,
            modelFile: String? = nil,
            threads: Int? = nil,
            contextLength: Int? = nil,
            batchSize: Int = 512,
            gpuLayers: Int = 0,
            memoryMap: Bool = true,
            memoryLock: Bool = false,
            sequences: Int = 64,
            cacheLength: Int? = nil,
            adapters: [LlamaAdapter] = [],
            draftModel: LlamaDraftModel? = nil,
            modelOptions: LlamaModelOptions = LlamaModelOptions(),
            contextOptions: LlamaContextOptions = LlamaContextOptions(),
            scheduling: InferenceConfiguration = InferenceConfiguration(),
            chatTemplate: ChatTemplate? = nil,
            logger: Logger? = nil,
            progress: (@Sendable (Double) -> Void)? = nil
        ) async throws {
            var options = LlamaLoadOptions(
                threads: threads,
                contextLength: contextLength,
                batchSize: batchSize,
                gpuLayers: gpuLayers,
                memoryMap: memoryMap,
                memoryLock: memoryLock,
                sequences: sequences,
                cacheLength: cacheLength,
                model: modelOptions,
                context: contextOptions
            )
            options.scheduling = scheduling
            options.draft = draftModel
            try options.validate()
            options.adapters = try await LlamaAdapter.locate(adapters)
            options.draft = scheduling.guessesAhead ? try await draftModel?.located() : nil
            let url = try await ModelLocator.locate(model, modelFile: modelFile)
            self.loaded = try await LlamaRegistry.shared.model(
                at: url,
                options: options,
                logger: logger ?? Logger(label: LlamaLibrary.loggerLabel),
                progress: progress
            )
            self.ownChatTemplate = chatTemplate
        }

        /// What the model is called and how it was loaded.
        public var identity: ModelIdentity { self.loaded.identity }

        /// Starts to answer a prompt.
        ///
        /// - Parameters:
        ///   - prompt: A text to continue, or the messages of a chat, which the model's chat template turns into a prompt.
        ///   - options: Sampling parameters and limits.
        /// - Returns: The answer's deltas; the last one carries the summary.
        public func stream(_ prompt: ModelPrompt, options: GenerationOptions) -> GenerationStream {
            var options = options
            do {
                switch prompt {
                case .text:
                    options.constraint = try PromptPlan.constraint(
                        for: options,
                        contextLength: self.loaded.engine.limits.contextLength
                    )
                    return self.loaded.engine.stream(options: options) { try self.tokens(of: prompt) }
                case .chat(let messages):
                    let (template, plan) = try self.plan(messages, options)
                    options.constraint = plan.constraint
                    let stream = self.loaded.engine.stream { [options] in
                        try self.request(for: messages, plan, template, options)
                    }
                    guard let parser = plan.parser else { return stream }
                    return GenerationStream(ToolCallStream(stream, parser: parser))
                }
            } catch {
                return GenerationStream(failing: error)
            }
        }

        /// What the model's engine is doing at present, for all chats.
        public var statistics: InferenceStatistics { self.loaded.engine.statistics }

        /// Whether two handles share one loaded model.
        ///
        /// - Parameter other: The other handle.
        /// - Returns: True if they do.
        public func isShared(with other: LlamaModel) -> Bool { self.loaded === other.loaded }

        /// The chat template in use, or nil if neither the caller nor the file gave one.
        ///
        /// - Throws: A ``LanguageModelError`` of code `templateFailed` if the file's template cannot be parsed.
        public var chatTemplate: ChatTemplate? {
            get throws(LanguageModelError) {
                if let own = self.ownChatTemplate { return own }
                return try self.loaded.chatTemplate?.get()
            }
        }
    }
#endif
