// The bare decode loop: the least that libllama needs to answer a prompt, with nothing around it.
//
//     decode MODEL THREADS CONTEXT
//
// Each line of standard input, "TOKENS PROMPT", is answered by one line of JSON:
//     {"prompt_tokens", "prompt_seconds", "tokens", "seconds", "median"}
// where prompt_seconds reaches to the first token, seconds from there to the last, and median is a step's.
#include <ggml-backend.h>
#include <ggml-cpu.h>
#include <llama.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

[[noreturn]] void fail(const char * reason) {
    std::fprintf(stderr, "decode: %s\n", reason);
    std::exit(1);
}

struct Engine {
    llama_model * model;
    llama_context * context;
    llama_sampler * sampler;

    // The same settings that Martlet's engine uses, but for one sequence alone.
    Engine(const char * path, int threads, uint32_t length) {
        llama_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
        llama_backend_init();
        llama_model_params options = llama_model_default_params();
        options.n_gpu_layers = 0;
        model = llama_model_load_from_file(path, options);
        if (model == nullptr) fail("the model cannot be loaded");
        llama_context_params params = llama_context_default_params();
        params.n_ctx = length;
        params.n_batch = params.n_ubatch = 512;
        params.n_seq_max = 1;
        params.n_threads = params.n_threads_batch = threads;
        params.no_perf = true;
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_AUTO;
        context = llama_init_from_model(model, params);
        if (context == nullptr) fail("no context can be made");
        ggml_threadpool_params pool = ggml_threadpool_params_default(threads);
        ggml_threadpool_t created = ggml_threadpool_new(&pool);
        llama_attach_threadpool(context, created, created);
        sampler = llama_sampler_init_greedy();
    }

    void evaluate(std::vector<llama_token> & tokens) {
        for (size_t start = 0; start < tokens.size(); start += 512) {
            const auto count = static_cast<int32_t>(std::min<size_t>(512, tokens.size() - start));
            if (llama_decode(context, llama_batch_get_one(tokens.data() + start, count)) != 0) fail("llama_decode failed");
        }
    }

    void answer(const std::string & prompt, size_t wanted) {
        std::vector<llama_token> tokens(prompt.size() + 8);
        const int32_t count = llama_tokenize(
            llama_model_get_vocab(model), prompt.data(), static_cast<int32_t>(prompt.size()), tokens.data(),
            static_cast<int32_t>(tokens.size()), true, false);
        if (count < 1 || count + wanted > llama_n_ctx(context)) fail("the prompt does not fit");
        tokens.resize(static_cast<size_t>(count));
        llama_memory_clear(llama_get_memory(context), false);

        const auto start = Clock::now();
        evaluate(tokens);
        std::vector<llama_token> next{llama_sampler_sample(sampler, context, -1)};
        const double prompt_seconds = since(start);
        const float * scores = llama_get_logits_ith(context, -1);
        const int32_t words = llama_vocab_n_tokens(llama_model_get_vocab(model));
        if (!std::all_of(scores, scores + words, [](float score) { return std::isfinite(score); })) {
            fail("the model's scores are not finite");
        }
        const auto begin = Clock::now();
        std::vector<double> steps;
        while (steps.size() + 1 < wanted) {
            const auto step = Clock::now();
            evaluate(next);
            next[0] = llama_sampler_sample(sampler, context, -1);
            steps.push_back(since(step));
        }
        const double seconds = since(begin);
        std::sort(steps.begin(), steps.end());
        const double median = steps.empty() ? 0 : steps[steps.size() / 2];
        std::printf(
            "{\"prompt_tokens\": %d, \"prompt_seconds\": %.6f, \"tokens\": %zu, \"seconds\": %.6f, \"median\": %.6f}\n",
            count, prompt_seconds, wanted, seconds, median);
        std::fflush(stdout);
    }
};

}  // namespace

int main(int count, char ** arguments) {
    if (count != 4) fail("usage: decode MODEL THREADS CONTEXT");
    Engine engine(arguments[1], std::atoi(arguments[2]), static_cast<uint32_t>(std::atoi(arguments[3])));
    for (std::string line; std::getline(std::cin, line);) {
        const size_t space = line.find(' ');
        if (space == std::string::npos) fail("a line must be: TOKENS PROMPT");
        engine.answer(line.substr(space), std::stoul(line.substr(0, space)));
    }
}
