"""Procedural surface patterns and face overlays, evaluated per sample in the neutral head's rest space."""

import math

from numba import njit

PATTERNS = {"plain": 1, "veins": 2, "rings": 3, "speckle": 4, "cells": 5, "panels": 6, "blotches": 7, "strands": 8, "knit": 9}
OVERLAYS = {
    name: i + 1
    for i, name in enumerate(
        "freckles blush lipstick stubble buzz scar warpaint halfpaint eyeband tattoo tiger skull clown eyeshadow "
        "darkeyes blood cracks dots".split()
    )
}


@njit(cache=True, fastmath=True)
def hash3(x, y, z):
    h = (x * 374761393 + y * 668265263 + z * 1440662683) & 0x7FFFFFFF
    h = ((h ^ (h >> 13)) * 1274126177) & 0x7FFFFFFF
    return ((h ^ (h >> 16)) & 0xFFFF) / 65535.0


@njit(cache=True, fastmath=True)
def noise(x, y, z):
    """Value noise in 0..1."""
    ix, iy, iz = int(math.floor(x)), int(math.floor(y)), int(math.floor(z))
    fx, fy, fz = x - ix, y - iy, z - iz
    fx, fy, fz = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy), fz * fz * (3 - 2 * fz)
    r = 0.0
    for i in range(2):
        for j in range(2):
            for k in range(2):
                w = (fx if i else 1 - fx) * (fy if j else 1 - fy) * (fz if k else 1 - fz)
                r += w * hash3(ix + i, iy + j, iz + k)
    return r


@njit(cache=True, fastmath=True)
def fractal(x, y, z):
    return 0.57 * noise(x, y, z) + 0.29 * noise(2.1 * x, 2.1 * y, 2.1 * z) + 0.14 * noise(4.3 * x, 4.3 * y, 4.3 * z)


@njit(cache=True, fastmath=True)
def cells(x, y, z):
    """Distances to the nearest and second nearest jittered lattice point."""
    ix, iy, iz = int(math.floor(x)), int(math.floor(y)), int(math.floor(z))
    d1, d2 = 9.0, 9.0
    for i in range(-1, 2):
        for j in range(-1, 2):
            for k in range(-1, 2):
                a, b, c = ix + i, iy + j, iz + k
                dx = a + hash3(a, b, c) - x
                dy = b + hash3(a + 31, b, c) - y
                dz = c + hash3(a, b + 57, c) - z
                d = math.sqrt(dx * dx + dy * dy + dz * dz)
                if d < d1:
                    d1, d2 = d, d1
                elif d < d2:
                    d2 = d
    return d1, d2


@njit(cache=True, fastmath=True)
def step(a, b, x):
    t = min(1.0, max(0.0, (x - a) / (b - a)))
    return t * t * (3 - 2 * t)


@njit(cache=True, fastmath=True)
def pattern(kind, x, y, z):
    """Mix factor 0..1 between the two colours of a material."""
    if kind == 2:
        v = abs(math.sin(3 * x + 2 * y + 9 * fractal(x * 1.5, y * 1.5, z * 1.5)))
        return 1 - step(0.0, 0.22, v)
    if kind == 3:
        r = math.sqrt((x + 0.3) ** 2 + z * z) + 0.35 * noise(x * 1.2, y * 0.4, z * 1.2)
        return 0.5 + 0.5 * math.sin(26 * r) * (0.6 + 0.4 * noise(8 * x, y, 8 * z))
    if kind == 4:
        return noise(22 * x, 22 * y, 22 * z) * 0.7 + 0.3 * fractal(3 * x, 3 * y, 3 * z)
    if kind == 5:
        d1, d2 = cells(9 * x, 9 * y, 9 * z)
        return 1 - step(0.02, 0.2, d2 - d1)
    if kind == 6:
        line = min(abs(x * 2.4 - math.floor(x * 2.4 + 0.5)), abs(y * 2.9 - math.floor(y * 2.9 + 0.5) + 0.0) * 1.0)
        line = min(line, abs(z * 2.0 + 0.5 - math.floor(z * 2.0 + 1.0)))
        return 1 - step(0.015, 0.045, line)
    if kind == 7:
        return step(0.45, 0.65, fractal(2.6 * x, 2.6 * y, 2.6 * z))
    if kind == 8:
        a = math.atan2(x, z) * 14
        return fractal(a, y * 2.5, a * 0.3 + 5)
    if kind == 9:
        a = math.atan2(x, z) * 18
        return 0.5 + 0.5 * math.sin(a * 1.6) * math.cos(34 * y)
    return 0.0


@njit(cache=True, fastmath=True)
def blend(c, color, k):
    for i in range(3):
        c[i] += (color[i] - c[i]) * k


@njit(cache=True, fastmath=True)
def eye_distance(x, y, z):
    dx = abs(x) - 0.19
    return math.sqrt(dx * dx * 0.55 + y * y * 1.6)


@njit(cache=True, fastmath=True)
def face_weight(x, y, z):
    return step(0.12, 0.3, z) * step(-0.66, -0.58, y) * (1 - step(0.40, 0.48, y))


@njit(cache=True, fastmath=True)
def scalp_weight(x, y, z):
    line = -0.28 if z < -0.25 else (-0.28 + (z + 0.25) * 0.75 if z < 0.15 else 0.02 + (z - 0.15) * 1.35)
    return step(line - 0.03, line + 0.06, y)


