"""Textured rasteriser with procedural materials: colour (soft-lit albedo) and camera-space normals of triangle soups."""

import math

import numpy as np
from numba import njit

from materials import overlay, pattern

BACKGROUND = np.array([0.58, 0.47, 0.41], np.float32)
CUT_Y = -0.95
# Columns of the part table: one row describes how the triangles of a part are shaded.
TEX, TINT, GRAY, ALPHA, PATTERN, SCALE, STRENGTH, COLOR_A, COLOR_B, KEEP, OVERLAYS, COLUMNS = (
    0, 1, 4, 5, 6, 7, 8, 9, 12, 15, 16, 40,
)  # fmt: skip


def camera_matrix(azimuth, elevation, fov, distance=3.0, target=(0, 0, 0)):
    """(rotation rows x,y,z; eye; focal factor) of the head-space camera, degrees."""
    a, e = math.radians(azimuth), math.radians(elevation)
    z = np.array([math.sin(a) * math.cos(e), math.sin(e), math.cos(a) * math.cos(e)])
    x = np.cross([0, 1, 0], z)
    x /= np.linalg.norm(x)
    eye = np.array(target) + distance * z
    return np.stack([x, np.cross(z, x), z]).astype(np.float32), eye.astype(np.float32), 1 / math.tan(math.radians(fov) / 2)


@njit(cache=True, fastmath=True)
def texel(tex, layer, u, v):
    s = tex.shape[1]
    x, y = int((u - math.floor(u)) * s), int((1 - (v - math.floor(v))) * s)
    return tex[layer, min(max(y, 0), s - 1), min(max(x, 0), s - 1)]


@njit(cache=True, fastmath=True)
def visibility(view, world_y, uv, part, table, tex, f, w):
    """Nearest triangle and barycentrics per sample; alpha-tested, cut below the bust plane."""
    ids = np.full((w, w), -1, np.int32)
    bary = np.zeros((w, w, 2), np.float32)
    depth = np.zeros((w, w), np.float32)
    sx, sy, iw = np.zeros(3), np.zeros(3), np.zeros(3)
    for t in range(len(view)):
        bad = False
        for k in range(3):
            z = -view[t, k, 2]
            if z < 0.1:
                bad = True
                break
            iw[k] = 1 / z
            sx[k] = (0.5 + 0.5 * f * view[t, k, 0] * iw[k]) * w
            sy[k] = (0.5 - 0.5 * f * view[t, k, 1] * iw[k]) * w
        if bad:
            continue
        area = (sx[1] - sx[0]) * (sy[2] - sy[0]) - (sx[2] - sx[0]) * (sy[1] - sy[0])
        if abs(area) < 1e-9:
            continue
        x0, x1 = max(0, int(math.floor(min(sx[0], sx[1], sx[2]) - 0.5))), min(w, int(math.ceil(max(sx[0], sx[1], sx[2]))))
        y0, y1 = max(0, int(math.floor(min(sy[0], sy[1], sy[2]) - 0.5))), min(w, int(math.ceil(max(sy[0], sy[1], sy[2]))))
        row = table[part[t]]
        for y in range(y0, y1):
            for x in range(x0, x1):
                px, py = x + 0.5, y + 0.5
                b0 = ((sx[1] - px) * (sy[2] - py) - (sx[2] - px) * (sy[1] - py)) / area
                b1 = ((sx[2] - px) * (sy[0] - py) - (sx[0] - px) * (sy[2] - py)) / area
                b2 = 1 - b0 - b1
                if b0 < 0 or b1 < 0 or b2 < 0:
                    continue
                z = b0 * iw[0] + b1 * iw[1] + b2 * iw[2]
                if z <= depth[y, x]:
                    continue
                c0, c1 = b0 * iw[0] / z, b1 * iw[1] / z
                c2 = 1 - c0 - c1
                if c0 * world_y[t, 0] + c1 * world_y[t, 1] + c2 * world_y[t, 2] < CUT_Y:
                    continue
                if row[ALPHA] > 0:
                    u = c0 * uv[t, 0, 0] + c1 * uv[t, 1, 0] + c2 * uv[t, 2, 0]
                    v = c0 * uv[t, 0, 1] + c1 * uv[t, 1, 1] + c2 * uv[t, 2, 1]
                    if texel(tex, int(row[TEX]), u, v)[3] < row[ALPHA] * 255:
                        continue
                depth[y, x] = z
                ids[y, x] = t
                bary[y, x, 0], bary[y, x, 1] = c0, c1
    return ids, bary


