// Grammars that were read lately: apps ask for the same few again and again, and reading one takes long.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <list>
#include <mutex>
#include <unordered_map>

namespace {

// Longer grammars are read each time, so that what is kept stays small.
constexpr size_t longest_text = 1 << 16;
constexpr size_t most_grammars = 32;

struct kept_grammar {
    const llama_vocab * vocabulary;
    std::string text;
    std::string root;
    std::vector<std::string> triggers;
    std::shared_ptr<const martlet::grammar_beginning> beginning;

    bool fits(const kept_grammar & other) const {
        return vocabulary == other.vocabulary && text == other.text && root == other.root && triggers == other.triggers;
    }
};

// Models are loaded and used on many threads.
std::mutex & mutex() {
    static std::mutex mutex;
    return mutex;
}

// The latest first.
std::list<kept_grammar> & kept() {
    static auto * list = new std::list<kept_grammar>;
    return *list;
}

std::unordered_map<const llama_vocab *, std::shared_ptr<const std::array<llama_token, 256>>> & known_bytes() {
    static auto * map = new std::unordered_map<const llama_vocab *, std::shared_ptr<const std::array<llama_token, 256>>>;
    return *map;
}

}  // namespace

namespace martlet {

std::shared_ptr<const std::array<llama_token, 256>> byte_tokens(const martlet_model & model) {
    const std::lock_guard lock(mutex());
    auto & known = known_bytes()[model.vocabulary];
    if (known != nullptr) return known;
    auto found = std::make_shared<std::array<llama_token, 256>>();
    found->fill(-1);
    for (llama_token token = 0; token < model.vocabulary_size; ++token) {
        char piece[8];
        if (llama_vocab_is_control(model.vocabulary, token) || llama_vocab_is_eog(model.vocabulary, token)) continue;
        if (llama_token_to_piece(model.vocabulary, token, piece, sizeof piece, 0, true) != 1) continue;
        (*found)[static_cast<unsigned char>(piece[0])] = token;
    }
    known = std::move(found);
    return known;
}

bool is_worth_keeping(const std::string & text) { return text.size() <= longest_text; }

std::shared_ptr<const grammar_beginning> kept_beginning(
    const llama_vocab * vocabulary, const std::string & text, const std::string & root,
    const std::vector<std::string> & triggers) {
    if (!is_worth_keeping(text)) return nullptr;
    const kept_grammar wanted{vocabulary, text, root, triggers, nullptr};
    const std::lock_guard lock(mutex());
    const auto found = std::find_if(kept().begin(), kept().end(), [&](const auto & other) { return other.fits(wanted); });
    if (found == kept().end()) return nullptr;
    kept().splice(kept().begin(), kept(), found);
    return found->beginning;
}

void keep_beginning(
    const llama_vocab * vocabulary, const std::string & text, const std::string & root,
    const std::vector<std::string> & triggers, std::shared_ptr<const grammar_beginning> beginning) {
    if (!is_worth_keeping(text)) return;
    kept_grammar made{vocabulary, text, root, triggers, std::move(beginning)};
    const std::lock_guard lock(mutex());
    // Two threads may have read the same one.
    kept().remove_if([&](const kept_grammar & other) { return other.fits(made); });
    kept().push_front(std::move(made));
    if (kept().size() > most_grammars) kept().pop_back();
}

void forget_grammars(const llama_vocab * vocabulary) {
    const std::lock_guard lock(mutex());
    kept().remove_if([&](const kept_grammar & grammar) { return grammar.vocabulary == vocabulary; });
    known_bytes().erase(vocabulary);
}

}  // namespace martlet
#endif
