// DRY: a penalty for going on with what was said before.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cstring>
#include <list>
#include <mutex>
#include <type_traits>

namespace {

// DRY once wanted the context's length, which stood for a window of -1; here the window is always a number of tokens.
template <typename Function>
llama_sampler * create(
    Function create, const llama_vocab * vocabulary, const martlet_sampler_options & options,
    const std::vector<std::string> & texts) {
    std::vector<const char *> breakers;
    for (const std::string & text : texts) breakers.push_back(text.c_str());
    if constexpr (std::is_invocable_v<
                      Function, const llama_vocab *, float, float, int32_t, int32_t, const char **, size_t>) {
        return create(
            vocabulary, options.dry_multiplier, options.dry_base, options.dry_allowed_length, options.dry_window,
            breakers.data(), breakers.size());
    } else {
        return create(
            vocabulary, options.dry_window, options.dry_multiplier, options.dry_base, options.dry_allowed_length,
            options.dry_window, breakers.data(), breakers.size());
    }
}

struct kept_sampler {
    const llama_vocab * vocabulary;
    float multiplier;
    float base;
    int32_t allowed_length;
    int32_t window;
    std::vector<std::string> breakers;
    martlet::sampler_pointer sampler;

    bool fits(const kept_sampler & other) const {
        return vocabulary == other.vocabulary && multiplier == other.multiplier && base == other.base
            && allowed_length == other.allowed_length && window == other.window && breakers == other.breakers;
    }
};

// Models are loaded and used on many threads.
std::mutex & mutex() {
    static std::mutex mutex;
    return mutex;
}

// The latest first.
std::list<kept_sampler> & kept() {
    static auto * list = new std::list<kept_sampler>;
    return *list;
}

}  // namespace

namespace martlet {

bool uses_dry(const martlet_sampler_options & options) { return options.dry_multiplier > 0 && options.dry_window > 0; }

int32_t check_dry(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error) {
    if (!uses_dry(options)) return MARTLET_OK;
    if (options.dry_base < 1) {
        return fail(
            error, MARTLET_INVALID_ARGUMENT, "DRY's base is %g, and must be at least 1",
            static_cast<double>(options.dry_base));
    }
    if (options.dry_allowed_length < 0) {
        return fail(
            error, MARTLET_INVALID_ARGUMENT, "DRY's allowed length is %d, and must be at least 0",
            options.dry_allowed_length);
    }
    if (llama_vocab_type(model.vocabulary) == LLAMA_VOCAB_TYPE_NONE) {
        return fail(error, MARTLET_INVALID_ARGUMENT, "the model has no vocabulary, which DRY needs");
    }
    if (options.dry_breaker_count > 64) {
        return fail(
            error, MARTLET_INVALID_ARGUMENT, "%zu sequence breakers were given, and 64 are possible",
            options.dry_breaker_count);
    }
    for (size_t i = 0; i < options.dry_breaker_count; ++i) {
        const size_t length = options.dry_breakers[i] == nullptr ? 0 : std::strlen(options.dry_breakers[i]);
        if (length >= 1 && length <= 40) continue;
        return fail(
            error, MARTLET_INVALID_ARGUMENT, "a sequence breaker has %zu bytes, and 1 to 40 are possible", length);
    }
    return MARTLET_OK;
}

llama_sampler * create_dry(const martlet_model & model, const martlet_sampler_options & options) {
    kept_sampler wanted{
        model.vocabulary, options.dry_multiplier, options.dry_base, options.dry_allowed_length, options.dry_window,
        std::vector<std::string>(options.dry_breakers, options.dry_breakers + options.dry_breaker_count), nullptr};
    const std::lock_guard lock(mutex());
    auto found = std::find_if(kept().begin(), kept().end(), [&](const auto & other) { return other.fits(wanted); });
    if (found == kept().end()) {
        wanted.sampler.reset(create(&llama_sampler_init_dry, model.vocabulary, options, wanted.breakers));
        if (wanted.sampler == nullptr) return nullptr;
        kept().push_front(std::move(wanted));
        if (kept().size() > 4) kept().pop_back();
        found = kept().begin();
    }
    return llama_sampler_clone(found->sampler.get());
}

void forget_dry(const llama_vocab * vocabulary) {
    const std::lock_guard lock(mutex());
    kept().remove_if([&](const kept_sampler & sampler) { return sampler.vocabulary == vocabulary; });
}

}  // namespace martlet
#endif
