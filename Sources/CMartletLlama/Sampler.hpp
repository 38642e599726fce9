// What the files about sampling share.
#pragma once

#include "Internal.hpp"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace martlet {

struct sampler_release {
    void operator()(llama_sampler * sampler) const { llama_sampler_free(sampler); }
};
using sampler_pointer = std::unique_ptr<llama_sampler, sampler_release>;

// MARK: Chain

bool uses_dry(const martlet_sampler_options & options);
int32_t check_dry(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error);
// Finding a vocabulary's tokens with sequence breakers takes long, so what was made lately is copied.
llama_sampler * create_dry(const martlet_model & model, const martlet_sampler_options & options);
// Refuses options that llama.cpp would die or run out of memory of.
int32_t check_options(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error);
// Null after an error.
sampler_pointer make_chain(const martlet_model & model, const martlet_sampler_options & options, martlet_error * error);

// MARK: Candidates

// The latest tokens, as penalties and DRY keep them, to know which logits they may change.
class recent_tokens {
public:
    explicit recent_tokens(size_t window = 0) : window_(window) {}
    void add(llama_token token);
    void clear();
    const std::unordered_map<llama_token, uint32_t> & counts() const { return counts_; }

private:
    size_t window_;
    size_t oldest_ = 0;
    std::vector<llama_token> tokens_;
    std::unordered_map<llama_token, uint32_t> counts_;
};

// The greatest logit of each block of so many.
constexpr size_t block_length = 32;

struct logit_survey {
    float greatest = 0;
    // False if a logit is not a number or plus infinity, which only a damaged file computes to.
    bool is_sound = true;
};

logit_survey survey(const float * logits, size_t count, std::vector<float> & maxima);
llama_token first_maximum(const float * logits, size_t count, float greatest, const std::vector<float> & maxima);

// Makes each token a candidate.
void fill_all(const float * logits, size_t count, std::vector<llama_token_data> & candidates);
// Makes the most likely tokens candidates, at least so many, and some tokens anyhow.
void fill_likely(
    const float * logits, size_t count, size_t wanted, const std::vector<float> & maxima, std::vector<float> & scratch,
    const std::vector<llama_token> & biased, const recent_tokens & recent, std::vector<llama_token_data> & candidates);

// MARK: Grammar

// What is wrong with a grammar, or an empty text. llama.cpp would print it, hang, or end the process.
// Tells as well whether it is about tokens and not only about their characters.
std::string grammar_problem(
    const martlet_model & model, const std::string & text, const std::string & root, bool & names_tokens);

// A grammar as it was read, before anything was generated.
struct grammar_beginning {
    sampler_pointer sampler;
    bool names_tokens = false;
};

// Whether a grammar is short enough to be kept.
bool is_worth_keeping(const std::string & text);
// A grammar's beginning as it was read lately, to be cloned; null if it is not kept.
std::shared_ptr<const grammar_beginning> kept_beginning(
    const llama_vocab * vocabulary, const std::string & text, const std::string & root,
    const std::vector<std::string> & triggers);
void keep_beginning(
    const llama_vocab * vocabulary, const std::string & text, const std::string & root,
    const std::vector<std::string> & triggers, std::shared_ptr<const grammar_beginning> beginning);
// The tokens of single bytes; -1 where there is none.
std::shared_ptr<const std::array<llama_token, 256>> byte_tokens(const martlet_model & model);

// A grammar and how far what was generated has come in it.
class grammar {
public:
    static std::unique_ptr<grammar> create(
        const martlet_model & model, const martlet_sampler_options & options, martlet_error * error);
    std::unique_ptr<grammar> clone() const;
    void reset();
    // Whether a token may come next; changes nothing that counts.
    bool allows(llama_token token);
    // Sets the logits of all other tokens to minus infinity.
    void mask(std::vector<llama_token_data> & candidates);
    // Goes on by a token that is allowed.
    void accept(llama_token token);
    // Begins to choose the next token, for which there is so much time.
    void begin_token() { token_seconds_ = 0; }
    // A token was accepted that does not fit, or it took too long; nothing can be asked any more.
    bool is_broken() const { return is_broken_; }

private:
    class stopwatch;
    struct piece {
        llama_token token;
        size_t length;
    };

    explicit grammar(const martlet_model & model) : model_(model) {}
    std::string text_of(llama_token token) const;
    size_t find_trigger(const std::string & text) const;
    sampler_pointer begin(size_t start, const std::string & text, llama_token last) const;
    bool allows_waiting(llama_token token);
    void accept_waiting(llama_token token);
    void go_on(llama_token token, const stopwatch & stopwatch);
    bool go_on_by_bytes(llama_token token, const stopwatch & stopwatch);
    bool is_too_slow() const;
    sampler_pointer beginning() const;

    const martlet_model & model_;
    // The grammar's beginning, from which it or each trigger starts; null for a long one without triggers.
    std::shared_ptr<const grammar_beginning> pristine_;
    // What long tokens are cut into; null where the grammar is about whole ones.
    std::shared_ptr<const std::array<llama_token, 256>> bytes_;
    // Null as long as no trigger was generated.
    sampler_pointer current_;
    std::vector<std::string> triggers_;
    size_t longest_trigger_ = 0;
    // The end of what was generated, long enough to hold all of a trigger but its last byte, in whole tokens.
    std::string waiting_text_;
    std::vector<piece> waiting_;
    // The state after the last token that was tried and holds a trigger's end.
    sampler_pointer tried_;
    llama_token tried_token_ = -1;
    bool has_ended_ = false;
    bool is_broken_ = false;
    // What the processor spent on the present token, and on all of them beyond what each may cost.
    double token_seconds_ = 0;
    double excess_seconds_ = 0;
};

}  // namespace martlet

struct martlet_sampler {
    const martlet_model * model = nullptr;
    martlet::sampler_pointer chain;
    std::unique_ptr<martlet::grammar> grammar;
    martlet::recent_tokens recent;
    std::vector<llama_token> biased;
    // How many of the likeliest tokens the chain keeps whatever penalties and biases do; 0 if it may keep all.
    size_t kept = 0;
    // Whether it takes the likeliest token, and no logit changes before.
    bool is_plain = false;
    // Reused from token to token.
    std::vector<llama_token_data> candidates;
    std::vector<float> maxima;
    std::vector<float> scratch;
};
