// Contexts: creation, decoding, logits and memory.
#if __has_include(<llama.h>)
#include "Internal.hpp"

#include <algorithm>

namespace {

// Members that only some versions of the library have.
template <typename Params>
void set_newer_members(Params & params) {
    if constexpr (requires { params.kv_unified; }) params.kv_unified = true;
    if constexpr (requires { params.swa_full; }) params.swa_full = true;
    if constexpr (requires { params.flash_attn_type; }) params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_AUTO;
}

// Without a pool, a build without OpenMP starts and ends its threads for every graph. The functions lie in the CPU back
// end, which may be a module that nothing links, so they are asked for by name.
void attach_pool(martlet_context & context, int32_t threads) {
    ggml_backend_dev_t cpu = ggml_backend_dev_by_type(GGML_BACKEND_DEVICE_TYPE_CPU);
    if (cpu == nullptr) return;
    ggml_backend_reg_t registry = ggml_backend_dev_backend_reg(cpu);
    auto create = reinterpret_cast<decltype(&ggml_threadpool_new)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_new"));
    auto destroy = reinterpret_cast<decltype(&ggml_threadpool_free)>(
        ggml_backend_reg_get_proc_address(registry, "ggml_threadpool_free"));
    if (create == nullptr || destroy == nullptr) return;
    ggml_threadpool_params params = ggml_threadpool_params_default(threads);
    context.pool = create(&params);
    context.free_pool = destroy;
    if (context.pool != nullptr) llama_attach_threadpool(context.context, context.pool, context.pool);
}

void release(martlet_context * context) {
    if (context->context != nullptr) {
        if (context->pool != nullptr) llama_detach_threadpool(context->context);
        llama_free(context->context);
    }
    if (context->pool != nullptr) context->free_pool(context->pool);
    delete context;
}

int32_t check_options(const martlet_model * model, const martlet_context_options & options, martlet_error * error) {
    if (model == nullptr || model->vocabulary_only) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the model was loaded without its weights");
    }
    if (options.sequence_count < 1 || options.sequence_count > llama_max_parallel_sequences()) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%u sequences were asked for, and 1 to %zu are possible",
            options.sequence_count, llama_max_parallel_sequences());
    }
    if (options.batch_length < options.sequence_count || options.cache_length < options.sequence_count) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a batch of %u tokens and a cache of %u cannot serve %u sequences",
            options.batch_length, options.cache_length, options.sequence_count);
    }
    if (options.batch_length > INT32_MAX || options.cache_length > INT32_MAX) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the batch or the cache is too long");
    }
    if (options.threads < 1 || options.threads > 512) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%d threads were asked for, and 1 to 512 are possible", options.threads);
    }
    return MARTLET_OK;
}

int32_t check_sequence(const martlet_context * context, int32_t sequence, martlet_error * error) {
    const auto count = static_cast<int32_t>(llama_n_seq_max(context->context));
    if (sequence >= 0 && sequence < count) return MARTLET_OK;
    return martlet::fail(
        error, MARTLET_INVALID_ARGUMENT, "sequence %d lies outside the context's %d sequences", sequence, count);
}

// What llama_decode asserts on, ends in an exception, or silently accepts although it breaks later results.
int32_t check_batch(
    martlet_context * context, const martlet_batch_token * tokens, size_t count, martlet_error * error) {
    const uint32_t longest = llama_n_batch(context->context);
    if (count < 1 || count > longest) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "a batch of %zu tokens was given, and 1 to %u are possible", count, longest);
    }
    llama_memory_t memory = llama_get_memory(context->context);
    context->next_positions.assign(llama_n_seq_max(context->context), -1);
    for (size_t i = 0; i < count; ++i) {
        const martlet_batch_token & token = tokens[i];
        if (token.token < 0 || token.token >= context->model->vocabulary_size) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", token.token,
                context->model->vocabulary_size);
        }
        if (const int32_t status = check_sequence(context, token.sequence, error)) return status;
        llama_pos & next = context->next_positions[static_cast<size_t>(token.sequence)];
        if (next < 0) next = llama_memory_seq_pos_max(memory, token.sequence) + 1;
        if (token.position != next) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "sequence %d goes on at position %d, and not at %d", token.sequence,
                next, token.position);
        }
        ++next;
    }
    return MARTLET_OK;
}

llama_batch fill_batch(martlet_context & context, const martlet_batch_token * tokens, size_t count) {
    context.tokens.resize(count);
    context.positions.resize(count);
    context.sequence_counts.assign(count, 1);
    context.sequences.resize(count);
    context.sequence_pointers.resize(count + 1);
    context.output_flags.resize(count);
    for (size_t i = 0; i < count; ++i) {
        context.tokens[i] = tokens[i].token;
        context.positions[i] = tokens[i].position;
        context.sequences[i] = tokens[i].sequence;
        context.sequence_pointers[i] = &context.sequences[i];
        context.output_flags[i] = tokens[i].output ? 1 : 0;
    }
    context.sequence_pointers[count] = nullptr;
    llama_batch batch{};
    batch.n_tokens = static_cast<int32_t>(count);
    batch.token = context.tokens.data();
    batch.pos = context.positions.data();
    batch.n_seq_id = context.sequence_counts.data();
    batch.seq_id = context.sequence_pointers.data();
    batch.logits = context.output_flags.data();
    return batch;
}

}  // namespace

