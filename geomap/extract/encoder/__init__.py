"""A small language model tuned on trips (MiniLM, 6 layers, 8-bit weights), which judges each mention of a place.

It is one witness among others: what it thinks becomes features of the mention (`geomap.extract.opinions`). The model
(`encoder.onnx`) and its vocabulary (`tokenizer.json`) lie beside this module; `benchmarks/train_encoder.py` makes them.
On one machine the same text gives the same opinions; other processors may differ in the last digits.
"""

import functools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from geomap.errors import InputError
from geomap.extract.encoder.windows import windows_of
from geomap.extract.opinions import Opinion, gather

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from geomap.extract.features import Scene

__all__ = ["with_opinions"]

_HOME = Path(__file__).parent
_THREADS = 2


def with_opinions(scene: "Scene", home: Path = _HOME) -> "Scene":
    """Ask the encoder about each literal mention of a text.

    Parameters
    ----------
    scene
        A parsed text.
    home
        The folder of the model and its vocabulary.

    Returns
    -------
    Scene
        With opinions; as it is where the text has no literal mention (the model is not even loaded then).

    Raises
    ------
    InputError
        If the model is missing from the installation, broken, or can't run on this machine.
    """
    if not any(name.use == "literal" for name in scene.names):
        return scene
    tokenizer, session = _load(home)
    of: dict[int, Opinion] = {}
    for window in windows_of(tokenizer, scene):
        visits, statuses = session.run(None, window.inputs())
        chances = np.exp(statuses - np.logaddexp.reduce(statuses, axis=1, keepdims=True))
        for n, visit, (past, ongoing, planned, reported) in zip(
            window.mentions, visits.tolist(), chances.tolist(), strict=True
        ):
            of[n] = Opinion(visit, (past, ongoing, planned, reported))
    return replace(scene, opinions=gather(scene.names, dict(sorted(of.items()))))


@functools.lru_cache(maxsize=2)
def _load(home: Path) -> "tuple[Tokenizer, InferenceSession]":
    """Load the vocabulary and the model (once a process)."""
    try:
        import onnxruntime
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(home / "tokenizer.json"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what is wrong is raised
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        session = onnxruntime.InferenceSession(str(home / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise InputError(
            "The language model that helps to read trips is missing from this installation, or broken.",
            value=str(home),
            hint="Install geomap anew, or read without it: --reader fast.",
        ) from error
    onnxruntime.disable_telemetry_events()  # which it has on Windows
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
    return tokenizer, session
