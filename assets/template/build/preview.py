"""A picture of the template: normal maps of the average head from four sides, then of its shapes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
from PIL import Image
from safetensors.numpy import load

from raster import camera, normal_image
from subdivide import subdivide

VIEWS = ((0, 34, (0, -0.15, 0)), (45, 34, (0, -0.15, 0)), (90, 34, (0, -0.15, 0)), (20, 15, (0, -0.13, 0.45)))
SIZE = 220


def _ball(center: np.ndarray, radius: float, rows: int = 32) -> tuple[np.ndarray, np.ndarray]:
    polar, turn = np.meshgrid(np.linspace(0, np.pi, rows + 1), np.linspace(0, 2 * np.pi, 2 * rows + 1))
    points = np.stack([np.sin(polar) * np.cos(turn), np.cos(polar), np.sin(polar) * np.sin(turn)], -1).reshape(-1, 3)
    first = np.arange(2 * rows)[:, None] * (rows + 1) + np.arange(rows)
    quads = np.stack([first, first + rows + 1, first + rows + 2, first + 1], -1).reshape(-1, 4)
    return points * radius + center, np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def _solid(description: dict, fine, control: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Refined skin and eyeballs above the bust cut."""
    points, faces = [fine.operator @ control[: description["skinVertices"]]], [fine.triangles]
    for first, last in description["eyes"].values():
        center = control[first:last].mean(0)
        ball, triangles = _ball(center, np.linalg.norm(control[first:last] - center, axis=1).mean())
        faces.append(triangles + sum(map(len, points)))
        points.append(ball)
    points, faces = np.concatenate(points), np.concatenate(faces)
    faces = faces[(points[faces, 1] > description["bustCut"]).any(1)]
    points[:, 1] = np.maximum(points[:, 1], description["bustCut"])
    return points, faces


def draw(folder: Path, out: Path) -> None:
    """Reads the template in `folder`, writes a picture."""
    description = json.loads((folder / "template.json").read_text())
    tensors = load(gzip.decompress((folder / "template.safetensors.gz").read_bytes()))
    fine = subdivide(tensors["faces"].astype(int), description["skinVertices"])
    average = tensors["positions"].astype(float)
    mesh = _solid(description, fine, average)
    tiles = [normal_image(*mesh, camera(a, 5, fov, target=t), SIZE) for a, fov, t in VIEWS]
    for name in ("old", "child", "african", "asian", "female", "heavy", "pointedEars", "strongJaw"):
        i = description["shapes"].index(name)
        control = average + tensors["shape_deltas"][i] * float(tensors["shape_scales"][i])
        mesh = _solid(description, fine, control)
        tiles.append(normal_image(*mesh, camera(30, 5, 34, target=(0, -0.15, 0)), SIZE))
    rows = [np.concatenate(tiles[i : i + 4], 1) for i in range(0, len(tiles), 4)]
    Image.fromarray((np.concatenate(rows) * 255).astype(np.uint8)).save(out, quality=92)