@njit(cache=True, fastmath=True)
def beard_weight(x, y, z, lip):
    edge = -0.30 + 0.75 * max(0.0, abs(x) - 0.22) - (0.04 if abs(x) < 0.03 else 0.0)
    return step(-0.62, -0.55, y) * (1 - step(edge - 0.05, edge + 0.03, y)) * step(0.02, 0.1, z) * (1 - min(1.0, 1.5 * lip))


@njit(cache=True, fastmath=True)
def overlay(kind, amount, color, seed, p, q, c):
    """Blend face overlay `kind` into the colour c at rest point p; q[0] is the lip mask."""
    x, y, z, lip, k = p[0], p[1], p[2], q[0], 0.0
    black = (0.05, 0.04, 0.05)
    if kind == 1:
        d1, _ = cells(17 * x + seed, 17 * y, 17 * z)
        area = step(0.2, 0.35, z) * (1 - step(0.02, 0.1, y)) * step(-0.40, -0.25, y)
        k = (1 - step(0.22, 0.34, d1)) * area * step(0.25, 0.5, noise(6 * x, 6 * y + seed, 6 * z))
    elif kind == 2:
        k = math.exp(-((abs(x) - 0.30) ** 2 + (y + 0.2) ** 2) / 0.012) * step(0.1, 0.3, z)
    elif kind == 3:
        k = min(1.0, lip * 1.3)
    elif kind == 4:
        k = beard_weight(x, y, z, lip) * (0.75 + 0.25 * noise(60 * x, 60 * y, 60 * z))
    elif kind == 5:
        k = scalp_weight(x, y, z) * (0.8 + 0.2 * noise(60 * x, 60 * y, 60 * z))
    elif kind == 6:
        side = 1.0 if seed < 0.5 else -1.0
        cx = 0.17 + 0.10 * (0.2 - y) + 0.015 * math.sin(22 * y)
        k = (1 - step(0.012, 0.028, abs(x * side - cx))) * step(-0.36, -0.30, y) * (1 - step(0.24, 0.30, y)) * step(0.1, 0.2, z)
    elif kind == 7:
        u = y + 0.15 + 0.25 * (abs(x) - 0.25)
        bar = (1 - step(0.020, 0.034, abs(u))) + (1 - step(0.020, 0.034, abs(u + 0.10)))
        k = bar * step(0.10, 0.14, abs(x)) * (1 - step(0.40, 0.45, abs(x))) * step(0.05, 0.15, z)
    elif kind == 8:
        k = step(-0.01, 0.01, x if seed < 0.5 else -x) * face_weight(x, y, z)
    elif kind == 9:
        k = (1 - step(0.085, 0.11, abs(y - 0.01))) * step(0.05, 0.2, z)
    elif kind == 10:
        s = x if seed < 0.5 else -x
        wave = math.sin(20 * y + 6 * math.sin(9 * s + 3 * z)) + 0.5 * math.sin(23 * s)
        k = step(0.35, 0.55, wave) * step(0.06, 0.1, s) * step(-0.1, 0.05, z) * step(-0.7, -0.6, y) * (1 - step(0.42, 0.5, y))
    elif kind == 11:
        wave = math.sin(30 * (y + 0.25 * abs(x)) + 5 * noise(5 * x, 5 * y, 5 * z))
        k = step(0.3, 0.55, wave) * step(0.12, 0.22, abs(x) + 0.6 * max(0.0, y - 0.1)) * step(0.0, 0.15, z)
    elif kind == 12:
        blend(c, color, face_weight(x, y, z))
        k = 1 - step(0.10, 0.14, eye_distance(x, y, z))
        nose = abs(x) + 0.5 * abs(y + 0.20)
        k = max(k, 1 - step(0.05, 0.07, nose))
        tooth = (1 - step(0.06, 0.09, abs(y + 0.385))) * (1 - step(0.26, 0.3, abs(x)))
        line = 1 - step(0.008, 0.016, abs(x * 12 - math.floor(x * 12 + 0.5)) / 12)
        k = max(k, tooth * max(line, 1 - step(0.008, 0.016, abs(y + 0.385)))) * step(0.1, 0.2, z)
        blend(c, black, k)
        return
    elif kind == 13:
        blend(c, (0.93, 0.92, 0.90), face_weight(x, y, z))
        blend(c, color, 1 - step(0.06, 0.08, math.sqrt(x * x + (y + 0.215) ** 2)) if z > 0.5 else 0.0)
        blend(c, color, min(1.0, 1.4 * lip))
        k = (1 - step(0.028, 0.05, abs(abs(x) - 0.19))) * (1 - step(0.16, 0.2, abs(y))) * step(0.2, 0.3, z)
        blend(c, (0.15, 0.25, 0.75), k)
        return
    elif kind == 14:
        k = (1 - step(0.07, 0.12, eye_distance(x, y - 0.035, z))) * step(0.1, 0.25, z)
    elif kind == 15:
        k = (1 - step(0.06, 0.14, eye_distance(x, y + 0.02, z))) * step(0.1, 0.25, z)
    elif kind == 16:
        drip = noise(14 * x, 0.5, 1.0 + seed)
        k = (1 - step(0.10, 0.16, abs(x))) * step(-0.62 + 0.25 * drip, -0.54 + 0.25 * drip, y) * (1 - step(-0.37, -0.33, y))
        k *= step(0.2, 0.3, z)
    elif kind == 17:
        d1, d2 = cells(3.2 * x + seed, 3.2 * y, 3.2 * z)
        k = 1 - step(0.01, 0.05, d2 - d1)
    elif kind == 18:
        d1, _ = cells(5.5 * x + seed, 5.5 * y, 5.5 * z)
        k = 1 - step(0.26, 0.34, d1)
    blend(c, color, k * amount)
