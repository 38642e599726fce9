// Reads GBNF as llama.cpp does, which prints what is wrong instead of telling it.
#if __has_include(<llama.h>)
#include "GrammarRules.hpp"

#include <algorithm>
#include <stdexcept>

namespace martlet {
namespace {

constexpr size_t most_elements = 500'000;
constexpr uint64_t most_repetitions = 2000;
constexpr int most_nested = 200;
constexpr uint64_t unlimited = UINT64_MAX;

class reader : grammar_text {
public:
    reader(const martlet_model & model, const std::string & text) : grammar_text(text.c_str()), model_(model) {}

    grammar_rules read() {
        skip_space(true);
        while (*at_ != '\0') read_rule();
        for (const grammar_rule & rule : result_.rules) {
            if (!rule.is_defined) throw std::runtime_error("no rule has the name \"" + rule.name + "\"");
        }
        return std::move(result_);
    }

private:
    // MARK: Rules

    grammar_element number(const std::string & name) {
        const auto next = static_cast<grammar_element>(result_.numbers.size());
        const auto [found, is_new] = result_.numbers.emplace(name, next);
        if (is_new) result_.rules.push_back({name, {}, false});
        return found->second;
    }

    // A rule that the grammar's text has no name for.
    grammar_element make_rule(const std::string & base) {
        const size_t count = result_.numbers.size();
        const grammar_element made = number(base + '_' + std::to_string(count));
        if (result_.numbers.size() == count) fail("too many rules");
        return made;
    }

    void define(grammar_element rule, std::vector<grammar_alternative> alternatives) {
        for (const grammar_alternative & alternative : alternatives) count(alternative.size() + 1);
        result_.rules[static_cast<size_t>(rule)].alternatives = std::move(alternatives);
        result_.rules[static_cast<size_t>(rule)].is_defined = true;
    }

    void count(size_t more) {
        elements_ += more;
        if (elements_ > most_elements) fail("the grammar is too large");
    }

    void read_rule() {
        const std::string name = read_name();
        skip_space(false);
        const grammar_element rule = number(name);
        if (at_[0] != ':' || at_[1] != ':' || at_[2] != '=') fail("::= is missing");
        at_ += 3;
        skip_space(true);
        define(rule, read_alternatives(name, false));
        if (*at_ == '\r' || *at_ == '\n') {
            at_ += at_[0] == '\r' && at_[1] == '\n' ? 2 : 1;
        } else if (*at_ != '\0') {
            fail("what stands here cannot be read");
        }
        skip_space(true);
    }

    std::vector<grammar_alternative> read_alternatives(const std::string & name, bool is_nested) {
        std::vector<grammar_alternative> alternatives;
        alternatives.push_back(read_sequence(name, is_nested));
        while (*at_ == '|') {
            ++at_;
            skip_space(true);
            alternatives.push_back(read_sequence(name, is_nested));
        }
        return alternatives;
    }

    // MARK: Sequences

    grammar_alternative read_sequence(const std::string & name, bool is_nested) {
        grammar_alternative sequence;
        size_t item = 0;     // where the last item begins
        uint64_t weight = 1; // how many rules stand behind it
        while (*at_ != '\0') {
            const char c = *at_;
            if (c == '*' || c == '+' || c == '?' || c == '{') {
                const auto [least, most] = read_repetition(is_nested);
                repeat(sequence, item, weight, least, most, name);
                continue;
            }
            if (c != '"' && c != '[' && c != '<' && c != '!' && c != '(' && c != '.' && !is_name_character(c)) break;
            item = sequence.size();
            weight = 1;
            if (c == '(') {
                weight = read_group(name, sequence);
            } else if (is_name_character(c)) {
                sequence.push_back(number(read_name()));
            } else {
                read_terminal(sequence);
            }
            skip_space(is_nested);
        }
        return sequence;
    }

    uint64_t read_group(const std::string & name, grammar_alternative & sequence) {
        if (++nested_ > most_nested) fail("too many brackets in one another");
        ++at_;
        skip_space(true);
        const size_t before = result_.numbers.size();
        const grammar_element rule = make_rule(name);
        define(rule, read_alternatives(name, true));
        if (*at_ != ')') fail("a closing bracket is missing");
        ++at_;
        --nested_;
        sequence.push_back(rule);
        return std::max<uint64_t>(1, result_.numbers.size() - before);
    }

