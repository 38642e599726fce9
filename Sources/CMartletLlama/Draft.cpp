// What a draft model needs: the likeliest token with its probability, and whether two vocabularies are one.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cmath>

namespace {

// Tokens whose logits lie further below the greatest one count for nothing, even all of them together.
constexpr float least_distance = 24;

// The share that the likeliest token has of the whole.
double greatest_probability(const float * logits, size_t count, float greatest, const std::vector<float> & maxima) {
    double sum = 0;
    for (size_t block = 0; block < maxima.size(); ++block) {
        if (maxima[block] < greatest - least_distance) continue;
        const size_t end = std::min(count, (block + 1) * martlet::block_length);
        for (size_t i = block * martlet::block_length; i < end; ++i) {
            sum += static_cast<double>(std::exp(logits[i] - greatest));
        }
    }
    return 1 / sum;
}

}  // namespace

extern "C" {

int32_t martlet_likeliest(martlet_context * context, int32_t index, double * probability, martlet_error * error) {
    return martlet::guarded(error, int32_t{-1}, [&]() -> int32_t {
        const float * logits = martlet_logits(context, index, error);
        if (logits == nullptr) return -1;
        const auto count = static_cast<size_t>(context->model->vocabulary_size);
        const martlet::logit_survey survey = martlet::survey(logits, count, context->maxima);
        if (!survey.is_sound || !std::isfinite(survey.greatest)) {
            martlet::fail(error, MARTLET_FAILED, "the model computes no numbers");
            return -1;
        }
        if (probability != nullptr) {
            *probability = greatest_probability(logits, count, survey.greatest, context->maxima);
        }
        return martlet::first_maximum(logits, count, survey.greatest, context->maxima);
    });
}

int32_t martlet_vocabulary_kind(const martlet_model * model) {
    return martlet::guarded(nullptr, int32_t{0}, [&] {
        return static_cast<int32_t>(llama_vocab_type(model->vocabulary));
    });
}

int32_t martlet_vocabulary_difference(const martlet_model * first, const martlet_model * second, int32_t start) {
    return martlet::guarded(nullptr, std::max(start, 0), [&]() -> int32_t {
        const int32_t count = std::min(first->vocabulary_size, second->vocabulary_size);
        for (int32_t token = std::max(start, 0); token < count; ++token) {
            const char * one = llama_vocab_get_text(first->vocabulary, token);
            const char * other = llama_vocab_get_text(second->vocabulary, token);
            if (one == nullptr || other == nullptr ? one != other : std::strcmp(one, other) != 0) return token;
        }
        return -1;
    });
}

}
#endif
