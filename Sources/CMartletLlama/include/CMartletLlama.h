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

enum {
    MARTLET_DEVICE_CPU,
    MARTLET_DEVICE_GPU,
    MARTLET_DEVICE_INTEGRATED_GPU,
    MARTLET_DEVICE_ACCELERATOR,
    MARTLET_DEVICE_OTHER,
};

// What the library can compute on. Texts are copied as those of models below.
size_t martlet_device_count(void);
int32_t martlet_device_kind(size_t index);
int64_t martlet_device_name(size_t index, char * buffer, size_t capacity);
int64_t martlet_device_description(size_t index, char * buffer, size_t capacity);
// Bytes of memory; both 0 where the device does not tell.
void martlet_device_memory(size_t index, uint64_t * free, uint64_t * total);

// MARK: Model

// How a model is divided among several graphics processors.
enum {
    MARTLET_SPLIT_LAYERS = 0,
    MARTLET_SPLIT_NONE = 1,
    MARTLET_SPLIT_ROWS = 2,
};

typedef struct martlet_model_options {
    int32_t gpu_layers; // negative: all
    bool memory_map;
    bool memory_lock;
    bool vocabulary_only;
    bool check_tensors; // look for numbers that are none
    bool direct_io;     // past the page cache, where the system can
    int32_t split;
    int32_t main_gpu; // with MARTLET_SPLIT_NONE
    // The share of each graphics processor, or null for what fits.
    const float * tensor_split;
    size_t tensor_split_count;
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
// Kinds of numbers in the cache.
enum {
    MARTLET_CACHE_F16 = 0,
    MARTLET_CACHE_F32,
    MARTLET_CACHE_BF16,
    MARTLET_CACHE_Q8_0,
    MARTLET_CACHE_Q4_0,
    MARTLET_CACHE_Q4_1,
    MARTLET_CACHE_Q5_0,
    MARTLET_CACHE_Q5_1,
    MARTLET_CACHE_IQ4_NL,
};

// Bytes of key and value cache that one token takes; 0 if the file does not tell, or the numbers do not fit the model.
uint64_t martlet_model_cache_bytes_per_token(const martlet_model * model, int32_t key_type, int32_t value_type);

// These three copy at most capacity bytes, and return the whole length, or -1 if there is none. No zero is written.
int64_t martlet_model_description(const martlet_model * model, char * buffer, size_t capacity);
int64_t martlet_model_metadata(const martlet_model * model, const char * key, char * buffer, size_t capacity);
// The default template for a null name.
int64_t martlet_model_chat_template(const martlet_model * model, const char * name, char * buffer, size_t capacity);

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
bool martlet_adds_separator(const martlet_model * model);
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

// A number for the kind of vocabulary, 0 for none; the same for the same kind.
int32_t martlet_vocabulary_kind(const martlet_model * model);
// The first token from a start on that two vocabularies both have, spelt in different ways; -1 if there is none.
int32_t martlet_vocabulary_difference(const martlet_model * first, const martlet_model * second, int32_t start);

// MARK: Context

enum {
    MARTLET_FLASH_AUTO = 0, // where the back end has it and the model allows it
    MARTLET_FLASH_ON = 1,
    MARTLET_FLASH_OFF = 2,
};

enum {
    MARTLET_ROPE_MODEL = 0, // as the model asks
    MARTLET_ROPE_NONE = 1,
    MARTLET_ROPE_LINEAR = 2,
    MARTLET_ROPE_YARN = 3,
    MARTLET_ROPE_LONGROPE = 4,
};

enum {
    MARTLET_POOLING_MODEL = 0, // as the model asks, or none
    MARTLET_POOLING_NONE = 1,
    MARTLET_POOLING_MEAN = 2,
    MARTLET_POOLING_FIRST = 3,
    MARTLET_POOLING_LAST = 4,
    MARTLET_POOLING_RANK = 5,
};

// Zero means the default wherever that is not said otherwise.
typedef struct martlet_context_options {
    uint32_t cache_length;       // cells shared by all sequences; no default
    uint32_t batch_length;       // most tokens in a decode; no default
    uint32_t sequence_count;     // sequence ids are 0 ..< sequence_count; no default
    int32_t threads;             // no default
    int32_t batch_threads;       // for prompts and for several chats together; default: threads
    uint32_t micro_batch_length; // most tokens computed at once; default: 512
    int32_t key_type;            // of the cache
    int32_t value_type;
    int32_t flash_attention;
    bool cache_on_cpu;           // even where layers are on a graphics processor
    bool short_sliding_window;   // keep only the window of layers that look at no more
    bool embeddings;             // outputs are embeddings; see martlet_embed
    int32_t pooling;             // of embeddings
    int32_t rope_scaling;
    float rope_frequency_base;   // default: the model's
    float rope_frequency_scale;  // default: the model's
    float yarn_extrapolation;    // these five: negative or zero for the model's
    float yarn_attention;
    float yarn_beta_fast;
    float yarn_beta_slow;
    uint32_t yarn_original_context;
    // Computes with the threads of this context, which must outlive it and never compute at the same time; default:
    // threads of its own.
    const martlet_context * threads_of;
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
// The likeliest token there, the first of several, and how likely it is among all tokens, from 0 to 1; a negative number
// after an error.
int32_t martlet_likeliest(martlet_context * context, int32_t index, double * probability, martlet_error * error);

// MARK: Embeddings

// Evaluates whole texts at once, with nothing remembered from earlier calls: tokens of the first, then those of the
// second, and so on. The context was made for embeddings. All tokens together fit into a batch, texts into sequences.
int32_t martlet_embed(
    martlet_context * context, const int32_t * tokens, const size_t * lengths, size_t count, martlet_error * error);
// The embedding of a text of the last call, or with MARTLET_POOLING_RANK its scores, until the next call. Without pooling
// the index is that of a token among all of the call.
const float * martlet_embedding(martlet_context * context, int32_t index, size_t * length, martlet_error * error);
// The pooling in use, never MARTLET_POOLING_MODEL.
int32_t martlet_context_pooling(const martlet_context * context);
// Numbers in an embedding, and scores that a model for ranking gives.
int32_t martlet_model_embedding_output_length(const martlet_model * model);
int32_t martlet_model_score_count(const martlet_model * model);

// MARK: Adapters

typedef struct martlet_adapter martlet_adapter;

// Loads a LoRA adapter for a model, which must outlive it. Any thread.
martlet_adapter * martlet_adapter_load(const martlet_model * model, const char * path, martlet_error * error);
void martlet_adapter_free(martlet_adapter * adapter);
// Has a context compute with adapters, each with a weight, instead of those it had; they must outlive it.
int32_t martlet_context_set_adapters(
    martlet_context * context, martlet_adapter * const * adapters, const float * scales, size_t count,
    martlet_error * error);

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

// Whether what a sequence holds can be moved to other positions at all; never with quantised keys.
bool martlet_memory_can_shift(martlet_context * context);
// Moves what a sequence holds in [from, to) by delta positions; a negative end is open. Refused where another sequence
// shares it, or where the sequence holds positions that it would move onto: remove those first. Keys are turned to their
// new positions by the next decode.
int32_t martlet_memory_shift(
    martlet_context * context, int32_t sequence, int32_t from, int32_t to, int32_t delta, martlet_error * error);

// Empties all sequences and lets the cache be as it was when it was new.
int32_t martlet_memory_clear(martlet_context * context, martlet_error * error);

// MARK: State

// What a sequence holds, as bytes that the same model can load again later. Logits are not among them: after loading,
// remove the last position and decode it once more.

// What saved states depend on besides the model file: library, shape of the model, kinds of cache and attention. Copies
// at most capacity bytes and returns the whole length; no zero is written.
int64_t martlet_state_fingerprint(const martlet_context * context, char * buffer, size_t capacity);
// The bytes that saving takes at present, or a negative number after an error.
int64_t martlet_state_size(martlet_context * context, int32_t sequence, martlet_error * error);
// Writes the state and returns how many bytes it has, or a negative number after an error. The state is not sealed.
int64_t martlet_state_save(
    martlet_context * context, int32_t sequence, uint8_t * buffer, size_t capacity, martlet_error * error);
// Seals a state before it is put where it may be damaged, such as into a file. Any thread may call it, and the other
// one below, for they need no context. False for bytes that are no whole state; nothing is changed then.
bool martlet_state_seal(uint8_t * bytes, size_t size);
// Whether a state that was sealed is as it was then; false for one that never was.
bool martlet_state_check(const uint8_t * bytes, size_t size);
// Replaces what a sequence holds. Bytes that were cut or saved under another fingerprint are refused; after any failure
// the sequence is empty. MARTLET_NO_SPACE if the cache has no room. Whether bytes were changed is not looked at: what
// comes from a file has to pass martlet_state_check before.
int32_t martlet_state_load(
    martlet_context * context, int32_t sequence, const uint8_t * bytes, size_t size, martlet_error * error);

// MARK: Sampler

typedef struct martlet_token_bias {
    int32_t token;
    float bias; // added to the logit; minus infinity forbids the token
} martlet_token_bias;

// What a sampler does. martlet_sampler_default_options gives options that change nothing and take the likeliest token.
typedef struct martlet_sampler_options {
    int32_t penalty_window; // 0 or less is off
    float repetition_penalty;
    float frequency_penalty;
    float presence_penalty;
    int32_t top_k; // 0 or less is off
    float typical_p;
    float top_p;
    float min_p;
    float temperature; // 0 or less takes the likeliest token
    uint32_t seed;     // of the draw and of XTC
    float dynamic_temperature_range; // 0 or less is off
    float dynamic_temperature_exponent;
    float top_n_sigma; // 0 or less is off
    float xtc_probability; // 0 or less is off
    float xtc_threshold;
    float dry_multiplier; // 0 is off
    float dry_base;
    int32_t dry_allowed_length;
    int32_t dry_window; // 0 or less is off
    const char * const * dry_breakers; // texts of 1 to 40 bytes
    size_t dry_breaker_count;
    int32_t mirostat; // 0 is off, 1 or 2 an algorithm that replaces top-n-sigma, top-k, typical, top-p, min-p and XTC
    float mirostat_tau;
    float mirostat_eta;
    const martlet_token_bias * biases;
    size_t bias_count;
    const char * grammar;      // GBNF, or null for none
    const char * grammar_root; // null for "root"
    const char * const * triggers; // texts; the first of them that is generated begins what the grammar describes
    size_t trigger_count;          // 0: the grammar describes the whole answer
} martlet_sampler_options;

typedef struct martlet_candidate {
    int32_t token;
    float logit;
    float probability;
} martlet_candidate;

martlet_sampler_options martlet_sampler_default_options(void);

// The order is: biases, penalties, DRY, top-n-sigma, top-k, typical, top-p, min-p, XTC, temperature, then a draw.
// With mirostat it is: biases, penalties, DRY, temperature, mirostat. At temperature 0 it is: biases, penalties, DRY,
// the likeliest. A grammar stands outside: what was chosen is tried on it, and only where it is refused, the grammar
// comes first and the choice is made again. The model must outlive the sampler; the options need not.
martlet_sampler * martlet_sampler_create(
    const martlet_model * model, martlet_sampler_options options, martlet_error * error);
// A sampler of its own in the same state: random numbers, penalties and grammar go on alike.
martlet_sampler * martlet_sampler_clone(const martlet_sampler * sampler, martlet_error * error);
void martlet_sampler_free(martlet_sampler * sampler);
// Goes back to the state after creation.
int32_t martlet_sampler_reset(martlet_sampler * sampler, martlet_error * error);
// Tells penalties and DRY about a token that was not sampled here; the grammar does not hear of it.
int32_t martlet_sampler_accept(martlet_sampler * sampler, int32_t token, martlet_error * error);
// Samples after a token of the last batch that was flagged as output; a negative number after an error.
int32_t martlet_sampler_sample(
    martlet_sampler * sampler, martlet_context * context, int32_t index, martlet_error * error);
// Samples from given logits, one for each token of the vocabulary; a negative number after an error.
int32_t martlet_sampler_choose(
    martlet_sampler * sampler, const float * logits, size_t count, martlet_error * error);
// Runs the samplers over candidates, whose order and number may change, and tells which one they choose. It accepts
// nothing.
int32_t martlet_sampler_apply(
    martlet_sampler * sampler, martlet_candidate * candidates, size_t * count, size_t * selected,
    martlet_error * error);
// Whether the grammar lets the token come next; true without a grammar, and for tokens that do not exist never.
bool martlet_sampler_allows(martlet_sampler * sampler, int32_t token);

#ifdef __cplusplus
}
#endif

#endif