extern "C" {

martlet_context * martlet_context_create(
    const martlet_model * model, martlet_context_options options, martlet_abort_callback abort, void * user,
    martlet_error * error) {
    return martlet::guarded(error, static_cast<martlet_context *>(nullptr), [&]() -> martlet_context * {
        if (check_options(model, options, error) != MARTLET_OK) return nullptr;
        llama_context_params params = llama_context_default_params();
        params.n_ctx = options.cache_length;
        params.n_batch = options.batch_length;
        params.n_ubatch = std::min(options.batch_length, params.n_ubatch);
        params.n_seq_max = options.sequence_count;
        params.n_threads = options.threads;
        params.n_threads_batch = options.threads;
        params.abort_callback = abort;
        params.abort_callback_data = user;
        params.no_perf = true;
        params.offload_kqv = true;
        set_newer_members(params);

        martlet::log_capture log;
        std::unique_ptr<martlet_context, void (*)(martlet_context *)> context(new martlet_context, release);
        context->model = model;
        context->context = llama_init_from_model(model->model, params);
        if (context->context == nullptr) {
            const bool memory = log.text().find("alloc") != std::string::npos;
            martlet::fail(
                error, memory ? MARTLET_OUT_OF_MEMORY : MARTLET_FAILED, "%s",
                log.text().empty() ? "llama.cpp gave no reason" : log.text().c_str());
            return nullptr;
        }
        attach_pool(*context, options.threads);
        return context.release();
    });
}

void martlet_context_free(martlet_context * context) {
    if (context == nullptr) return;
    martlet::guarded(nullptr, 0, [&] {
        release(context);
        return 0;
    });
}

uint32_t martlet_context_cache_length(const martlet_context * context) { return llama_n_ctx(context->context); }
uint32_t martlet_context_batch_length(const martlet_context * context) { return llama_n_batch(context->context); }
uint32_t martlet_context_sequence_count(const martlet_context * context) { return llama_n_seq_max(context->context); }

int32_t martlet_decode(
    martlet_context * context, const martlet_batch_token * tokens, size_t count, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        context->outputs.clear();
        if (const int32_t status = check_batch(context, tokens, count, error)) return status;
        martlet::log_capture log;
        const int32_t result = llama_decode(context->context, fill_batch(*context, tokens, count));
        switch (result) {
        case 0:
            for (size_t i = 0; i < count; ++i) context->outputs.push_back(tokens[i].output);
            return MARTLET_OK;
        case 1: return martlet::fail(error, MARTLET_NO_SPACE, "the cache has no room for %zu tokens", count);
        case 2: return martlet::fail(error, MARTLET_ABORTED, "the decode was ended");
        case -1: return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "invalid batch: %s", log.text().c_str());
        case -2: return martlet::fail(error, MARTLET_OUT_OF_MEMORY, "decode failed: %s", log.text().c_str());
        default: return martlet::fail(error, MARTLET_FAILED, "decode failed (%d): %s", result, log.text().c_str());
        }
    });
}

const float * martlet_logits(martlet_context * context, int32_t index, martlet_error * error) {
    return martlet::guarded(error, static_cast<const float *>(nullptr), [&]() -> const float * {
        if (index < 0 || static_cast<size_t>(index) >= context->outputs.size()
            || !context->outputs[static_cast<size_t>(index)]) {
            martlet::fail(error, MARTLET_INVALID_ARGUMENT, "token %d of the last batch has no output", index);
            return nullptr;
        }
        const float * logits = llama_get_logits_ith(context->context, index);
        if (logits == nullptr) martlet::fail(error, MARTLET_FAILED, "llama.cpp has no logits for token %d", index);
        return logits;
    });
}

int32_t martlet_memory_remove(
    martlet_context * context, int32_t sequence, int32_t from, int32_t to, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_sequence(context, sequence, error)) return status;
        if (llama_memory_seq_rm(llama_get_memory(context->context), sequence, from, to)) return MARTLET_OK;
        return martlet::fail(error, MARTLET_FAILED, "this model's memory cannot be removed in part");
    });
}

int32_t martlet_memory_share(
    martlet_context * context, int32_t source, int32_t destination, int32_t to, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_sequence(context, source, error)) return status;
        if (const int32_t status = check_sequence(context, destination, error)) return status;
        llama_memory_t memory = llama_get_memory(context->context);
        if (source == destination || llama_memory_seq_pos_max(memory, destination) >= 0) {
            return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "sequence %d is not empty", destination);
        }
        llama_memory_seq_cp(memory, source, destination, 0, to);
        return MARTLET_OK;
    });
}

int32_t martlet_memory_range(
    martlet_context * context, int32_t sequence, int32_t * first, int32_t * last, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        if (const int32_t status = check_sequence(context, sequence, error)) return status;
        llama_memory_t memory = llama_get_memory(context->context);
        *first = llama_memory_seq_pos_min(memory, sequence);
        *last = llama_memory_seq_pos_max(memory, sequence);
        return MARTLET_OK;
    });
}

}
#endif
