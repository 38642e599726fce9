// What a context's options may be.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <cmath>

namespace {

bool in_range(float value, float low, float high) { return std::isfinite(value) && value >= low && value <= high; }

int32_t check_rope(const martlet_context_options & options, martlet_error * error) {
    if (options.rope_scaling < MARTLET_ROPE_MODEL || options.rope_scaling > MARTLET_ROPE_LONGROPE) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "there is no scaling %d", options.rope_scaling);
    }
    const struct {
        const char * name;
        float value, low, high;
    } numbers[] = {
        {"rope frequency base", options.rope_frequency_base, 0, 1e12F},
        {"rope frequency scale", options.rope_frequency_scale, 0, 1e6F},
        {"YaRN extrapolation factor", options.yarn_extrapolation, -1, 1e6F},
        {"YaRN attention factor", options.yarn_attention, -1, 1e6F},
        {"YaRN fast beta", options.yarn_beta_fast, -1, 1e6F},
        {"YaRN slow beta", options.yarn_beta_slow, -1, 1e6F},
    };
    for (const auto & number : numbers) {
        if (in_range(number.value, number.low, number.high)) continue;
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "the %s is %g, and must lie between %g and %g", number.name,
            static_cast<double>(number.value), static_cast<double>(number.low), static_cast<double>(number.high));
    }
    return MARTLET_OK;
}

// llama.cpp refuses some of these without a word, and aborts on others.
int32_t check_cache_types(const martlet_model * model, const martlet_context_options & options, martlet_error * error) {
    const int32_t kinds[] = {options.key_type, options.value_type};
    for (const bool keys : {true, false}) {
        const ggml_type type = martlet::cache_type(kinds[keys ? 0 : 1]);
        const char * name = keys ? "keys" : "values";
        if (type == GGML_TYPE_COUNT) {
            return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "there is no kind of cache %d", kinds[keys ? 0 : 1]);
        }
        const int64_t head = martlet::head_length(model, keys);
        if (head % ggml_blck_size(type) != 0) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT,
                "a cache of %s as %s needs heads of a multiple of %lld numbers, and the model's have %lld; use f16",
                name, ggml_type_name(type), static_cast<long long>(ggml_blck_size(type)), static_cast<long long>(head));
        }
    }
    if (ggml_is_quantized(martlet::cache_type(options.value_type)) && options.flash_attention == MARTLET_FLASH_OFF) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a cache of values as %s needs flash attention, which was turned off",
            ggml_type_name(martlet::cache_type(options.value_type)));
    }
    return MARTLET_OK;
}

int32_t check_kinds(const martlet_model * model, const martlet_context_options & options, martlet_error * error) {
    if (options.flash_attention < MARTLET_FLASH_AUTO || options.flash_attention > MARTLET_FLASH_OFF) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "there is no flash attention %d", options.flash_attention);
    }
    if (options.pooling < MARTLET_POOLING_MODEL || options.pooling > MARTLET_POOLING_RANK) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "there is no pooling %d", options.pooling);
    }
    if (options.batch_threads < 0 || options.batch_threads > 512) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%d threads for batches were asked for, and 1 to 512 are possible",
            options.batch_threads);
    }
    if (const int32_t status = check_rope(options, error)) return status;
    return check_cache_types(model, options, error);
}

}  // namespace

namespace martlet {

int32_t check_context_options(
    const martlet_model * model, const martlet_context_options & options, martlet_error * error) {
    if (model == nullptr || model->vocabulary_only) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the model was loaded without its weights");
    }
    if (options.sequence_count < 1 || options.sequence_count > llama_max_parallel_sequences()) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%u sequences were asked for, and 1 to %zu are possible",
            options.sequence_count, llama_max_parallel_sequences());
    }
    if (options.batch_length < options.sequence_count || options.cache_length < options.sequence_count) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a batch of %u tokens and a cache of %u cannot serve %u sequences",
            options.batch_length, options.cache_length, options.sequence_count);
    }
    if (options.batch_length > INT32_MAX || options.cache_length > INT32_MAX) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the batch or the cache is too long");
    }
    if (options.threads < 1 || options.threads > 512) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%d threads were asked for, and 1 to 512 are possible", options.threads);
    }
    return check_kinds(model, options, error);
}

}  // namespace martlet
#endif
