"""Train the encoder, the small language model that judges mentions of places, and write it as 8-bit ONNX.

    python benchmarks/train_encoder.py TRAIN.jsonl … --base FOLDER [--out FOLDER] [--opinions OPINIONS.jsonl]

`--base` is the folder of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0): `model.safetensors`, `tokenizer.json`.
The texts are those of `fit_reading.py`. `--opinions` writes what models think that were trained on the other folds,
from which `fit_reading.py` learns weights; without it only the model for the package is trained. Needs torch,
safetensors and onnx beside geomap's own packages: a few minutes a model on a GPU, two minutes an epoch of 400 texts on
two cores. A GPU gives other last digits each time, so a new training is a new model: refit the weights after it.
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as nnf
from fit_reading import Text, examples, fold_of, learn_travellers, names_stop, read_parsed, scenes, told_travellers
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from geomap.extract import encoder
from geomap.extract.encoder.windows import Window, literal_spans, windows_of
from geomap.extract.references import DESCRIPTION

_WIDTH, _INNER, _HEADS, _LAYERS, _HIDDEN = 384, 1536, 12, 6, 256
_DROPOUT = 0.1
_EPOCHS, _BATCH = 10, 16
#: Learning rates of MiniLM's own weights and of what is new, and the share of steps that warm up.
_RATE, _NEW_RATE, _WARM = 8e-5, 1e-3, 0.1
_NEW = frozenset({"role", "mark", "hidden", "visit", "status", "place"})
#: How much the losses of statuses and of whole places count beside that of visits, and what labels are smoothed by.
_STATUS_LOSS, _PLACE_LOSS, _SMOOTH = 0.5, 1.0, 0.02
_FOLDS = 3
_INPUTS = ("ids", "seg", "role", "mark", "pick")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A window with what is right, -1 where nothing is taught: visits, statuses, and whether the place is a stop."""

    id: str
    window: Window
    visits: tuple[int, ...]
    statuses: tuple[int, ...]
    places: tuple[int, ...]
    ends: tuple[tuple[int, int], ...]


def lessons(tokenizer: Tokenizer, texts: list[Text]) -> Iterator[Lesson]:
    """Cut texts into windows, with what the gold itineraries teach about each mention."""
    for item, here in texts:
        taught = dict(
            zip((n for n, name in enumerate(here.names) if name.use == "literal"), examples(item, here), strict=True)
        )
        spans = literal_spans(here)
        for window in windows_of(tokenizer, here):
            places = []
            for n in window.mentions:
                name = here.names[n]
                text = next((o.text for o in here.names if o.key == name.key and o.label != DESCRIPTION), name.text)
                core = [stop.get("core", True) for stop in item["stops"] if names_stop(text, stop)]
                places.append(0 if not core else 1 if any(core) else -1)
            visits = [taught[n][1] for n in window.mentions]
            statuses = [taught[n][2] for n in window.mentions]
            yield Lesson(
                item["id"],
                window,
                tuple(-1 if visit is None else visit for visit in visits),
                tuple(-1 if status is None else status for status in statuses),
                tuple(places),
                tuple(spans[n] for n in window.mentions),
            )