@njit(cache=True, fastmath=True)
def shade(ids, bary, normal, uv, rest, attr, part, table, tex, up, ss, background):
    """Average ss×ss shaded samples into (S,S,3) colour and normal images in 0..1."""
    w = ids.shape[0] // ss
    color, out_normal = np.zeros((w, w, 3), np.float32), np.zeros((w, w, 3), np.float32)
    c, p, q, n = np.zeros(3), np.zeros(3), np.zeros(2), np.zeros(3)
    for y in range(ids.shape[0]):
        for x in range(ids.shape[1]):
            t, oy, ox = ids[y, x], y // ss, x // ss
            if t < 0:
                for k in range(3):
                    color[oy, ox, k] += background[k]
                    out_normal[oy, ox, k] += 0.5
                continue
            row = table[part[t]]
            w0, w1 = bary[y, x, 0], bary[y, x, 1]
            w2 = 1 - w0 - w1
            for k in range(3):
                p[k] = w0 * rest[t, 0, k] + w1 * rest[t, 1, k] + w2 * rest[t, 2, k]
                n[k] = w0 * normal[t, 0, k] + w1 * normal[t, 1, k] + w2 * normal[t, 2, k]
            for k in range(2):
                q[k] = w0 * attr[t, 0, k] + w1 * attr[t, 1, k] + w2 * attr[t, 2, k]
            length = math.sqrt(n[0] ** 2 + n[1] ** 2 + n[2] ** 2) + 1e-12
            flip = -1.0 if n[2] < 0 else 1.0
            for k in range(3):
                n[k] *= flip / length
            if row[TEX] >= 0:
                u = w0 * uv[t, 0, 0] + w1 * uv[t, 1, 0] + w2 * uv[t, 2, 0]
                v = w0 * uv[t, 0, 1] + w1 * uv[t, 1, 1] + w2 * uv[t, 2, 1]
                pixel = texel(tex, int(row[TEX]), u, v)
                for k in range(3):
                    c[k] = pixel[k] / 255
            else:
                c[:] = 1.0
            lum = 0.3 * c[0] + 0.6 * c[1] + 0.1 * c[2]
            for k in range(3):
                c[k] = (c[k] + (lum - c[k]) * row[GRAY]) * row[TINT + k]
            if row[PATTERN] > 0:
                m = pattern(int(row[PATTERN]), p[0] * row[SCALE], p[1] * row[SCALE], p[2] * row[SCALE])
                keep = 1 - row[KEEP] + row[KEEP] * min(1.6, lum * row[TINT] / 0.6)
                for k in range(3):
                    tone = (row[COLOR_A + k] * (1 - m) + row[COLOR_B + k] * m) * keep
                    c[k] += (tone - c[k]) * row[STRENGTH]
            for o in range(4):
                at = OVERLAYS + o * 6
                if row[at] > 0:
                    overlay(int(row[at]), row[at + 1], row[at + 2 : at + 5], row[at + 5], p, q, c)
            light = 0.80 + 0.08 * n[2] + 0.12 * (n[0] * up[0] + n[1] * up[1] + n[2] * up[2])
            for k in range(3):
                color[oy, ox, k] += min(1.0, max(0.0, c[k] * light))
                out_normal[oy, ox, k] += n[k] * 0.5 + 0.5
    return color / (ss * ss), out_normal / (ss * ss)


def render(scene, tex, azimuth, elevation, fov, target=(0, 0, 0), size=128, ss=2):
    """Colour and normal image, (size,size,3) uint8 each.

    scene: points/normals/rest (T,3,3), uv (T,3,2), attr (T,3,2), part (T,), table (parts, COLUMNS); head space.
    """
    rotation, eye, f = camera_matrix(azimuth, elevation, fov, target=target)
    view = (scene["points"] - eye) @ rotation.T
    ids, bary = visibility(
        view, np.ascontiguousarray(scene["points"][..., 1]), scene["uv"], scene["part"], scene["table"], tex, f, size * ss
    )
    color, normal = shade(
        ids, bary, scene["normals"] @ rotation.T, scene["uv"], scene["rest"], scene["attr"], scene["part"], scene["table"],
        tex, np.ascontiguousarray(rotation[:, 1]), ss, BACKGROUND,
    )  # fmt: skip
    return (color * 255 + 0.5).astype(np.uint8), (normal * 255 + 0.5).astype(np.uint8)
