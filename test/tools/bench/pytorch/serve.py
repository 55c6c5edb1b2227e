"""Answers the benchmarks: one JSON request a line on stdin, one JSON answer a line on stdout.

Started by test/tools/bench/twin.ts, so that the engine and PyTorch take turns on the same machine in the same minute.
"""

import json
import os
import sys
import time

import torch
from safetensors.torch import load_file


def best(work, rounds):
    least = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        least = min(least, (time.perf_counter() - begin) * 1e3)
    return least


def difference(mine, expected):
    """Length of the difference over the length of what is expected; for integers, the share of unequal entries."""
    mine = mine.detach().flatten()
    if len(mine) != len(expected):
        return 1.0
    if not expected.is_floating_point():
        return (mine != expected).float().mean().item()
    return ((mine - expected).norm() / expected.norm().clamp(min=1e-20)).item()


def cosine(mine, expected):
    return torch.nn.functional.cosine_similarity(mine.detach().flatten(), expected, dim=0).item()


class Session:
    def __init__(self):
        self.twins, self.results, self.stages, self.pack = {}, {}, {}, None

    def kernels(self, request):
        from kernels import kernel_twins

        arrays = load_file(request["file"])
        self.results = {name: value for name, value in arrays.items() if "/" in name}
        self.twins = kernel_twins(arrays, request["sizes"])
        return {"names": list(self.twins)}

    def time(self, request):
        twin, name = self.twins[request["name"]], request["name"]
        differences = {
            key: difference(value, self.results[f"{name}/{key}"])
            for key, value in (twin() if request.get("compare") else {}).items()
            if f"{name}/{key}" in self.results
        }
        return {"milliseconds": best(twin, request["rounds"]), "difference": max(differences.values(), default=None)}

    def open_pack(self, request):
        from packs import Pack
        from steps import network_twins

        self.pack = Pack(request["base"], request.get("controlnet"))
        self.twins = network_twins(self.pack, request["texts"])
        return {"names": list(self.twins)}

    def stage(self, request):
        from layers import ResidualStep, ShapeStep
        from steps import GeometryStep, TextureStep

        kinds = {
            "geometry, layers": ShapeStep,
            "texture, layers": ResidualStep,
            "geometry, grid": GeometryStep,
            "texture, grid": TextureStep,
        }
        kind = kinds[request["stage"]]
        arrays = load_file(request["file"])
        runner = kind(self.pack, arrays, request["setup"])
        self.stages[request["stage"]] = runner, request["steps"], arrays
        return {}

    def step(self, request):
        runner, steps, arrays = self.stages[request["stage"]]
        index = request["index"]
        own = {name.split("/")[1]: value for name, value in arrays.items() if name.startswith(f"{index}/")}
        begin = time.perf_counter()
        parts, results = runner(steps[index], own)
        milliseconds = (time.perf_counter() - begin) * 1e3
        agreement = {name: cosine(value, own[name]) for name, value in results.items() if name in own}
        return {"milliseconds": milliseconds, "parts": parts, "agreement": agreement}


def answer(session, request):
    try:
        return getattr(session, request["do"])(request)
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    torch.set_num_threads(os.cpu_count())
    session = Session()
    print(json.dumps({"torch": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(session, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
