// Samplers: from logits to the next token.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cmath>

namespace {

bool uses_penalties(const martlet_sampler_options & options) {
    return options.penalty_window > 0
        && (options.repetition_penalty != 1 || options.frequency_penalty != 0 || options.presence_penalty != 0);
}

// The tokens whose logits the chain changes whatever was generated, in order and each once.
template <typename Vocabulary>
std::vector<llama_token> biased_tokens(const Vocabulary * vocabulary, const martlet_sampler_options & options) {
    std::vector<llama_token> tokens;
    for (size_t i = 0; i < options.bias_count; ++i) tokens.push_back(options.biases[i].token);
    if constexpr (requires(int32_t * n) { llama_vocab_get_suppress_tokens(vocabulary, n); }) {
        int32_t count = 0;
        const llama_token * suppressed = llama_vocab_get_suppress_tokens(vocabulary, &count);
        if (suppressed != nullptr) tokens.insert(tokens.end(), suppressed, suppressed + std::max(count, 0));
    }
    std::sort(tokens.begin(), tokens.end());
    tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
    return tokens;
}

// How many of the likeliest tokens decide the choice; 0 if all do.
size_t kept_tokens(const martlet_sampler_options & options) {
    if (options.temperature <= 0) return 1;
    if (options.mirostat != 0 || options.top_n_sigma > 0 || options.top_k <= 0) return 0;
    return static_cast<size_t>(options.top_k);
}

// Runs the chain and tells the chosen token, or a negative number after an error.
int32_t pick(martlet_sampler & sampler, martlet_error * error) {
    llama_token_data_array array{sampler.candidates.data(), sampler.candidates.size(), -1, false};
    llama_sampler_apply(sampler.chain.get(), &array);
    if (array.selected < 0 || static_cast<size_t>(array.selected) >= array.size) {
        return -martlet::fail(error, MARTLET_FAILED, "llama.cpp chose no token");
    }
    const llama_token_data & chosen = array.data[array.selected];
    if (chosen.logit == -INFINITY) {
        return -martlet::fail(error, MARTLET_FAILED, "biases, penalties and grammar leave no token to choose");
    }
    return chosen.id;
}

// Tries the grammar on the likely tokens only, since each token takes it long. Tells whether enough of them are allowed
// that no other token can be chosen.
bool fill_allowed_likely(martlet_sampler & sampler, const float * logits, size_t size) {
    constexpr size_t enough = 256;
    if (sampler.kept == 0 || sampler.kept > enough) return false;
    martlet::fill_likely(
        logits, size, enough, sampler.maxima, sampler.scratch, sampler.biased, sampler.recent, sampler.candidates);
    sampler.grammar->mask(sampler.candidates);
    const auto allowed = static_cast<size_t>(std::count_if(
        sampler.candidates.begin(), sampler.candidates.end(),
        [](const llama_token_data & candidate) { return candidate.logit != -INFINITY; }));
    // The tokens whose logits change may come to stand behind all others.
    return allowed >= sampler.kept + sampler.biased.size() + sampler.recent.counts().size();
}

int32_t choose(martlet_sampler & sampler, const float * logits, martlet_error * error) {
    const auto size = static_cast<size_t>(sampler.model->vocabulary_size);
    if (sampler.grammar != nullptr) {
        sampler.grammar->begin_token();
        if (sampler.grammar->is_broken()) {
            return -martlet::fail(
                error, MARTLET_FAILED,
                "the grammar failed, or takes too long for each token; make it smaller, or readable in one way");
        }
    }
    const martlet::logit_survey survey = martlet::survey(logits, size, sampler.maxima);
    // A broken file computes to no numbers at all, which a draw would take for the first token for ever.
    if (!survey.is_sound || survey.greatest == -INFINITY) {
        return -martlet::fail(error, MARTLET_FAILED, "the model computes no numbers (NaN); its file may be damaged");
    }
    llama_token token = -1;
    if (sampler.is_plain) {
        token = martlet::first_maximum(logits, size, survey.greatest, sampler.maxima);
    } else if (sampler.kept > 0) {
        martlet::fill_likely(
            logits, size, sampler.kept, sampler.maxima, sampler.scratch, sampler.biased, sampler.recent,
            sampler.candidates);
        token = pick(sampler, error);
    } else {
        martlet::fill_all(logits, size, sampler.candidates);
        token = pick(sampler, error);
    }
    if (token < 0) return token;
    if (sampler.grammar != nullptr && !sampler.grammar->allows(token)) {
        if (!fill_allowed_likely(sampler, logits, size)) {
            martlet::fill_all(logits, size, sampler.candidates);
            sampler.grammar->mask(sampler.candidates);
        }
        token = pick(sampler, error);
        if (token < 0) return token;
    }
    llama_sampler_accept(sampler.chain.get(), token);
    sampler.recent.add(token);
    if (sampler.grammar != nullptr) sampler.grammar->accept(token);
    return token;
}

int32_t check_token(const martlet_sampler * sampler, int32_t token, martlet_error * error) {
    if (token >= 0 && token < sampler->model->vocabulary_size) return MARTLET_OK;
    return martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", token,
        sampler->model->vocabulary_size);
}

int32_t check_candidates(
    const martlet_sampler * sampler, const martlet_candidate * candidates, size_t count, martlet_error * error) {
    if (count < 1) return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "there are no candidates");
    for (size_t i = 0; i < count; ++i) {
        if (const int32_t status = check_token(sampler, candidates[i].token, error)) return status;
        if (std::isnan(candidates[i].logit) || candidates[i].logit == INFINITY) {
            return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "a candidate's logit is not a number");
        }
    }
    return MARTLET_OK;
}

}  // namespace

