"""The built-in model's weights -> the model as sentence-transformers runs it unaided in torch
float32: the baseline of speed.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pressroom.index.e5.tokens import normalizer
from pressroom.index.e5.weights import (
    BOS,
    DIMENSIONS,
    EOS,
    FEEDFORWARD,
    HEADS,
    LAYERS,
    POSITIONS,
    UNKNOWN,
    Weights,
    find_weights,
    read_weights,
)

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def load_fp32() -> SentenceTransformer:
    """Transformer, mean pooling and unit length in torch float32."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    weights = read_weights(find_weights())
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=stock_tokenizer(weights),
        bos_token="<s>",
        cls_token="<s>",
        eos_token="</s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        model_max_length=POSITIONS,
    )
    with tempfile.TemporaryDirectory() as folder:
        _bert(weights).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        modules = [Transformer(folder, max_seq_length=POSITIONS), Pooling(DIMENSIONS), Normalize()]
    return SentenceTransformer(
        modules=modules, device="cpu", prompts={"query": "query: ", "passage": "passage: "}
    )


def stock_tokenizer(weights: Weights) -> Tokenizer:
    """XLM-R's in the library `tokenizers`: map characters, compose them, "▁" before words, <s> ...
    </s>, 512.
    """
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(weights.pieces, UNKNOWN, False))
    tokenizer.normalizer = normalizer(weights.rules)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", BOS), ("</s>", EOS)]
    )
    tokenizer.enable_truncation(POSITIONS)
    return tokenizer


def _bert(weights: Weights) -> Any:
    """A transformers.BertModel."""
    import torch
    from transformers import BertConfig, BertModel

    state = {name: torch.from_numpy(np.array(array)) for name, array in _arrays(weights).items()}
    config = BertConfig(
        vocab_size=len(state["embeddings.word_embeddings.weight"]),
        hidden_size=DIMENSIONS,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=FEEDFORWARD,
        max_position_embeddings=POSITIONS,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(state, strict=False)
    return model


def _arrays(weights: Weights) -> dict[str, NDArray[np.float32]]:
    """Tensors under the names of transformers, float32."""
    arrays = {
        "embeddings.word_embeddings.weight": weights.matrix("emb.word", columns=DIMENSIONS),
        "embeddings.position_embeddings.weight": weights.vector("emb.pos").reshape(-1, DIMENSIONS),
        "embeddings.token_type_embeddings.weight": weights.vector("emb.type").reshape(
            2, DIMENSIONS
        ),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
    }
    for layer in range(LAYERS):
        for short, long in _NAMES.items():
            name, columns = f"l{layer}.{short}", FEEDFORWARD if short == "fo" else DIMENSIONS
            is_norm = short.endswith("ln")
            arrays[f"encoder.layer.{layer}.{long}.weight"] = (
                weights.vector(name + ".w")
                if is_norm
                else weights.matrix(name + ".w", columns=columns)
            )
            arrays[f"encoder.layer.{layer}.{long}.bias"] = weights.vector(name + ".b")
    return arrays
