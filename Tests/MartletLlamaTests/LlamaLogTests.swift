#if Llama
    import Logging
    import Testing

    @testable import MartletLlama

    struct LlamaLogTests {
        @Test(arguments: [
            "graph_compute: ggml_backend_sched_graph_compute_async failed with error 1",
            "process_ubatch: failed to compute graph, compute status: 1", "llama_decode: failed to decode, ret = 2",
        ])
        func `a step that was stopped is no reason to warn`(message: String) {
            #expect(LlamaLibrary.level(of: message, reportedAs: 4) == .debug)
        }

        @Test(arguments: [
            "graph_compute: ggml_backend_sched_graph_compute_async failed with error -1",
            "process_ubatch: failed to compute graph, compute status: -2", "llama_decode: failed to decode, ret = -3",
        ])
        func `a step that failed is`(message: String) {
            #expect(LlamaLibrary.level(of: message, reportedAs: 4) == .warning)
        }

        @Test func `normal work is not told`() {
            #expect(LlamaLibrary.level(of: "load_tensors: done", reportedAs: 2) == .trace)
            #expect(LlamaLibrary.level(of: "n_ctx is small", reportedAs: 3) == .debug)
        }
    }
#endif
