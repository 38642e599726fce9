// The smallest parts of GBNF: blanks, names, numbers and characters.
#if __has_include(<llama.h>)
#include "GrammarRules.hpp"

#include <algorithm>
#include <stdexcept>

namespace martlet {
namespace {

bool is_hexadecimal(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// How many bytes of UTF-8 follow a first one.
int following_bytes(unsigned char first) { return first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0; }

}  // namespace

bool grammar_text::is_digit(char c) { return c >= '0' && c <= '9'; }

bool grammar_text::is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || is_digit(c);
}

void grammar_text::fail(const std::string & reason) const {
    std::string near;
    for (const char * c = at_; *c != '\0' && *c != '\n' && near.size() < 20; ++c) near.push_back(*c);
    throw std::runtime_error(
        "line " + std::to_string(std::count(begin_, at_, '\n') + 1) + ": " + reason
        + (near.empty() ? " at the line's end" : " at \"" + near + "\""));
}

void grammar_text::skip_space(bool with_lines) {
    while (*at_ == ' ' || *at_ == '\t' || *at_ == '#' || (with_lines && (*at_ == '\r' || *at_ == '\n'))) {
        if (*at_ == '#') {
            while (*at_ != '\0' && *at_ != '\r' && *at_ != '\n') ++at_;
        } else {
            ++at_;
        }
    }
}

std::string grammar_text::read_name() {
    const char * start = at_;
    while (is_name_character(*at_)) ++at_;
    if (at_ == start) fail("a rule's name is missing");
    return std::string(start, at_);
}

uint64_t grammar_text::read_number() {
    if (!is_digit(*at_)) fail("a number is missing");
    uint64_t value = 0;
    for (; is_digit(*at_); ++at_) {
        value = value * 10 + static_cast<uint64_t>(*at_ - '0');
        if (value > UINT32_MAX) fail("a number is too large");
    }
    return value;
}

void grammar_text::read_character() {
    if (*at_ == '\0') fail("a text or set has no end");
    if (*at_ != '\\') {
        int more = following_bytes(static_cast<unsigned char>(*at_));
        for (++at_; more > 0 && *at_ != '\0'; --more) ++at_;
        return;
    }
    const char * escape = at_;
    const char kind = at_[1];
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0 && (kind == '\0' || std::string("trn\\\"[]-").find(kind) == std::string::npos)) {
        fail("an unknown escape");
    }
    at_ += 2;
    for (int i = 0; i < digits; ++i, ++at_) {
        if (is_hexadecimal(*at_)) continue;
        at_ = escape;
        fail("too few hexadecimal digits");
    }
}

}  // namespace martlet
#endif
