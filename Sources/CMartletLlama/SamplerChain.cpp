// The chain of samplers that turns candidates into a choice.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cmath>
#include <type_traits>

namespace {

// MARK: Calls that changed

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
void add_suppressed(const Vocabulary * vocabulary, std::vector<llama_logit_bias> & biases) {
    if constexpr (requires(int32_t * n) { llama_vocab_get_suppress_tokens(vocabulary, n); }) {
        int32_t count = 0;
        const llama_token * tokens = llama_vocab_get_suppress_tokens(vocabulary, &count);
        for (int32_t i = 0; tokens != nullptr && i < count; ++i) biases.push_back({tokens[i], -INFINITY});
    }
}

// MARK: Samplers of our own

const char * present_name(const llama_sampler *) { return "present"; }

// Takes away candidates below a logit, but leaves one: several of llama.cpp's samplers assert that there is one, and
// compute no numbers from minus infinity.
void keep_from(llama_token_data_array & candidates, float least) {
    llama_token_data * end = std::remove_if(
        candidates.data, candidates.data + candidates.size,
        [&](const llama_token_data & candidate) { return !(candidate.logit >= least); });
    candidates.size = std::max<size_t>(static_cast<size_t>(end - candidates.data), 1);
}

void apply_present(llama_sampler *, llama_token_data_array * candidates) { keep_from(*candidates, -1e30f); }

// Typical sampling takes the logarithm of each probability, which must not be rounded to 0.
void apply_representable(llama_sampler *, llama_token_data_array * candidates) {
    float greatest = -INFINITY;
    for (size_t i = 0; i < candidates->size; ++i) greatest = std::max(greatest, candidates->data[i].logit);
    keep_from(*candidates, std::max(greatest - 80, -1e30f));
}

// Without a state of its own, a sampler is copied and freed by llama.cpp itself.
llama_sampler * create_present(bool for_typical) {
    static llama_sampler_i present = [] {
        llama_sampler_i interface{};
        interface.name = present_name;
        interface.apply = apply_present;
        return interface;
    }();
    static llama_sampler_i representable = [] {
        llama_sampler_i interface{};
        interface.name = present_name;
        interface.apply = apply_representable;
        return interface;
    }();
    return llama_sampler_init(for_typical ? &representable : &present, nullptr);
}

// MARK: Order

std::vector<llama_logit_bias> all_biases(const martlet_model & model, const martlet_sampler_options & options) {
    std::vector<llama_logit_bias> biases;
    add_suppressed(model.vocabulary, biases);
    for (size_t i = 0; i < options.bias_count; ++i) biases.push_back({options.biases[i].token, options.biases[i].bias});
    return biases;
}

llama_sampler * create_temperature(const martlet_sampler_options & options) {
    if (options.dynamic_temperature_range > 0) {
        return llama_sampler_init_temp_ext(
            options.temperature, options.dynamic_temperature_range, options.dynamic_temperature_exponent);
    }
    return llama_sampler_init_temp(options.temperature);
}

// Adds each sampler as soon as it exists, so that the chain frees what was made before a failure.
class builder {
public:
    explicit builder(llama_sampler * chain) : chain_(chain) {}
    void add(llama_sampler * sampler) {
        if (sampler == nullptr) {
            failed_ = true;
        } else {
            llama_sampler_chain_add(chain_, sampler);
        }
    }
    bool has_failed() const { return failed_; }

private:
    llama_sampler * chain_;
    bool failed_ = false;
};

void fill(builder & chain, const martlet_model & model, const martlet_sampler_options & options) {
    const int32_t size = model.vocabulary_size;
    // The greatest number would mean "choose one".
    const uint32_t seed = std::min(options.seed, UINT32_MAX - 1);
    const bool draws = options.temperature > 0;
    const std::vector<llama_logit_bias> biases = all_biases(model, options);
    if (!biases.empty()) {
        chain.add(llama_sampler_init_logit_bias(size, static_cast<int32_t>(biases.size()), biases.data()));
    }
    chain.add(create_penalties(&llama_sampler_init_penalties, size, options));
    if (martlet::uses_dry(options)) chain.add(martlet::create_dry(model, options));
    if (draws && options.mirostat == 0) chain.add(llama_sampler_init_top_n_sigma(options.top_n_sigma));
    chain.add(create_present(draws && options.typical_p < 1 && options.mirostat == 0));
    if (!draws) return chain.add(llama_sampler_init_greedy());
    if (options.mirostat != 0) {
        chain.add(create_temperature(options));
        chain.add(
            options.mirostat == 1
                ? llama_sampler_init_mirostat(size, seed, options.mirostat_tau, options.mirostat_eta, 100)
                : llama_sampler_init_mirostat_v2(seed, options.mirostat_tau, options.mirostat_eta));
        return;
    }
    chain.add(llama_sampler_init_top_k(options.top_k));
    chain.add(llama_sampler_init_typical(options.typical_p, 1));
    chain.add(llama_sampler_init_top_p(options.top_p, 1));
    chain.add(llama_sampler_init_min_p(options.min_p, 1));
    chain.add(llama_sampler_init_xtc(options.xtc_probability, options.xtc_threshold, 1, seed));
    chain.add(create_temperature(options));
    chain.add(llama_sampler_init_dist(seed));
}

// MARK: Checks

int32_t refuse(martlet_error * error, const char * name, float value, const char * range) {
    return martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "%s is %g, and must be %s", name, static_cast<double>(value), range);
}

