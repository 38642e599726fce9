// A small C interface to llama.cpp that stays the same while llama.cpp's own changes, and that never ends the process.
//
// Every function checks its arguments before llama.cpp asserts on them, and catches every C++ exception. Failures come
// back in a martlet_error whose status is not MARTLET_OK. All functions may be given a null error.
//
// Threads: a model and everything that reads it may be used from any thread at once. A context, its memory, its logits
// and the samplers used with it belong to one thread at a time.
#ifndef MARTLET_LLAMA_H
#define MARTLET_LLAMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What became of a call.
enum {
    MARTLET_OK = 0,
    // The cache has no room for the batch; nothing was placed.
    MARTLET_NO_SPACE = 1,
    // The abort callback ended the decode; earlier parts of the batch stay.
    MARTLET_ABORTED = 2,
    // An argument that llama.cpp would have died of, or refuses.
    MARTLET_INVALID_ARGUMENT = 3,
    MARTLET_OUT_OF_MEMORY = 4,
    // llama.cpp failed; the message has its reason.
    MARTLET_FAILED = 5,
    // The progress callback asked to stop.
    MARTLET_CANCELLED = 6,
    // The library at hand is not the one its header describes.
    MARTLET_LIBRARY_MISMATCH = 7,
    // The model's architecture is unknown to the library.
    MARTLET_UNKNOWN_ARCHITECTURE = 8,
};

typedef struct martlet_error {
    int32_t status;
    char message[1024];
} martlet_error;

typedef struct martlet_model martlet_model;
typedef struct martlet_context martlet_context;
typedef struct martlet_sampler martlet_sampler;

// MARK: Library

// Levels: 1 debug, 2 info, 3 warning, 4 error. The text is one line without its end. Called from any thread.
typedef void (*martlet_log_callback)(int32_t level, const char * text, void * user);

// Prepares the library once for the process; later calls only repeat the first one's result.
int32_t martlet_initialise(martlet_log_callback log, void * user, martlet_error * error);
// The library's version, or an empty text where it does not tell.
const char * martlet_library_version(void);
bool martlet_supports_gpu(void);
bool martlet_supports_memory_map(void);
bool martlet_supports_memory_lock(void);

// MARK: Model

typedef struct martlet_model_options {
    int32_t gpu_layers; // negative: all
    bool memory_map;
    bool memory_lock;
    bool vocabulary_only;
} martlet_model_options;

// Progress goes from 0 to 1 on the calling thread; returning false cancels.
typedef bool (*martlet_progress_callback)(float progress, void * user);

martlet_model * martlet_model_load(
    const char * path, martlet_model_options options, martlet_progress_callback progress, void * user,
    martlet_error * error);
void martlet_model_free(martlet_model * model);

int32_t martlet_model_training_context(const martlet_model * model);
int32_t martlet_model_embedding_length(const martlet_model * model);
int32_t martlet_model_layer_count(const martlet_model * model);
int32_t martlet_model_sliding_window(const martlet_model * model);
uint64_t martlet_model_size(const martlet_model * model);
uint64_t martlet_model_parameter_count(const martlet_model * model);
bool martlet_model_has_encoder(const martlet_model * model);
bool martlet_model_has_decoder(const martlet_model * model);
bool martlet_model_is_recurrent(const martlet_model * model);
bool martlet_model_is_hybrid(const martlet_model * model);
bool martlet_model_is_diffusion(const martlet_model * model);
// Bytes of key and value cache that one token takes with 16-bit values; 0 if the file does not tell.
uint64_t martlet_model_cache_bytes_per_token(const martlet_model * model);

// These three copy at most capacity bytes, and return the whole length, or -1 if there is none. No zero is written.
int64_t martlet_model_description(const martlet_model * model, char * buffer, size_t capacity);
int64_t martlet_model_metadata(const martlet_model * model, const char * key, char * buffer, size_t capacity);
int64_t martlet_model_chat_template(const martlet_model * model, char * buffer, size_t capacity);

// MARK: Vocabulary

enum {
    MARTLET_TOKEN_BOS,
    MARTLET_TOKEN_EOS,
    MARTLET_TOKEN_EOT,
    MARTLET_TOKEN_NEWLINE,
    MARTLET_TOKEN_PAD,
    MARTLET_TOKEN_SEPARATOR,
};

