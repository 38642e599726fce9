// Text to tokens and back.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <algorithm>
#include <climits>
#include <cstring>

namespace {

bool in_vocabulary(const martlet_model * model, int32_t token) {
    return token >= 0 && token < model->vocabulary_size;
}

int32_t outside(const martlet_model * model, int32_t token, martlet_error * error) {
    return -martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", token,
        model->vocabulary_size);
}

// Whether the model wants tokens at a text's ends that it does not have.
bool lacks_asked_token(const llama_vocab * vocabulary) {
    return (llama_vocab_get_add_bos(vocabulary) && llama_vocab_bos(vocabulary) < 0)
        || (llama_vocab_get_add_eos(vocabulary) && llama_vocab_eos(vocabulary) < 0);
}

}  // namespace

extern "C" {

int32_t martlet_vocabulary_size(const martlet_model * model) { return model->vocabulary_size; }

int32_t martlet_special_token(const martlet_model * model, int32_t role) {
    return martlet::guarded(nullptr, int32_t{-1}, [&]() -> int32_t {
        switch (role) {
        case MARTLET_TOKEN_BOS: return llama_vocab_bos(model->vocabulary);
        case MARTLET_TOKEN_EOS: return llama_vocab_eos(model->vocabulary);
        case MARTLET_TOKEN_EOT: return llama_vocab_eot(model->vocabulary);
        case MARTLET_TOKEN_NEWLINE: return llama_vocab_nl(model->vocabulary);
        case MARTLET_TOKEN_PAD: return llama_vocab_pad(model->vocabulary);
        case MARTLET_TOKEN_SEPARATOR: return llama_vocab_sep(model->vocabulary);
        default: return -1;
        }
    });
}

bool martlet_adds_bos(const martlet_model * model) { return llama_vocab_get_add_bos(model->vocabulary); }
bool martlet_adds_eos(const martlet_model * model) { return llama_vocab_get_add_eos(model->vocabulary); }
bool martlet_adds_separator(const martlet_model * model) { return llama_vocab_get_add_sep(model->vocabulary); }

bool martlet_token_is_end_of_generation(const martlet_model * model, int32_t token) {
    return in_vocabulary(model, token)
        && martlet::guarded(nullptr, false, [&] { return llama_vocab_is_eog(model->vocabulary, token); });
}

bool martlet_token_is_special(const martlet_model * model, int32_t token) {
    return in_vocabulary(model, token) && martlet::guarded(nullptr, false, [&] {
        const int attributes = llama_vocab_get_attr(model->vocabulary, token);
        return (attributes & (LLAMA_TOKEN_ATTR_CONTROL | LLAMA_TOKEN_ATTR_UNKNOWN)) != 0;
    });
}

int64_t martlet_tokenize(
    const martlet_model * model, const char * text, size_t length, bool add_special, bool parse_special,
    int32_t * tokens, size_t capacity, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        if (llama_vocab_type(model->vocabulary) == LLAMA_VOCAB_TYPE_NONE) {
            return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the model has no vocabulary");
        }
        if (add_special && lacks_asked_token(model->vocabulary)) {
            return -martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "the model asks for a begin or end token that its vocabulary lacks");
        }
        if (length > INT32_MAX / 2) {
            return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "a text of %zu bytes is too long", length);
        }
        const int32_t room = static_cast<int32_t>(std::min(capacity, static_cast<size_t>(INT32_MAX)));
        const int32_t count = llama_tokenize(
            model->vocabulary, text, static_cast<int32_t>(length), tokens, room, add_special, parse_special);
        if (count == INT32_MIN) {
            return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the text has too many tokens");
        }
        return count < 0 ? -int64_t{count} : count;
    });
}

int64_t martlet_token_piece(
    const martlet_model * model, int32_t token, bool special, char * buffer, size_t capacity, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        if (!in_vocabulary(model, token)) return outside(model, token, error);
        const int32_t room = static_cast<int32_t>(std::min(capacity, static_cast<size_t>(INT32_MAX)));
        const int32_t count = llama_token_to_piece(model->vocabulary, token, buffer, room, 0, special);
        return count < 0 ? -int64_t{count} : count;
    });
}

int64_t martlet_token_text(
    const martlet_model * model, int32_t token, char * buffer, size_t capacity, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        if (!in_vocabulary(model, token)) return outside(model, token, error);
        const char * text = llama_vocab_get_text(model->vocabulary, token);
        const size_t length = text == nullptr ? 0 : std::strlen(text);
        if (buffer != nullptr && length > 0) std::memcpy(buffer, text, std::min(length, capacity));
        return static_cast<int64_t>(length);
    });
}

int64_t martlet_detokenize(
    const martlet_model * model, const int32_t * tokens, size_t count, bool remove_special, bool unparse_special,
    char * buffer, size_t capacity, martlet_error * error) {
    return martlet::guarded(error, int64_t{-MARTLET_FAILED}, [&]() -> int64_t {
        for (size_t i = 0; i < count; ++i) {
            if (!in_vocabulary(model, tokens[i])) return outside(model, tokens[i], error);
        }
        if (count > INT32_MAX) return -martlet::fail(error, MARTLET_INVALID_ARGUMENT, "too many tokens");
        const int32_t room = static_cast<int32_t>(std::min(capacity, static_cast<size_t>(INT32_MAX)));
        const int32_t size = llama_detokenize(
            model->vocabulary, tokens, static_cast<int32_t>(count), buffer, room, remove_special, unparse_special);
        return size < 0 ? -int64_t{size} : size;
    });
}

}
#endif
