// Whole texts to embeddings or scores.
#if __has_include(<llama.h>)
#include "Internal.hpp"

namespace {

int32_t check_texts(
    const martlet_context * context, const int32_t * tokens, const size_t * lengths, size_t count, size_t & total,
    martlet_error * error) {
    if (!context->embeddings) {
        return martlet::fail(error, MARTLET_INVALID_ARGUMENT, "the context was not made for embeddings");
    }
    const uint32_t most = llama_n_seq_max(context->context);
    if (count < 1 || count > most) {
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "%zu texts were given, and 1 to %u are possible", count, most);
    }
    // A text is pooled over what is computed at once, and encoders assert on more.
    const uint32_t longest = llama_n_ubatch(context->context);
    total = 0;
    for (size_t i = 0; i < count; ++i) {
        if (lengths[i] < 1 || lengths[i] > longest - total) {
            return martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "text %zu of %zu tokens does not fit into a batch of %u", i,
                lengths[i], longest);
        }
        total += lengths[i];
    }
    for (size_t i = 0; i < total; ++i) {
        if (tokens[i] >= 0 && tokens[i] < context->model->vocabulary_size) continue;
        return martlet::fail(
            error, MARTLET_INVALID_ARGUMENT, "token %d lies outside the vocabulary of %d tokens", tokens[i],
            context->model->vocabulary_size);
    }
    return MARTLET_OK;
}

llama_batch fill_batch(
    martlet_context & context, const int32_t * tokens, const size_t * lengths, size_t count, size_t total) {
    context.tokens.assign(tokens, tokens + total);
    context.positions.clear();
    context.sequences.clear();
    for (size_t text = 0; text < count; ++text) {
        for (size_t i = 0; i < lengths[text]; ++i) {
            context.positions.push_back(static_cast<llama_pos>(i));
            context.sequences.push_back(static_cast<llama_seq_id>(text));
        }
    }
    context.sequence_counts.assign(total, 1);
    context.output_flags.assign(total, 1);
    context.sequence_pointers.resize(total + 1);
    for (size_t i = 0; i < total; ++i) context.sequence_pointers[i] = &context.sequences[i];
    context.sequence_pointers[total] = nullptr;
    llama_batch batch{};
    batch.n_tokens = static_cast<int32_t>(total);
    batch.token = context.tokens.data();
    batch.pos = context.positions.data();
    batch.n_seq_id = context.sequence_counts.data();
    batch.seq_id = context.sequence_pointers.data();
    batch.logits = context.output_flags.data();
    return batch;
}

template <typename Model>
int32_t output_length(const Model * model) {
    // Only newer libraries tell models whose outputs have another width.
    if constexpr (requires { llama_model_n_embd_out(model); }) return llama_model_n_embd_out(model);
    return llama_model_n_embd(model);
}

}  // namespace

extern "C" {

int32_t martlet_context_pooling(const martlet_context * context) {
    return static_cast<int32_t>(llama_pooling_type(context->context)) + 1;
}

int32_t martlet_model_embedding_output_length(const martlet_model * model) { return output_length(model->model); }

int32_t martlet_model_score_count(const martlet_model * model) {
    return static_cast<int32_t>(llama_model_n_cls_out(model->model));
}

int32_t martlet_embed(
    martlet_context * context, const int32_t * tokens, const size_t * lengths, size_t count, martlet_error * error) {
    return martlet::guarded(error, int32_t{MARTLET_FAILED}, [&]() -> int32_t {
        context->embedding_count = 0;
        size_t total = 0;
        if (const int32_t status = check_texts(context, tokens, lengths, count, total, error)) return status;
        llama_memory_t memory = llama_get_memory(context->context);
        if (memory != nullptr) llama_memory_clear(memory, false);
        martlet::log_capture log;
        const llama_batch batch = fill_batch(*context, tokens, lengths, count, total);
        const int32_t result = llama_model_has_encoder(context->model->model)
            ? llama_encode(context->context, batch)
            : llama_decode(context->context, batch);
        if (result != 0) {
            const int32_t status = result == 1 ? MARTLET_NO_SPACE
                : result == 2                  ? MARTLET_ABORTED
                : result == -2                 ? MARTLET_OUT_OF_MEMORY
                                               : MARTLET_FAILED;
            return martlet::fail(
                error, status, "the texts cannot be evaluated (%d): %s", result, log.text().c_str());
        }
        context->embedding_count = llama_pooling_type(context->context) == LLAMA_POOLING_TYPE_NONE ? total : count;
        return MARTLET_OK;
    });
}

const float * martlet_embedding(martlet_context * context, int32_t index, size_t * length, martlet_error * error) {
    return martlet::guarded(error, static_cast<const float *>(nullptr), [&]() -> const float * {
        if (index < 0 || static_cast<size_t>(index) >= context->embedding_count) {
            martlet::fail(
                error, MARTLET_INVALID_ARGUMENT, "there is no embedding %d; the last call made %zu", index,
                context->embedding_count);
            return nullptr;
        }
        const enum llama_pooling_type pooling = llama_pooling_type(context->context);
        const int32_t count = pooling == LLAMA_POOLING_TYPE_RANK
            ? martlet_model_score_count(context->model)
            : martlet_model_embedding_output_length(context->model);
        // The pooled ones are there only when what was asked for is.
        llama_synchronize(context->context);
        const float * numbers = pooling == LLAMA_POOLING_TYPE_NONE
            ? llama_get_embeddings_ith(context->context, index)
            : llama_get_embeddings_seq(context->context, index);
        if (numbers == nullptr || count < 1) {
            martlet::fail(error, MARTLET_FAILED, "llama.cpp has no embedding %d", index);
            return nullptr;
        }
        *length = static_cast<size_t>(count);
        return numbers;
    });
}

}
#endif
