// The chain of samplers that turns logits into a token.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <cmath>
#include <type_traits>

namespace {

// The number of penalties' arguments changed twice: with the vocabulary's size first, or without it.
template <typename Function>
llama_sampler * create_penalties(Function create, int32_t vocabulary, const martlet_sampler_options & options) {
    if constexpr (std::is_invocable_v<Function, int32_t, int32_t, float, float, float>) {
        return create(
            vocabulary, options.penalty_window, options.repetition_penalty, options.frequency_penalty,
            options.presence_penalty);
    } else {
        return create(
            options.penalty_window, options.repetition_penalty, options.frequency_penalty, options.presence_penalty);
    }
}

// Tokens that a model's makers never want to see, where the library knows of such.
template <typename Vocabulary>
std::vector<llama_logit_bias> suppressed(const Vocabulary * vocabulary) {
    std::vector<llama_logit_bias> biases;
    if constexpr (requires(int32_t * n) { llama_vocab_get_suppress_tokens(vocabulary, n); }) {
        int32_t count = 0;
        const llama_token * tokens = llama_vocab_get_suppress_tokens(vocabulary, &count);
        for (int32_t i = 0; tokens != nullptr && i < count; ++i) biases.push_back({tokens[i], -INFINITY});
    }
    return biases;
}

int32_t check(const martlet_sampler_options & options, martlet_error * error) {
    const float numbers[] = {
        options.repetition_penalty, options.frequency_penalty, options.presence_penalty, options.typical_p,
        options.top_p, options.min_p, options.temperature,
    };
    for (const float number : numbers) {
        if (!std::isfinite(number)) return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "a parameter is not a number");
    }
    if (options.repetition_penalty <= 0) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "the repetition penalty is %g, and must be above 0",
            static_cast<double>(options.repetition_penalty));
    }
    return MARTLET_OK;
}

int32_t add(llama_sampler * chain, llama_sampler * link, martlet_error * error) {
    if (link == nullptr) return martlet::fail(error, MARTLET_FAILED, "llama.cpp refused a sampler");
    llama_sampler_chain_add(chain, link);
    return MARTLET_OK;
}

int32_t fill(
    llama_sampler * chain, const martlet_model * model, const martlet_sampler_options & options, martlet_error * error) {
    const int32_t size = model->vocabulary_size;
    const std::vector<llama_logit_bias> biases = suppressed(model->vocabulary);
    std::vector<llama_sampler *> links;
    if (!biases.empty()) {
        links.push_back(llama_sampler_init_logit_bias(size, static_cast<int32_t>(biases.size()), biases.data()));
    }
    links.push_back(create_penalties(&llama_sampler_init_penalties, size, options));
    if (options.temperature > 0) {
        links.push_back(llama_sampler_init_top_k(options.top_k));
        links.push_back(llama_sampler_init_typical(options.typical_p, 1));
        links.push_back(llama_sampler_init_top_p(options.top_p, 1));
        links.push_back(llama_sampler_init_min_p(options.min_p, 1));
        links.push_back(llama_sampler_init_temp(options.temperature));
        links.push_back(llama_sampler_init_dist(options.seed));
    } else {
        links.push_back(llama_sampler_init_greedy());
    }
    int32_t status = MARTLET_OK;
    for (llama_sampler * link : links) {
        const int32_t added = add(chain, link, error);
        if (added != MARTLET_OK) status = added;
    }
    return status;
}

int32_t check_token(const martlet_sampler * sampler, int32_t token, martlet_error * error) {
    if (token >= 0 && token < sampler->vocabulary_size) return MARTLET_OK;
    return martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", token,
        sampler->vocabulary_size);
}

}  // namespace

extern "C" {

martlet_sampler * martlet_sampler_create(
    const martlet_model * model, martlet_sampler_options options, martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_sampler *>(nullptr), [&]() -> martlet_sampler * {
        if (check(options, error) != MARTLET_OK) return nullptr;
        llama_sampler_chain_params params = llama_sampler_chain_default_params();
        params.no_perf = true;
        std::unique_ptr<llama_sampler, void (*)(llama_sampler *)> chain(
            llama_sampler_chain_init(params), llama_sampler_free);
        if (fill(chain.get(), model, options, error) != MARTLET_OK) return nullptr;
        auto sampler = std::make_unique<martlet_sampler>();
        sampler->chain = chain.release();
        sampler->vocabulary_size = model->vocabulary_size;
        return sampler.release();
    });
}

void martlet_sampler_free(martlet_sampler * sampler) {
    if (sampler == nullptr) return;
    martlet::guarded(nullptr, 0, [&] {
        llama_sampler_free(sampler->chain);
        return 0;
    });
    delete sampler;
}

int32_t martlet_sampler_accept(martlet_sampler * sampler, int32_t token, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_token(sampler, token, error)) return status;
        llama_sampler_accept(sampler->chain, token);
        return MARTLET_OK;
    });
}

int32_t martlet_sampler_sample(
    martlet_sampler * sampler, martlet_context * context, int32_t index, martlet_error * error) {
    return martlet::guarded(error, int32_t{-MARTLET_FAILED}, [&]() -> int32_t {
        const float * logits = martlet_logits(context, index, error);
        if (logits == nullptr) return -MARTLET_INVALID_ARGUMENT;
        if (sampler->vocabulary_size != context->model->vocabulary_size) {
            return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the sampler belongs to another model");
        }
        // A broken file computes to no numbers at all, which the draw would take for the first token for ever.
        if (std::isnan(logits[0])) {
            return -martlet::fail(error, MARTLET_FAILED, "the model computes no numbers (NaN); its file may be damaged");
        }
        return llama_sampler_sample(sampler->chain, context->context, index);
    });
}

}
#endif