class Layer(nn.Module):  # type: ignore[misc, unused-ignore]
    """A layer of BERT."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(_WIDTH, _WIDTH) for _ in range(4))
        self.inner, self.outer = nn.Linear(_WIDTH, _INNER), nn.Linear(_INNER, _WIDTH)
        self.norm, self.norm2 = nn.LayerNorm(_WIDTH, eps=1e-12), nn.LayerNorm(_WIDTH, eps=1e-12)

    def forward(self, x: Any) -> Any:
        """Attend and think, over one window (1, L, width)."""

        def heads(y: Any) -> Any:
            return y.view(1, -1, _HEADS, _WIDTH // _HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        share = torch.softmax(query @ key.transpose(2, 3) * (_WIDTH // _HEADS) ** -0.5, -1)
        seen = self.out((share @ value).transpose(1, 2).reshape(1, -1, _WIDTH))
        x = self.norm(x + nnf.dropout(seen, _DROPOUT, self.training))
        return self.norm2(x + nnf.dropout(self.outer(nnf.gelu(self.inner(x))), _DROPOUT, self.training))


class Encoder(nn.Module):  # type: ignore[misc, unused-ignore]
    """MiniLM that also sees who acts and which names are places, with heads that judge mentions."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.word, self.position = nn.Embedding(words, _WIDTH), nn.Embedding(512, _WIDTH)
        self.segment, self.role, self.mark = nn.Embedding(2, _WIDTH), nn.Embedding(4, _WIDTH), nn.Embedding(8, _WIDTH)
        nn.init.zeros_(self.role.weight)
        nn.init.zeros_(self.mark.weight)
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS))
        self.hidden = nn.Linear(5 * _WIDTH, _HIDDEN)
        self.visit, self.status = nn.Linear(_HIDDEN, 1), nn.Linear(_HIDDEN, 4)
        self.place = nn.Sequential(nn.Linear(2 * _HIDDEN, 128), nn.GELU(), nn.Dropout(_DROPOUT), nn.Linear(128, 1))

    def load_base(self, file: Path) -> None:
        """Take the weights of MiniLM."""
        given = {name.removeprefix("bert."): value.float() for name, value in load_file(file).items()}
        parts = [
            (self.word, "embeddings.word_embeddings"),
            (self.position, "embeddings.position_embeddings"),
            (self.segment, "embeddings.token_type_embeddings"),
            (self.norm, "embeddings.LayerNorm"),
        ]
        for k, layer in enumerate(self.layers):
            at = f"encoder.layer.{k}"
            parts += [
                (layer.query, f"{at}.attention.self.query"),
                (layer.key, f"{at}.attention.self.key"),
                (layer.value, f"{at}.attention.self.value"),
                (layer.out, f"{at}.attention.output.dense"),
                (layer.norm, f"{at}.attention.output.LayerNorm"),
                (layer.inner, f"{at}.intermediate.dense"),
                (layer.outer, f"{at}.output.dense"),
                (layer.norm2, f"{at}.output.LayerNorm"),
            ]
        for part, name in parts:
            part.weight.data.copy_(given[f"{name}.weight"])
            if f"{name}.bias" in given:
                part.bias.data.copy_(given[f"{name}.bias"])

    def judge(self, ids: Any, seg: Any, role: Any, mark: Any, pick: Any) -> Any:
        """Give what is known of each mention: its words, its neighbours, its place's other mentions, the text."""
        x = self.word(ids) + self.position.weight[None, : ids.shape[1]] + self.segment(seg)
        x = nnf.dropout(self.norm(x + self.role(role) + self.mark(mark)), _DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x)
        looked = pick @ x
        text = x[0, :1].expand(pick.shape[1], _WIDTH)
        known = self.hidden(torch.cat([looked[0], looked[1], looked[2], text, looked[3]], 1))
        return nnf.dropout(nnf.gelu(known), _DROPOUT, self.training)

    def forward(self, ids: Any, seg: Any, role: Any, mark: Any, pick: Any) -> Any:
        """Give the log-odds of a visit (M) and the logits of the statuses (M, 4) of each mention of a window."""
        known = self.judge(ids, seg, role, mark, pick)
        return self.visit(known)[:, 0], self.status(known)


def tensors(window: Window, device: str) -> list[Any]:
    """Give the arrays of a window, in the order that the model takes them."""
    arrays = window.inputs()
    return [torch.from_numpy(arrays[name]).to(device) for name in _INPUTS]


def loss_of(model: Encoder, lesson: Lesson, device: str) -> Any:
    """Tell how wrong the model is about a window."""
    known = model.judge(*tensors(lesson.window, device))

    def yes_or_no(scores: Any, labels: Sequence[int]) -> Any:
        right = torch.tensor(labels, device=device)
        told = right >= 0
        target = right.clamp(min=0).float() * (1 - 2 * _SMOOTH) + _SMOOTH
        losses = nnf.binary_cross_entropy_with_logits(scores, target, reduction="none")
        return (losses * told).sum() / told.sum().clamp(min=1)

    total = yes_or_no(model.visit(known)[:, 0], lesson.visits)
    statuses = torch.tensor(lesson.statuses, device=device)
    if (statuses >= 0).any():
        told = statuses >= 0
        scores = model.status(known)[told]
        total = total + _STATUS_LOSS * nnf.cross_entropy(scores, statuses[told], label_smoothing=0.05)
    rows = [
        [k for k, other in enumerate(lesson.window.keys) if other == key] for key in dict.fromkeys(lesson.window.keys)
    ]
    places = torch.stack([torch.cat([known[row].mean(0), known[row].amax(0)]) for row in rows])
    labels = [max(lesson.places[k] for k in row) for row in rows]
    return total + _PLACE_LOSS * yes_or_no(model.place(places)[:, 0], labels)