int32_t check_biases(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error) {
    for (size_t i = 0; i < options.bias_count; ++i) {
        const martlet_token_bias & bias = options.biases[i];
        if (bias.token < 0 || bias.token >= model.vocabulary_size) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "a bias is given for token %d, and the vocabulary has %d tokens",
                bias.token, model.vocabulary_size);
        }
        if (!(std::fabs(bias.bias) <= 1e9f) && bias.bias != -INFINITY) {
            return refuse(error, "a bias", bias.bias, "a number of at most 1e9, or minus infinity");
        }
    }
    return MARTLET_OK;
}

int32_t check_mirostat(const martlet_sampler_options & options, martlet_error * error) {
    if (options.mirostat < 0 || options.mirostat > 2) {
        return refuse(error, "mirostat's version", static_cast<float>(options.mirostat), "0 (off), 1 or 2");
    }
    if (options.mirostat == 0) return MARTLET_OK;
    if (!(options.mirostat_tau > 0)) return refuse(error, "mirostat's tau", options.mirostat_tau, "above 0");
    if (!(options.mirostat_eta > 0)) return refuse(error, "mirostat's eta", options.mirostat_eta, "above 0");
    return MARTLET_OK;
}

}  // namespace

namespace martlet {

int32_t check_options(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error) {
    const float numbers[] = {
        options.repetition_penalty, options.frequency_penalty, options.presence_penalty, options.typical_p,
        options.top_p, options.min_p, options.temperature, options.dynamic_temperature_range,
        options.dynamic_temperature_exponent, options.top_n_sigma, options.xtc_probability, options.xtc_threshold,
        options.dry_multiplier, options.dry_base, options.mirostat_tau, options.mirostat_eta,
    };
    for (const float number : numbers) {
        if (!std::isfinite(number)) return fail(error, MARTLET_INVALID_ARGUMENT, "a parameter is not a finite number");
    }
    // Below, a quotient could be greater than any number.
    if (options.repetition_penalty < 1e-6f) {
        return refuse(error, "the repetition penalty", options.repetition_penalty, "at least 0.000001");
    }
    if (model.vocabulary_size < 1) return fail(error, MARTLET_INVALID_ARGUMENT, "the model has no vocabulary");
    // Windows are allocated at once.
    constexpr int32_t longest = 1 << 24;
    if (options.penalty_window > longest || options.dry_window > longest) {
        return fail(error, MARTLET_INVALID_ARGUMENT, "a window has more than %d tokens", longest);
    }
    if (const int32_t status = check_biases(model, options, error)) return status;
    if (const int32_t status = check_dry(model, options, error)) return status;
    return check_mirostat(options, error);
}

sampler_pointer make_chain(
    const martlet_model & model, const martlet_sampler_options & options, martlet_error * error) {
    llama_sampler_chain_params params = llama_sampler_chain_default_params();
    params.no_perf = true;
    sampler_pointer chain(llama_sampler_chain_init(params));
    builder builder(chain.get());
    fill(builder, model, options);
    if (!builder.has_failed()) return chain;
    fail(error, MARTLET_FAILED, "llama.cpp refused a sampler");
    return nullptr;
}

}  // namespace martlet
#endif
