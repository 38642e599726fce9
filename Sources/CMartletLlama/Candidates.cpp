// From logits to candidates: all tokens, or only those that can still be chosen.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cfloat>
#include <cmath>

namespace martlet {

void recent_tokens::add(llama_token token) {
    if (window_ == 0) return;
    ++counts_[token];
    if (tokens_.size() < window_) {
        tokens_.push_back(token);
        return;
    }
    const llama_token gone = std::exchange(tokens_[oldest_], token);
    oldest_ = (oldest_ + 1) % window_;
    const auto found = counts_.find(gone);
    if (--found->second == 0) counts_.erase(found);
}

void recent_tokens::clear() {
    tokens_.clear();
    counts_.clear();
    oldest_ = 0;
}

logit_survey survey(const float * logits, size_t count, std::vector<float> & maxima) {
    // Lanes that do not depend on each other become vector instructions.
    constexpr size_t lanes = 8;
    static_assert(block_length % lanes == 0);
    maxima.resize((count + block_length - 1) / block_length);
    int32_t sound[lanes];
    std::fill(std::begin(sound), std::end(sound), 1);
    const size_t whole = count / block_length;
    for (size_t block = 0; block < whole; ++block) {
        const float * values = logits + block * block_length;
        float best[lanes];
        for (size_t lane = 0; lane < lanes; ++lane) best[lane] = -INFINITY;
        for (size_t i = 0; i < block_length; i += lanes) {
            for (size_t lane = 0; lane < lanes; ++lane) {
                const float value = values[i + lane];
                best[lane] = value > best[lane] ? value : best[lane];
                sound[lane] &= value <= FLT_MAX ? 1 : 0;
            }
        }
        maxima[block] = *std::max_element(std::begin(best), std::end(best));
    }
    bool is_sound = std::all_of(std::begin(sound), std::end(sound), [](int32_t flag) { return flag != 0; });
    if (whole < maxima.size()) {
        float best = -INFINITY;
        for (size_t i = whole * block_length; i < count; ++i) {
            best = logits[i] > best ? logits[i] : best;
            is_sound = is_sound && logits[i] <= FLT_MAX;
        }
        maxima[whole] = best;
    }
    return {*std::max_element(maxima.begin(), maxima.end()), is_sound};
}

llama_token first_maximum(const float * logits, size_t count, float greatest, const std::vector<float> & maxima) {
    const auto block = static_cast<size_t>(std::find(maxima.begin(), maxima.end(), greatest) - maxima.begin());
    const float * found = std::find(logits + block * block_length, logits + count, greatest);
    return static_cast<llama_token>(found - logits);
}

void fill_all(const float * logits, size_t count, std::vector<llama_token_data> & candidates) {
    candidates.resize(count);
    for (size_t i = 0; i < count; ++i) candidates[i] = {static_cast<llama_token>(i), logits[i], 0};
}

void fill_likely(
    const float * logits, size_t count, size_t wanted, const std::vector<float> & maxima, std::vector<float> & scratch,
    const std::vector<llama_token> & biased, const recent_tokens & recent, std::vector<llama_token_data> & candidates) {
    // Some of the likeliest tokens may become unlikely through penalties and biases; others take their places.
    wanted += biased.size() + recent.counts().size();
    if (wanted > maxima.size() / 2) return fill_all(logits, count, candidates);
    // Each of the best blocks has one token of at least this logit, so there are as many as wanted.
    scratch = maxima;
    std::nth_element(
        scratch.begin(), scratch.begin() + static_cast<std::ptrdiff_t>(wanted - 1), scratch.end(), std::greater<>());
    const float least = scratch[wanted - 1];
    candidates.clear();
    for (size_t block = 0; block < maxima.size(); ++block) {
        if (maxima[block] < least) continue;
        const size_t end = std::min(count, (block + 1) * block_length);
        for (size_t i = block * block_length; i < end; ++i) {
            if (logits[i] >= least) candidates.push_back({static_cast<llama_token>(i), logits[i], 0});
        }
    }
    // What is changed may also become likely.
    const auto add = [&](llama_token token) {
        const float logit = logits[token];
        if (logit < least) candidates.push_back({token, logit, 0});
    };
    for (const llama_token token : biased) add(token);
    for (const auto & [token, occurrences] : recent.counts()) {
        if (!std::binary_search(biased.begin(), biased.end(), token)) add(token);
    }
}

}  // namespace martlet
#endif
