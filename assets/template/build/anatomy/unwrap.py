"""Texture coordinates of the skin: drawn larger where people look, charts packed into the unit square."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage
from scipy.signal import fftconvolve

from cage import Cage
from charts import Chart, charts
from parametrize import corner_triangles, flatten, stretch
from topology import boundary_loops

# The face: brow to chin, ear to ear (head space); what is around it shrinks smoothly.
FACE_TOP, FACE_BACK = 0.2, 0.06
SCALP, NECK, EARS = 0.15, 0.25, 0.6
MOUTH, SOCKET = 0.2, 0.2
CHIN, GLABELLA = 747, 136  # base vertices below one another
FILLER = 0.05
MARGIN = 8 / 2048


@dataclass(frozen=True)
class Unwrapped:
    """`uv` [U,2] as in glTF (v down); `faces` [F,4] in uv vertices; `vertices` [U] the cage vertex of each;
    `chart` [U] which chart it lies in, 0 is the skin."""

    uv: np.ndarray
    faces: np.ndarray
    vertices: np.ndarray
    chart: np.ndarray


def _jaw(z: np.ndarray) -> np.ndarray:
    """Height of the jaw's edge at a depth, from its angle below the ear to the chin."""
    return -0.33 - 0.95 * (np.clip(z, FACE_BACK, 0.39) - FACE_BACK)


def in_face(points: np.ndarray) -> np.ndarray:
    """Whether points [N,3] of the average head belong to the face."""
    y, z = points[:, 1], points[:, 2]
    return (y < FACE_TOP) & (z > FACE_BACK) & (y > _jaw(z))


def _smooth(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0, 1)
    return x * x * (3 - 2 * x)


def density(points: np.ndarray, ears: np.ndarray) -> np.ndarray:
    """Scale of the map at each vertex [V]: 1 in the face. `ears` [V] 0..1."""
    y, z = points[:, 1], points[:, 2]
    scalp, neck = np.maximum(y - FACE_TOP, FACE_BACK - z) / 0.31, (_jaw(z) - y) / 0.22
    scale = np.minimum(1 - (1 - SCALP) * _smooth(scalp), 1 - (1 - NECK) * _smooth(neck))
    return scale * (1 - (1 - EARS) * ears)


