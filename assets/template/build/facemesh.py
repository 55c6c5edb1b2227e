"""Runs TensorFlow.js graph models (MediaPipe's face mesh and face detector) without TensorFlow.

`folder` is assets/face of this repository.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as nn

SIZE = 192
# Which landmarks the refined outputs replace, in output order.
LIPS = (
    "61 146 91 181 84 17 314 405 321 375 291 185 40 39 37 0 267 269 270 409 78 95 88 178 87 14 317 402 318 324 308 191 "
    "80 81 82 13 312 311 310 415 76 77 90 180 85 16 315 404 320 307 306 184 74 73 72 11 302 303 304 408 62 96 89 179 86 "
    "15 316 403 319 325 292 183 42 41 38 12 268 271 272 407"
)
RIGHT_EYE = (
    "33 7 163 144 145 153 154 155 133 246 161 160 159 158 157 173 130 25 110 24 23 22 26 112 243 247 30 29 27 28 56 190 "
    "226 31 228 229 230 231 232 233 244 113 225 224 223 222 221 189 35 124 46 53 52 65 143 111 117 118 119 120 121 128 "
    "245 156 70 63 105 66 107 55 193"
)
LEFT_EYE = (
    "263 249 390 373 374 380 381 382 362 466 388 387 386 385 384 398 359 255 339 254 253 252 256 341 463 467 260 259 257 "
    "258 286 414 446 261 448 449 450 451 452 453 464 342 445 444 443 442 441 413 265 353 276 283 282 295 372 340 346 347 "
    "348 349 350 357 465 383 300 293 334 296 336 285 417"
)
# In this export the picture's left eye (the subject's right) leaves through "output_left_eye".
REFINED = (("output_lips", LIPS), ("output_left_eye:0", RIGHT_EYE), ("output_right_eye:0", LEFT_EYE))


def load(folder: Path, name: str = "face-mesh"):
    """Nodes and float32/int32 constants of a TensorFlow.js graph model."""
    model = json.loads(gzip.decompress((folder / f"{name}.json.gz").read_bytes()))
    data, at, constants = (folder / f"{name}.bin").read_bytes(), 0, {}
    for weight in model["weightsManifest"][0]["weights"]:
        stored = np.dtype(weight.get("quantization", {}).get("dtype", weight["dtype"]))
        count = int(np.prod(weight["shape"]))
        values = np.frombuffer(data, stored, count, at).astype(weight["dtype"]).reshape(weight["shape"])
        constants[weight["name"]] = torch.from_numpy(values)
        at += count * stored.itemsize
    for name in [name for name in constants if f"{name}_scale" in constants]:
        constants[name] = constants[name] * constants[f"{name}_scale"]
    return model["modelTopology"]["node"], constants


def _same(x, kernel, stride):
    """Pads an NHWC tensor as TensorFlow's SAME does; returns NCHW."""
    pad = []
    for axis, k, s in ((2, kernel[1], stride[1]), (1, kernel[0], stride[0])):
        total = max((-(-x.shape[axis] // s) - 1) * s + k - x.shape[axis], 0)
        pad += [total // 2, total - total // 2]
    return nn.pad(x.permute(0, 3, 1, 2), pad)


def _ints(attr, key):
    return [int(v) for v in attr[key]["list"]["i"]]


def _text(attr, key):
    import base64

    return base64.b64decode(attr[key]["s"]).decode()


def _convolve(x, w, attr, depthwise):
    stride = _ints(attr, "strides")[1:3]
    x = _same(x, w.shape[:2], stride) if _text(attr, "padding") == "SAME" else x.permute(0, 3, 1, 2)
    if depthwise:
        return nn.conv2d(x, w.permute(2, 3, 0, 1), stride=stride, groups=w.shape[2]).permute(0, 2, 3, 1)
    return nn.conv2d(x, w.permute(3, 2, 0, 1), stride=stride).permute(0, 2, 3, 1)


def _slice(x, begin, end, step, attr):
    index = []
    mask = {key: int(attr[key]["i"]) for key in ("begin_mask", "end_mask", "shrink_axis_mask") if key in attr}
    for axis in range(len(begin)):
        bit = 1 << axis
        if mask.get("shrink_axis_mask", 0) & bit:
            index.append(int(begin[axis]))
            continue
        first = None if mask.get("begin_mask", 0) & bit else int(begin[axis])
        last = None if mask.get("end_mask", 0) & bit else int(end[axis])
        index.append(slice(first, last, int(step[axis])))
    return x[tuple(index)]


def run(model, image: np.ndarray) -> dict[str, np.ndarray]:
    """Evaluates the graph on an image [H,W,3] of its own size; returns every tensor by node name."""
    nodes, constants = model
    value = dict(constants)
    for node in nodes:
        op, name, attr = node["op"], node["name"], node.get("attr", {})
        if op == "Const":
            continue
        arg = [value[i.removesuffix(":0").lstrip("^")] if i not in value else value[i] for i in node.get("input", [])]
        if op == "Placeholder":
            out = torch.from_numpy(np.ascontiguousarray(image, np.float32))[None]
        elif op in ("Conv2D", "DepthwiseConv2dNative"):
            out = _convolve(arg[0], arg[1], attr, op != "Conv2D")
        elif op == "_FusedConv2D":
            out = _convolve(arg[0], arg[1], attr, False) + arg[2]
            if "UmVsdQ==" in attr["fused_ops"]["list"]["s"]:  # "Relu"
                out = out.relu()
        elif op in ("Identity", "Relu"):
            out = arg[0].relu() if op == "Relu" else arg[0]
        elif op == "AddV2":
            out = arg[0] + arg[1]
        elif op == "AddN":
            out = sum(arg[1:], arg[0])
        elif op == "Mul":
            out = arg[0] * arg[1]
        elif op == "Sub":
            out = arg[0] - arg[1]
        elif op == "Prelu":
            out = torch.where(arg[0] > 0, arg[0], arg[0] * arg[1])
        elif op == "MaxPool":
            kernel, stride = _ints(attr, "ksize")[1:3], _ints(attr, "strides")[1:3]
            out = nn.max_pool2d(_same(arg[0], kernel, stride), kernel, stride).permute(0, 2, 3, 1)
        elif op == "Pad":
            out = nn.pad(arg[0], [int(v) for v in arg[1].flip(0).reshape(-1)])
        elif op == "ConcatV2":
            out = torch.cat(arg[:-1], int(arg[-1]))
        elif op == "Reshape":
            out = arg[0].reshape([int(v) for v in arg[1]])
        elif op == "Transpose":
            out = arg[0].permute([int(v) for v in arg[1]])
        elif op == "BatchMatMulV2":
            left = arg[0].transpose(-1, -2) if attr.get("adj_x", {}).get("b") else arg[0]
            out = left @ (arg[1].transpose(-1, -2) if attr.get("adj_y", {}).get("b") else arg[1])
        elif op == "GatherNd":
            out = arg[0][tuple(arg[1].long().unbind(-1))]
        elif op == "GatherV2":
            out = torch.index_select(arg[0], int(arg[2]), arg[1].long().reshape(-1))
            axis = int(arg[2])
            out = out.reshape(arg[0].shape[:axis] + arg[1].shape + arg[0].shape[axis + 1 :])
        elif op == "StridedSlice":
            out = _slice(*arg, attr)
        elif op in ("Minimum", "Maximum"):
            out = getattr(torch, op.lower())(arg[0], arg[1])
        elif op in ("Min", "Max", "Sum", "Prod"):
            keep = bool(attr.get("keep_dims", {}).get("b"))
            reduce = {"Min": torch.amin, "Max": torch.amax, "Sum": torch.sum}.get(op)
            axes = [int(v) for v in arg[1].reshape(-1)]
            if op == "Prod":
                out = arg[0]
                for axis in sorted(axes, reverse=True):
                    out = out.prod(axis, keepdim=keep)
            else:
                out = reduce(arg[0], axes, keepdim=keep)
        elif op == "Square":
            out = arg[0] ** 2
        elif op == "Rsqrt":
            out = arg[0].rsqrt()
        elif op == "Floor":
            out = arg[0].floor()
        elif op == "Cast":
            out = arg[0].int() if attr["DstT"]["type"] == "DT_INT32" else arg[0].float()
        else:
            raise ValueError(f"face mesh graph: operation {op} of node {name} is not known here")
        value[name] = out
    return {k: v.numpy() for k, v in value.items()}


def landmarks(model, image: np.ndarray) -> tuple[np.ndarray, float]:
    """468 points [468,2] in pixels of the 192² image, and the confidence 0..1."""
    out = run(model, image)
    points = out["output_mesh_identity"].reshape(468, 3)[:, :2].copy()
    for name, ids in REFINED:
        index = np.array(ids.split(), int)
        points[index] = out[name if name in out else name.removesuffix(":0")].reshape(-1, 2)
    return points, float(1 / (1 + np.exp(-out["conv_faceflag"].reshape(-1)[0])))
