"""Contact sheet of random identities: front, three-quarter, side, back, close-up, normals. Look at it before training."""

import argparse
import random

import numpy as np
from PIL import Image

import caption
from build import Builder
from identity import sample
from makehuman import Sources
from raster import render
from render_dataset import FACE_TARGET

CAMERAS = [(0, 5, 34, 0), (38, 12, 34, 0), (90, 5, 34, 0), (180, 30, 34, 0), (-20, 5, 19, 1)]


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--mpfb", required=True)
    a.add_argument("--data", required=True)
    a.add_argument("--count", type=int, default=24)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--only", help="key=value filter on specs, e.g. creature=dwarf")
    a.add_argument("--out", default="sheet.png")
    args = a.parse_args()
    builder, rng, rows = Builder(Sources(args.mpfb, args.data)), random.Random(args.seed), []
    while len(rows) < args.count:
        spec = sample(rng)
        if args.only and str(spec.get(args.only.split("=")[0])) != args.only.split("=")[1]:
            continue
        scene, _ = builder.build(spec)
        tex = builder.s.texture_stack(len(builder.s.textures))
        images = [render(scene, tex, az, el, fov, FACE_TARGET if close else (0, 0, 0)) for az, el, fov, close in CAMERAS]
        rows.append(np.concatenate([c for c, _ in images] + [images[1][1], images[4][1]], 1))
        print(len(rows), caption.describe(rng, spec))
    half = (len(rows) + 1) // 2
    left, right = np.concatenate(rows[:half]), np.concatenate(rows[half:])
    Image.fromarray(np.concatenate([left, np.pad(right, ((0, len(left) - len(right)), (0, 0), (0, 0)))], 1)).save(args.out)


if __name__ == "__main__":
    main()