    std::pair<uint64_t, uint64_t> read_repetition(bool is_nested) {
        const char c = *at_++;
        skip_space(is_nested);
        if (c == '*') return {0, unlimited};
        if (c == '+') return {1, unlimited};
        if (c == '?') return {0, 1};
        const uint64_t least = read_number();
        uint64_t most = unlimited;
        skip_space(is_nested);
        if (*at_ == ',') {
            ++at_;
            skip_space(is_nested);
            if (is_digit(*at_)) most = read_number();
            skip_space(is_nested);
        } else {
            most = least;
        }
        if (*at_ != '}') fail("a repetition's } is missing");
        ++at_;
        skip_space(is_nested);
        if (least > most_repetitions) fail("more than 2000 repetitions");
        if (most < least) fail("a repetition ends before it begins");
        return {least, most > most_repetitions ? unlimited : most};
    }

    // item{2,4} becomes "item item a", with a ::= item b | and b ::= item |; item{2,} with a ::= item a |.
    void repeat(
        grammar_alternative & sequence, size_t item, uint64_t & weight, uint64_t least, uint64_t most,
        const std::string & name) {
        if (item == sequence.size()) fail("a repetition has nothing to repeat");
        const bool is_open = most == unlimited;
        const uint64_t rules = !is_open && most > 0 ? most : std::max<uint64_t>(least, 1);
        if (weight * rules > most_repetitions) fail("more than 2000 repetitions in one another");
        const grammar_alternative repeated(sequence.begin() + static_cast<std::ptrdiff_t>(item), sequence.end());
        count(repeated.size() * least);
        if (least == 0) sequence.resize(item);
        for (uint64_t i = 1; i < least; ++i) sequence.insert(sequence.end(), repeated.begin(), repeated.end());
        grammar_element last = terminal;
        for (uint64_t i = 0; i < (is_open ? 1 : most - least); ++i) {
            const grammar_element rule = make_rule(name);
            grammar_alternative alternative = repeated;
            if (is_open || last != terminal) alternative.push_back(is_open ? rule : last);
            define(rule, {std::move(alternative), {}});
            last = rule;
        }
        if (last != terminal) sequence.push_back(last);
        weight *= rules;
    }

    // MARK: Terminals

    void read_terminal(grammar_alternative & sequence) {
        switch (*at_) {
        case '"':
            for (++at_; *at_ != '"'; sequence.push_back(terminal)) read_character();
            ++at_;
            break;
        case '[':
            if (read_set()) sequence.push_back(terminal);
            break;
        case '.':
            ++at_;
            sequence.push_back(terminal);
            break;
        default:
            read_token();
            sequence.push_back(terminal);
        }
    }

    // Tells whether the set names any character; llama.cpp takes an empty one for nothing at all.
    bool read_set() {
        ++at_;
        if (*at_ == '^') ++at_;
        bool has_members = false;
        while (*at_ != ']') {
            read_character();
            if (at_[0] == '-' && at_[1] != ']') {
                ++at_;
                read_character();
            }
            count(2);
            has_members = true;
        }
        ++at_;
        return has_members;
    }

    void read_token() {
        if (*at_ == '!') ++at_;
        result_.names_tokens = true;
        if (*at_ != '<') fail("a token's < is missing");
        const char * end = at_;
        while (*end != '\0' && *end != '>') ++end;
        if (*end == '\0') fail("a token's > is missing");
        if (at_[1] == '[') {
            const char * start = at_;
            at_ += 2;
            const uint64_t id = read_number();
            if (at_[0] != ']' || at_[1] != '>') fail("a token's ]> is missing");
            at_ = start;
            if (id >= static_cast<uint64_t>(model_.vocabulary_size)) fail("a token outside the vocabulary");
        } else {
            llama_token tokens[2];
            const auto length = static_cast<int32_t>(std::min<std::ptrdiff_t>(end + 1 - at_, 1024));
            if (llama_tokenize(model_.vocabulary, at_, length, tokens, 2, false, true) != 1) {
                fail("what the model has no single token for");
            }
        }
        at_ = end + 1;
    }

    const martlet_model & model_;
    grammar_rules result_;
    size_t elements_ = 0;
    int nested_ = 0;
};

}  // namespace

grammar_rules read_grammar(const martlet_model & model, const std::string & text) { return reader(model, text).read(); }

}  // namespace martlet
#endif
