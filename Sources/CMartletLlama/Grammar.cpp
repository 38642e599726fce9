// Grammars: llama.cpp's sampler for them, kept outside the chain and away from all that it ends the process for.
#if __has_include(<llama.h>)
#include "Sampler.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <stdexcept>

namespace {

// Escapes a text for a regular expression.
std::string escaped(const std::string & text) {
    std::string result;
    for (const char c : text) {
        if (std::strchr("\\^$.*+?()[]{}|", c) != nullptr) result.push_back('\\');
        result.push_back(c);
    }
    return result;
}

// One expression for all triggers, so that the earliest one is found.
std::string pattern(const std::vector<std::string> & triggers) {
    std::string result = "(";
    for (const std::string & trigger : triggers) result += (result.size() > 1 ? "|" : "") + escaped(trigger);
    return result + ")";
}

// Libraries before 2025 lack the function.
template <typename Vocabulary>
llama_sampler * create_lazy(
    const Vocabulary * vocabulary, const std::string & text, const std::string & root, const std::string & pattern) {
    if constexpr (requires(const char ** p, const llama_token * t) {
                      llama_sampler_init_grammar_lazy_patterns(vocabulary, "", "", p, size_t{1}, t, size_t{0});
                  }) {
        const char * patterns[] = {pattern.c_str()};
        return llama_sampler_init_grammar_lazy_patterns(
            vocabulary, text.c_str(), root.c_str(), patterns, 1, nullptr, 0);
    } else {
        return nullptr;
    }
}

int32_t check_triggers(const martlet_sampler_options & options, martlet_error * error) {
    if (options.trigger_count > 64) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%zu triggers were given, and 64 are possible", options.trigger_count);
    }
    for (size_t i = 0; i < options.trigger_count; ++i) {
        const size_t length = options.triggers[i] == nullptr ? 0 : std::strlen(options.triggers[i]);
        if (length >= 1 && length <= 256) continue;
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a trigger has %zu bytes, and 1 to 256 are possible", length);
    }
    return MARTLET_OK;
}

// Reads a grammar; null after an error.
martlet::grammar_beginning read_beginning(
    const martlet_model & model, const std::string & text, const std::string & root,
    const std::vector<std::string> & triggers, martlet_error * error) {
    martlet::grammar_beginning made;
    const std::string problem = martlet::grammar_problem(model, text, root, made.names_tokens);
    if (!problem.empty()) {
        martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the grammar cannot be used: %s", problem.c_str());
        return made;
    }
    martlet::log_capture log;
    made.sampler.reset(
        triggers.empty() ? llama_sampler_init_grammar(model.vocabulary, text.c_str(), root.c_str())
                         : create_lazy(model.vocabulary, text, root, pattern(triggers)));
    if (made.sampler != nullptr) return made;
    martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "llama.cpp refuses the grammar: %s",
        log.text().empty() ? "it gives no reason" : log.text().c_str());
    return made;
}

// What the processor spent on this thread, which a busy machine does not change.
double thread_seconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

// All chats stand still while a grammar is asked, so one token may take so long,
constexpr double token_limit = 0.25;
// and each of many so long,
constexpr double usual_limit = 0.05;
// with so much more for all of them together.
constexpr double excess_limit = 2;

}  // namespace

