// A grammar's rules as far as their shape goes: what may follow what, but not which characters.
#pragma once

#include "Internal.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace martlet {

// A rule's number, or terminal for a character, a set of characters, or a token.
using grammar_element = int32_t;
constexpr grammar_element terminal = -1;
using grammar_alternative = std::vector<grammar_element>;

struct grammar_rule {
    std::string name;
    std::vector<grammar_alternative> alternatives;
    bool is_defined = false;
};

struct grammar_rules {
    std::vector<grammar_rule> rules;
    std::unordered_map<std::string, grammar_element> numbers;
    // Whether it is about tokens and not only about their characters.
    bool names_tokens = false;
};

// Where reading a grammar has come to.
class grammar_text {
public:
    explicit grammar_text(const char * text) : begin_(text), at_(text) {}

protected:
    // Throws a reason with the place.
    [[noreturn]] void fail(const std::string & reason) const;
    // Skips blanks and comments.
    void skip_space(bool with_lines);
    std::string read_name();
    uint64_t read_number();
    // Skips a character of a text or a set, or an escape.
    void read_character();
    static bool is_digit(char c);
    static bool is_name_character(char c);

    const char * begin_;
    const char * at_;
};

// Reads GBNF as llama.cpp does, repetitions written out; throws std::runtime_error with a reason to show.
grammar_rules read_grammar(const martlet_model & model, const std::string & text);
// Throws std::runtime_error if llama.cpp would hang, run out of memory or end the process with the rules.
void check_rules(const grammar_rules & rules);

}  // namespace martlet
