// What the shim's files share: handles, errors, and the guard that every call goes through.
#pragma once

#include "CMartletLlama.h"

#include <llama.h>

#include <cstdarg>
#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

struct martlet_model {
    llama_model * model;
    const llama_vocab * vocabulary;
    int32_t vocabulary_size;
    bool vocabulary_only;
};

struct martlet_context {
    llama_context * context = nullptr;
    const martlet_model * model = nullptr;
    ggml_threadpool * pool = nullptr;
    decltype(&ggml_threadpool_free) free_pool = nullptr;
    // One flag for each token of the last batch: whether logits were asked for.
    std::vector<bool> outputs;
    // Reused from decode to decode.
    std::vector<llama_token> tokens;
    std::vector<llama_pos> positions;
    std::vector<int32_t> sequence_counts;
    std::vector<llama_seq_id> sequences;
    std::vector<llama_seq_id *> sequence_pointers;
    std::vector<int8_t> output_flags;
    std::vector<llama_pos> next_positions;
};

struct martlet_sampler {
    llama_sampler * chain;
    int32_t vocabulary_size;
};

namespace martlet {

// Sets an error and gives its status back, so that a function can fail in one line.
[[gnu::format(printf, 3, 4)]]
inline int32_t fail(martlet_error * error, int32_t status, const char * format, ...) {
    if (error != nullptr) {
        error->status = status;
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
    }
    return status;
}

// Collects the errors that llama.cpp logs on this thread while it exists, since its calls return no reasons.
class log_capture {
public:
    log_capture();
    ~log_capture();
    log_capture(const log_capture &) = delete;
    log_capture & operator=(const log_capture &) = delete;
    // What was logged as warning or error, with lines joined; empty if nothing was.
    const std::string & text() const { return text_; }
    void append(const char * text);
    static log_capture * current();

private:
    std::string text_;
    log_capture * outer_;
};

// Runs a body; what it throws becomes an error and the given value.
template <typename Value, typename Body>
Value guarded(martlet_error * error, Value failure, Body && body) noexcept {
    if (error != nullptr) {
        error->status = MARTLET_OK;
        error->message[0] = '\0';
    }
    try {
        return body();
    } catch (const std::bad_alloc &) {
        fail(error, MARTLET_OUT_OF_MEMORY, "llama.cpp ran out of memory");
    } catch (const std::exception & exception) {
        fail(error, MARTLET_FAILED, "llama.cpp failed: %s", exception.what());
    } catch (...) {
        fail(error, MARTLET_FAILED, "llama.cpp failed without saying why");
    }
    return failure;
}

}  // namespace martlet