namespace martlet {

std::unique_ptr<grammar> grammar::create(
    const martlet_model & model, const martlet_sampler_options & options, martlet_error * error) {
    const std::string text = options.grammar;
    const std::string root = options.grammar_root == nullptr ? "root" : options.grammar_root;
    if (check_triggers(options, error) != MARTLET_OK) return nullptr;
    std::unique_ptr<grammar> result(new grammar(model));
    if (options.trigger_count > 0) result->triggers_.assign(options.triggers, options.triggers + options.trigger_count);
    for (const std::string & trigger : result->triggers_) {
        result->longest_trigger_ = std::max(result->longest_trigger_, trigger.size());
    }
    result->pristine_ = kept_beginning(model.vocabulary, text, root, result->triggers_);
    if (result->pristine_ == nullptr) {
        grammar_beginning made = read_beginning(model, text, root, result->triggers_, error);
        if (made.sampler == nullptr) return nullptr;
        if (!made.names_tokens) result->bytes_ = byte_tokens(model);
        if (result->triggers_.empty() && !is_worth_keeping(text)) {
            // Copying one takes longer the larger it is.
            result->current_ = std::move(made.sampler);
            return result;
        }
        result->pristine_ = std::make_shared<const grammar_beginning>(std::move(made));
        keep_beginning(model.vocabulary, text, root, result->triggers_, result->pristine_);
    }
    if (!result->pristine_->names_tokens) result->bytes_ = byte_tokens(model);
    if (result->triggers_.empty()) result->current_ = result->beginning();
    return result;
}

sampler_pointer grammar::beginning() const { return sampler_pointer(llama_sampler_clone(pristine_->sampler.get())); }

std::unique_ptr<grammar> grammar::clone() const {
    std::unique_ptr<grammar> copy(new grammar(model_));
    copy->pristine_ = pristine_;
    copy->bytes_ = bytes_;
    if (current_ != nullptr) copy->current_.reset(llama_sampler_clone(current_.get()));
    copy->triggers_ = triggers_;
    copy->longest_trigger_ = longest_trigger_;
    copy->waiting_text_ = waiting_text_;
    copy->waiting_ = waiting_;
    copy->has_ended_ = has_ended_;
    copy->is_broken_ = is_broken_;
    copy->token_seconds_ = token_seconds_;
    copy->excess_seconds_ = excess_seconds_;
    return copy;
}

void grammar::reset() {
    if (pristine_ == nullptr) {
        llama_sampler_reset(current_.get());
    } else {
        current_ = triggers_.empty() ? beginning() : nullptr;
    }
    waiting_text_.clear();
    waiting_.clear();
    tried_.reset();
    tried_token_ = -1;
    has_ended_ = false;
    is_broken_ = false;
    token_seconds_ = excess_seconds_ = 0;
}

// Marks a grammar as broken that takes too long: one that can read a text in many ways takes longer with each token.
class grammar::stopwatch {
public:
    explicit stopwatch(grammar & owner) : owner_(owner) {}
    ~stopwatch() {
        const double before = std::max(owner_.token_seconds_, usual_limit);
        owner_.token_seconds_ += thread_seconds() - start_;
        owner_.excess_seconds_ += std::max(owner_.token_seconds_ - before, 0.0);
        if (owner_.is_too_slow()) owner_.is_broken_ = true;
    }
    bool is_late() const { return owner_.token_seconds_ + thread_seconds() - start_ > token_limit; }

private:
    grammar & owner_;
    const double start_ = thread_seconds();
};

bool grammar::is_too_slow() const { return token_seconds_ > token_limit || excess_seconds_ > excess_limit; }

bool grammar::allows(llama_token token) {
    if (is_broken_ || has_ended_) return false;
    const stopwatch stopwatch(*this);
    if (current_ == nullptr) return allows_waiting(token);
    llama_token_data candidate{token, 1, 0};
    llama_token_data_array array{&candidate, 1, -1, false};
    llama_sampler_apply(current_.get(), &array);
    return candidate.logit != -INFINITY;
}

void grammar::mask(std::vector<llama_token_data> & candidates) {
    if (is_broken_ || has_ended_ || current_ == nullptr) {
        for (llama_token_data & candidate : candidates) {
            if (!allows(candidate.id)) candidate.logit = -INFINITY;
        }
        return;
    }
    const stopwatch stopwatch(*this);
    llama_token_data_array array{candidates.data(), candidates.size(), -1, false};
    llama_sampler_apply(current_.get(), &array);
}

void grammar::accept(llama_token token) {
    // llama.cpp's state is empty after a failure, and it ends the process when it is asked again.
    is_broken_ = true;
    {
        const stopwatch stopwatch(*this);
        go_on(token, stopwatch);
    }
    is_broken_ = is_too_slow();
}

// Goes on byte by byte: one long token could multiply the ways to read it past all limits at once.
bool grammar::go_on_by_bytes(llama_token token, const stopwatch & stopwatch) {
    if (bytes_ == nullptr) return false;
    const std::string text = text_of(token);
    const auto has_token = [&](char byte) { return (*bytes_)[static_cast<unsigned char>(byte)] >= 0; };
    if (text.size() < 2 || !std::all_of(text.begin(), text.end(), has_token)) return false;
    for (const char byte : text) {
        llama_sampler_accept(current_.get(), (*bytes_)[static_cast<unsigned char>(byte)]);
        // What is left half way is broken, and not asked again.
        if (stopwatch.is_late()) break;
    }
    return true;
}

void grammar::go_on(llama_token token, const stopwatch & stopwatch) {
    if (current_ == nullptr) {
        accept_waiting(token);
    } else if (llama_vocab_is_eog(model_.vocabulary, token)) {
        has_ended_ = true;
    } else if (!go_on_by_bytes(token, stopwatch)) {
        llama_sampler_accept(current_.get(), token);
    }
}

// MARK: Waiting for a trigger

std::string grammar::text_of(llama_token token) const {
    std::string text(64, '\0');
    int32_t length = llama_token_to_piece(
        model_.vocabulary, token, text.data(), static_cast<int32_t>(text.size()), 0, true);
    if (length < 0) {
        text.resize(static_cast<size_t>(-length));
        length = llama_token_to_piece(
            model_.vocabulary, token, text.data(), static_cast<int32_t>(text.size()), 0, true);
    }
    text.resize(static_cast<size_t>(std::max(length, 0)));
    return text;
}

size_t grammar::find_trigger(const std::string & text) const {
    size_t first = std::string::npos;
    for (const std::string & trigger : triggers_) first = std::min(first, text.find(trigger));
    return first;
}

// The state after the text's tokens from a trigger's start on; throws if the grammar refuses what follows the trigger.
sampler_pointer grammar::begin(size_t start, const std::string & text, llama_token last) const {
    sampler_pointer state = beginning();
    size_t end = 0;
    for (const piece & earlier : waiting_) {
        end += earlier.length;
        if (end > start) llama_sampler_accept(state.get(), earlier.token);
    }
    if (text.size() > end) llama_sampler_accept(state.get(), last);
    return state;
}

bool grammar::allows_waiting(llama_token token) {
    if (llama_vocab_is_eog(model_.vocabulary, token)) return true;
    const std::string added = text_of(token);
    // A trigger that is complete without the token would have been found before.
    const bool may_end = std::any_of(triggers_.begin(), triggers_.end(), [&](const std::string & trigger) {
        return added.find(trigger.back()) != std::string::npos;
    });
    if (!may_end) return true;
    const std::string text = waiting_text_ + added;
    const size_t start = find_trigger(text);
    if (start == std::string::npos) return true;
    try {
        tried_ = begin(start, text, token);
        tried_token_ = token;
        return true;
    } catch (const std::exception &) {
        return false;
    }
}

void grammar::accept_waiting(llama_token token) {
    if (llama_vocab_is_eog(model_.vocabulary, token)) {
        has_ended_ = true;
        return;
    }
    if (tried_ == nullptr || tried_token_ != token) {
        tried_.reset();
        if (!allows_waiting(token)) throw std::runtime_error("the grammar refuses what follows the trigger");
    }
    if (tried_ != nullptr) {
        current_ = std::move(tried_);
        waiting_text_.clear();
        waiting_.clear();
        return;
    }
    const std::string added = text_of(token);
    waiting_text_ += added;
    waiting_.push_back({token, added.size()});
    while (waiting_text_.size() - waiting_.front().length + 1 >= longest_trigger_ && waiting_.size() > 1) {
        waiting_text_.erase(0, waiting_.front().length);
        waiting_.erase(waiting_.begin());
    }
}

}  // namespace martlet
#endif