int32_t martlet_vocabulary_size(const martlet_model * model);
// The id of a token with a role of its own, or -1.
int32_t martlet_special_token(const martlet_model * model, int32_t role);
bool martlet_adds_bos(const martlet_model * model);
bool martlet_adds_eos(const martlet_model * model);
bool martlet_token_is_end_of_generation(const martlet_model * model, int32_t token);
// Whether the text of the token has an effect of its own when special tokens are parsed, and only then.
bool martlet_token_is_special(const martlet_model * model, int32_t token);

// Writes at most capacity tokens and returns how many there are in all, or a negative number after an error.
int64_t martlet_tokenize(
    const martlet_model * model, const char * text, size_t length, bool add_special, bool parse_special,
    int32_t * tokens, size_t capacity, martlet_error * error);
// Writes at most capacity bytes and returns how many there are in all, or a negative number after an error.
int64_t martlet_token_piece(
    const martlet_model * model, int32_t token, bool special, char * buffer, size_t capacity, martlet_error * error);
int64_t martlet_token_text(
    const martlet_model * model, int32_t token, char * buffer, size_t capacity, martlet_error * error);
int64_t martlet_detokenize(
    const martlet_model * model, const int32_t * tokens, size_t count, bool remove_special, bool unparse_special,
    char * buffer, size_t capacity, martlet_error * error);

// MARK: Context

typedef struct martlet_context_options {
    uint32_t cache_length;   // cells shared by all sequences
    uint32_t batch_length;   // most tokens in a decode
    uint32_t sequence_count; // sequence ids are 0 ..< sequence_count
    int32_t threads;
} martlet_context_options;

typedef struct martlet_batch_token {
    int32_t token;
    int32_t position;
    int32_t sequence;
    bool output;
} martlet_batch_token;

// Polled while a decode computes; returning true ends it.
typedef bool (*martlet_abort_callback)(void * user);

// The model must outlive the context.
martlet_context * martlet_context_create(
    const martlet_model * model, martlet_context_options options, martlet_abort_callback abort, void * user,
    martlet_error * error);
void martlet_context_free(martlet_context * context);
uint32_t martlet_context_cache_length(const martlet_context * context);
uint32_t martlet_context_batch_length(const martlet_context * context);
uint32_t martlet_context_sequence_count(const martlet_context * context);

int32_t martlet_decode(
    martlet_context * context, const martlet_batch_token * tokens, size_t count, martlet_error * error);
// The logits after a token of the last batch that was flagged as output: vocabulary size floats, until the next decode.
const float * martlet_logits(martlet_context * context, int32_t index, martlet_error * error);

// MARK: Memory

// Removes what a sequence holds in [from, to); negative bounds are open. Fails where part of it cannot be removed.
int32_t martlet_memory_remove(
    martlet_context * context, int32_t sequence, int32_t from, int32_t to, martlet_error * error);
// Lets another, empty sequence share what a sequence holds in [0, to).
int32_t martlet_memory_share(
    martlet_context * context, int32_t source, int32_t destination, int32_t to, martlet_error * error);
// First and last position that a sequence holds, both -1 if it is empty.
int32_t martlet_memory_range(
    martlet_context * context, int32_t sequence, int32_t * first, int32_t * last, martlet_error * error);

// MARK: Sampler

typedef struct martlet_sampler_options {
    int32_t penalty_window; // tokens; 0 is off
    float repetition_penalty;
    float frequency_penalty;
    float presence_penalty;
    int32_t top_k; // 0 or less is off
    float typical_p;
    float top_p;
    float min_p;
    float temperature; // 0 or less takes the likeliest token
    uint32_t seed;
} martlet_sampler_options;

// Penalties, top-k, typical, top-p, min-p, temperature, then a draw (or the likeliest). The model must outlive it.
martlet_sampler * martlet_sampler_create(
    const martlet_model * model, martlet_sampler_options options, martlet_error * error);
void martlet_sampler_free(martlet_sampler * sampler);
// Tells the penalties about a token that was not sampled here.
int32_t martlet_sampler_accept(martlet_sampler * sampler, int32_t token, martlet_error * error);
// Samples after a token of the last batch that was flagged as output; a negative number after an error.
int32_t martlet_sampler_sample(
    martlet_sampler * sampler, martlet_context * context, int32_t index, martlet_error * error);

#ifdef __cplusplus
}
#endif

#endif