extern "C" {

martlet_sampler_options martlet_sampler_default_options(void) {
    martlet_sampler_options options{};
    options.repetition_penalty = 1;
    options.typical_p = 1;
    options.top_p = 1;
    options.dynamic_temperature_exponent = 1;
    options.xtc_threshold = 0.1f;
    options.dry_base = 1.75f;
    options.dry_allowed_length = 2;
    options.mirostat_tau = 5;
    options.mirostat_eta = 0.1f;
    return options;
}

martlet_sampler * martlet_sampler_create(
    const martlet_model * model, martlet_sampler_options options, martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_sampler *>(nullptr), [&]() -> martlet_sampler * {
        if (martlet::check_options(*model, options, error) != MARTLET_OK) return nullptr;
        auto sampler = std::make_unique<martlet_sampler>();
        sampler->model = model;
        sampler->chain = martlet::make_chain(*model, options, error);
        if (sampler->chain == nullptr) return nullptr;
        if (options.grammar != nullptr) {
            sampler->grammar = martlet::grammar::create(*model, options, error);
            if (sampler->grammar == nullptr) return nullptr;
        }
        const int32_t window = std::max(
            uses_penalties(options) ? options.penalty_window : 0, martlet::uses_dry(options) ? options.dry_window : 0);
        sampler->recent = martlet::recent_tokens(static_cast<size_t>(window));
        sampler->biased = biased_tokens(model->vocabulary, options);
        sampler->kept = kept_tokens(options);
        sampler->is_plain = options.temperature <= 0 && window == 0 && sampler->biased.empty();
        return sampler.release();
    });
}

martlet_sampler * martlet_sampler_clone(const martlet_sampler * sampler, martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_sampler *>(nullptr), [&]() -> martlet_sampler * {
        auto copy = std::make_unique<martlet_sampler>();
        copy->model = sampler->model;
        copy->chain.reset(llama_sampler_clone(sampler->chain.get()));
        if (sampler->grammar != nullptr) copy->grammar = sampler->grammar->clone();
        copy->recent = sampler->recent;
        copy->biased = sampler->biased;
        copy->kept = sampler->kept;
        copy->is_plain = sampler->is_plain;
        return copy.release();
    });
}

void martlet_sampler_free(martlet_sampler * sampler) {
    martlet::guarded(nullptr, 0, [&] {
        delete sampler;
        return 0;
    });
}

int32_t martlet_sampler_reset(martlet_sampler * sampler, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        llama_sampler_reset(sampler->chain.get());
        sampler->recent.clear();
        if (sampler->grammar != nullptr) sampler->grammar->reset();
        return MARTLET_OK;
    });
}

int32_t martlet_sampler_accept(martlet_sampler * sampler, int32_t token, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_token(sampler, token, error)) return status;
        llama_sampler_accept(sampler->chain.get(), token);
        sampler->recent.add(token);
        return MARTLET_OK;
    });
}

int32_t martlet_sampler_choose(
    martlet_sampler * sampler, const float * logits, size_t count, martlet_error * error) {
    return martlet::guarded(error, int32_t{-MARTLET_FAILED}, [&]() -> int32_t {
        if (logits == nullptr || count != static_cast<size_t>(sampler->model->vocabulary_size)) {
            return -martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "%zu logits were given, and the vocabulary has %d tokens", count,
                sampler->model->vocabulary_size);
        }
        return choose(*sampler, logits, error);
    });
}

int32_t martlet_sampler_sample(
    martlet_sampler * sampler, martlet_context * context, int32_t index, martlet_error * error) {
    return martlet::guarded(error, int32_t{-MARTLET_FAILED}, [&]() -> int32_t {
        const float * logits = martlet_logits(context, index, error);
        if (logits == nullptr) return -MARTLET_INVALID_ARGUMENT;
        if (sampler->model->vocabulary_size != context->model->vocabulary_size) {
            return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the sampler belongs to another model");
        }
        return choose(*sampler, logits, error);
    });
}

int32_t martlet_sampler_apply(
    martlet_sampler * sampler, martlet_candidate * candidates, size_t * count, size_t * selected,
    martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_candidates(sampler, candidates, *count, error)) return status;
        std::vector<llama_token_data> & data = sampler->candidates;
        data.clear();
        for (size_t i = 0; i < *count; ++i) data.push_back({candidates[i].token, candidates[i].logit, 0});
        if (sampler->grammar != nullptr && !sampler->grammar->is_broken()) sampler->grammar->mask(data);
        llama_token_data_array array{data.data(), data.size(), -1, false};
        llama_sampler_apply(sampler->chain.get(), &array);
        if (array.selected < 0 || static_cast<size_t>(array.selected) >= array.size) {
            return martlet::fail(error, MARTLET_FAILED, "llama.cpp chose no token");
        }
        for (size_t i = 0; i < array.size; ++i) {
            candidates[i] = {array.data[i].id, array.data[i].logit, array.data[i].p};
        }
        *count = array.size;
        *selected = static_cast<size_t>(array.selected);
        return MARTLET_OK;
    });
}

bool martlet_sampler_allows(martlet_sampler * sampler, int32_t token) {
    return martlet::guarded(nullptr, false, [&] {
        if (check_token(sampler, token, nullptr) != MARTLET_OK) return false;
        if (sampler->grammar == nullptr) return true;
        sampler->grammar->begin_token();
        return sampler->grammar->allows(token);
    });
}

}
#endif