def train(data: list[Lesson], base: Path, words: int, device: str) -> Encoder:
    """Tune MiniLM to the lessons."""
    torch.manual_seed(0)
    turns = random.Random(0)
    model = Encoder(words)
    model.load_base(base / "model.safetensors")
    model.to(device).train()
    groups = [
        {
            "params": [weights],
            "base": _NEW_RATE if name.split(".")[0] in _NEW else _RATE,
            "weight_decay": 0.01 if weights.dim() > 1 else 0.0,
        }
        for name, weights in model.named_parameters()
    ]
    optimiser = torch.optim.AdamW(groups, lr=_RATE, betas=(0.9, 0.98))
    steps, step = _EPOCHS * -(-len(data) // _BATCH), 0
    for epoch in range(_EPOCHS):
        order, told = turns.sample(data, len(data)), 0.0
        for k in range(0, len(order), _BATCH):
            warm = _WARM * steps
            pace = (step + 1) / warm if step < warm else max(0.02, (1 - step / steps) / (1 - _WARM))
            for group in optimiser.param_groups:
                group["lr"] = group["base"] * pace
            optimiser.zero_grad(set_to_none=True)
            batch = order[k : k + _BATCH]
            for lesson in batch:
                loss = loss_of(model, lesson, device) / len(batch)
                loss.backward()
                told += float(loss.detach()) * len(batch)
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
        print(f"epoch {epoch + 1}: loss {told / len(order):.3f}", flush=True)
    model.eval()
    return model


def export(model: Encoder, file: Path) -> None:
    """Write the model as ONNX, with weights of 8 bits."""
    long = torch.ones(1, 40, dtype=torch.long)
    length, mentions = {1: "L"}, {0: "M"}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        exact = Path(folder) / "exact.onnx"
        torch.onnx.export(
            model.cpu(),
            (long, long, long, long, torch.rand(4, 3, 40)),
            str(exact),
            input_names=list(_INPUTS),
            output_names=["visit", "status"],
            dynamic_axes=dict.fromkeys(_INPUTS[:4], length)
            | {"pick": {1: "M", 2: "L"}, "visit": mentions, "status": mentions},
            opset_version=17,
            dynamo=False,
        )
        # Seven bits of the weights' eight, for processors that add 8-bit products up in 16 bits would overflow
        quantize_dynamic(
            exact,
            file,
            per_channel=True,
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gemm", "Gather"],
        )


def write_opinions(model: Encoder, data: list[Lesson], device: str, file: Any) -> None:
    """Write what a model thinks of each mention."""
    with torch.no_grad():
        for lesson in data:
            visits, statuses = model(*tensors(lesson.window, device))
            chances = torch.softmax(statuses, 1).tolist()
            for (start, end), visit, some in zip(lesson.ends, visits.tolist(), chances, strict=True):
                row = {"id": lesson.id, "start": start, "end": end, "visit": round(visit, 3)}
                file.write(json.dumps(row | {"statuses": np.round(some, 3).tolist()}) + "\n")


def main() -> None:
    """Read the texts, train, write."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    arguments.add_argument("train", nargs="+", type=Path)
    arguments.add_argument("--base", required=True, type=Path)
    arguments.add_argument("--out", type=Path, default=Path(encoder.__file__).parent)
    arguments.add_argument("--opinions", type=Path, help="also train on all folds but one each, and write opinions")
    chosen = arguments.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = Tokenizer.from_file(str(chosen.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    parsed = [text for path in chosen.train for text in read_parsed(path)]
    travellers = learn_travellers([choice for text in parsed if (choice := told_travellers(text))])
    data = list(lessons(tokenizer, scenes(parsed, travellers)))
    words = tokenizer.get_vocab_size()
    if chosen.opinions:
        with chosen.opinions.open("w", encoding="utf-8") as file:
            for fold in range(_FOLDS):
                apart = [lesson for lesson in data if fold_of(lesson.id, _FOLDS) != fold]
                held = [lesson for lesson in data if fold_of(lesson.id, _FOLDS) == fold]
                write_opinions(train(apart, chosen.base, words, device), held, device, file)
    export(train(data, chosen.base, words, device), chosen.out / "encoder.onnx")
    if chosen.out != chosen.base:
        shutil.copy(chosen.base / "tokenizer.json", chosen.out)


if __name__ == "__main__":
    main()