def _filled(chart: Chart, points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points, quads and weights with every border but the longest closed by a fan."""
    loops = boundary_loops([list(dict.fromkeys(q)) for q in chart.quads.tolist()])
    loops.sort(key=len)
    rest, quads = [points], [chart.quads]
    for loop in loops[:-1]:
        hub = sum(map(len, rest))
        rest.append(points[loop].mean(0, keepdims=True))
        quads.append(np.array([[a, b, hub, hub] for a, b in zip(loop, loop[1:] + loop[:1], strict=True)]))
    weight = np.ones(sum(map(len, quads)))
    weight[len(chart.quads) :] = FILLER
    return np.concatenate(rest), np.concatenate(quads), weight


def _flat(chart: Chart, points: np.ndarray, scale: np.ndarray) -> np.ndarray:
    local = points[chart.vertices]
    rest, quads, weight = _filled(chart, local)
    size = np.concatenate([scale[chart.vertices], np.ones(len(rest) - len(local))])
    size[len(local) :] = scale[chart.vertices].mean()
    return flatten(rest, quads, size, weight)[: len(local)]


def _upright(uv: np.ndarray, low: int, high: int) -> np.ndarray:
    """Turned so that the way from vertex `low` to `high` leads up, then v counted downwards."""
    d = (uv[high] - uv[low]) / np.linalg.norm(uv[high] - uv[low])
    turned = uv @ np.array([[d[1], d[0]], [-d[0], d[1]]])
    return turned * (1, -1)


def _cover(uv: np.ndarray, quads: np.ndarray, cells: int, grow: float) -> np.ndarray:
    """Which cells of a grid over the unit square a chart touches [cells,cells], `grow` cells around it included."""
    image = Image.new("1", (cells, cells))
    pen = ImageDraw.Draw(image)
    for quad in quads:
        pen.polygon([tuple(p) for p in (uv[quad] * cells).tolist()], fill=1, outline=1)
    return ndimage.binary_dilation(np.array(image), iterations=int(np.ceil(grow)))


def _pack(flat: dict[str, np.ndarray], parts: dict[str, Chart]) -> dict[str, np.ndarray]:
    """The skin fills the square, the rest goes where it leaves room."""
    cells = 256
    skin = flat["skin"]
    low, size = skin.min(0), np.ptp(skin, axis=0).max()
    fit = (1 - 2 * MARGIN) / size
    out = {"skin": (skin - low) * fit + MARGIN}
    taken = _cover(out["skin"], parts["skin"].quads, cells, 2)
    for name, uv in flat.items():
        if name == "skin":
            continue
        uv = (uv - uv.min(0)) * fit
        cover = _cover(uv + 1 / cells, parts[name].quads, cells, 1)
        h, w = (int(np.ceil(x * cells)) + 3 for x in np.ptp(uv, axis=0)[::-1])
        cover = cover[:h, :w].astype(float)
        room = fftconvolve(taken.astype(float), cover[::-1, ::-1], mode="valid") < 0.5
        if not room.any():
            raise ValueError(f"no room for the chart {name}")
        row, column = np.argwhere(room)[0 if name == "mouth" else -1]
        out[name] = uv + np.array([column + 1, row + 1]) / cells
        taken |= _cover(out[name], parts[name].quads, cells, 2)
    return out


def unwrap(cage: Cage, points: np.ndarray, mirror: np.ndarray, ears: np.ndarray) -> Unwrapped:
    """`points` [V,3]: the average head; `mirror` [V]; `ears` [V] 0..1."""
    parts = charts(cage, points, mirror)
    scale = density(points, ears)
    flat = {name: _flat(chart, points, scale) for name, chart in parts.items()}
    flat["mouth"] *= MOUTH
    for name in ("leftSocket", "rightSocket"):
        flat[name] *= SOCKET
    vertices = parts["skin"].vertices
    find = lambda v: int(np.flatnonzero(vertices == cage.numbers[v])[0])  # noqa: E731
    flat["skin"] = _upright(flat["skin"], find(CHIN), find(GLABELLA))
    for name in list(flat)[1:]:
        flat[name] = flat[name] * (1, -1)
    packed = _pack(flat, parts)
    first, faces, owner, chart = 0, [], [], []
    order = np.empty((len(cage.faces), 4), int)
    for i, (name, part) in enumerate(parts.items()):
        order[part.faces] = part.quads + first
        owner.append(part.vertices)
        chart.append(np.full(len(part.vertices), i))
        first += len(part.vertices)
    # Corners of a triangle's doubled last vertex are one.
    same = cage.faces[:, 2] == cage.faces[:, 3]
    order[same, 3] = order[same, 2]
    return Unwrapped(np.concatenate(list(packed.values())), order, np.concatenate(owner), np.concatenate(chart))


def report(found: Unwrapped, cage: Cage, points: np.ndarray, metres: float) -> None:
    """Prints what the texture is spent on; raises ValueError where a face flips or charts overlap."""
    uv, quads = found.uv, found.faces
    flipped_v = uv * (1, -1)
    corners = corner_triangles(quads)
    a, b, c = (flipped_v[corners[:, k]] for k in range(3))
    area = ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
    if area.min() <= 0:
        raise ValueError(f"{(area <= 0).sum()} corners of the unwrapped skin are flipped")
    quad_area = _area(flipped_v, quads)
    count = np.zeros((4096, 4096), np.uint8)
    for quad in quads:
        q = uv[quad] * 4096
        lo, hi = np.floor(q.min(0)).astype(int), np.ceil(q.max(0)).astype(int) + 1
        x, y = np.meshgrid(np.arange(lo[0], hi[0]) + 0.5, np.arange(lo[1], hi[1]) + 0.5)
        inside = np.ones(x.shape, bool)
        for p, r in zip(q, np.roll(q, -1, 0), strict=True):
            inside &= (r[0] - p[0]) * (y - p[1]) - (r[1] - p[1]) * (x - p[0]) <= 0
        count[lo[1] : hi[1], lo[0] : hi[0]] += inside
    if count.max() > 1 and (count > 1).sum() > 50:
        raise ValueError(f"{(count > 1).sum()} of 4096² texels are covered twice")
    face = in_face(points)[cage.faces].all(1) & (found.chart[quads[:, 0]] == 0)
    print(f"face: {quad_area[face].sum() / quad_area.sum():.1%} of the used area; used: {quad_area.sum():.1%} of the texture")
    s = stretch(points[found.vertices], uv, quads).reshape(-1, 2)
    owner = np.concatenate([[i] if q[2] == q[3] else [i] * 4 for i, q in enumerate(quads)])
    for name, chosen in (("face", face), ("rest of the skin", ~face & (found.chart[quads[:, 0]] == 0)), ("mouth", found.chart[quads[:, 0]] == 1)):
        of = s[chosen[owner]]
        texels = np.sqrt(of[:, 0] * of[:, 1]) * 2048 / (metres * 1000)
        print(f"{name}: stretch ratio {np.percentile(of[:, 0] / of[:, 1], [50, 90, 99]).round(2)} (50, 90, 99 %), "
              f"texels a mm at 2048²: {np.percentile(texels, [10, 50, 90]).round(1)}")  # fmt: skip


def _area(uv: np.ndarray, quads: np.ndarray) -> np.ndarray:
    d1, d2 = uv[quads[:, 2]] - uv[quads[:, 0]], uv[quads[:, 3]] - uv[quads[:, 1]]
    return (d1[:, 0] * d2[:, 1] - d1[:, 1] * d2[:, 0]) / 2


def draw(found: Unwrapped, out: Path, size: int = 1024) -> None:
    """A picture of the layout."""
    image = Image.new("RGB", (size, size), "white")
    pen = ImageDraw.Draw(image)
    for quad in found.faces:
        pen.polygon([tuple(p) for p in (found.uv[quad] * size).tolist()], outline=(40, 40, 60))
    image.save(out)
