"""Procedural meshes in head space: hats, hoods, horns, tusks, beards, braids. A mesh is (vertices (V,3), faces (F,3))."""

import numpy as np
from scipy.spatial import cKDTree

CENTRE = np.array([0, 0.1, -0.05], np.float32)
BAND = {"y": 0.27, "rx": 0.435, "rz": 0.575, "z": -0.06, "tilt": 0.16}


class Dome:
    """Radius of the skull (ears left out) seen from CENTRE in any direction."""

    def __init__(self, points):
        offset = points - CENTRE
        self.radius = np.linalg.norm(offset, axis=1)
        self.tree = cKDTree(offset / self.radius[:, None])

    def __call__(self, directions):
        d, i = self.tree.query(directions, k=6)
        w = 1 / (d + 0.03)
        return (self.radius[i] * w).sum(1) / w.sum(1)

    def at(self, directions, offset=0.0):
        """Points on the skull raised by `offset`."""
        directions = directions / np.linalg.norm(directions, axis=-1, keepdims=True)
        return CENTRE + directions * (self(directions) + offset)[:, None]


def grid_faces(rows, columns, closed=True):
    """Triangles of a rows × columns vertex grid, wrapping around in columns when closed."""
    r, c = np.meshgrid(np.arange(rows - 1), np.arange(columns if closed else columns - 1), indexing="ij")
    a, b = r * columns + c, r * columns + (c + 1) % columns
    quads = np.stack([a, b, b + columns, a + columns], -1).reshape(-1, 4)
    return np.concatenate([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def join(*meshes):
    vertices, faces, start = [], [], 0
    for v, f in meshes:
        vertices.append(v)
        faces.append(f + start)
        start += len(v)
    return np.concatenate(vertices).astype(np.float32), np.concatenate(faces)


def shell(dome, lower, offset, rows=14, columns=56):
    """Cap over the skull: lower(u) is its edge in degrees of elevation, offset(t, u) its height above the skull."""
    u = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    t = np.linspace(0, 1, rows)[:, None]
    elevation = np.radians(lower(u))[None] * (1 - t) + np.pi / 2 * t * 0.999
    d = np.stack([np.sin(u) * np.cos(elevation), np.sin(elevation), np.cos(u) * np.cos(elevation)], -1)
    radius = dome(d.reshape(-1, 3)).reshape(elevation.shape) + offset(t, u[None])
    return (CENTRE + d * radius[..., None]).reshape(-1, 3), grid_faces(rows, columns)


def hood(dome, opening, offset, rows=22, columns=56):
    """Cloth around the head and neck with a face opening of `opening` degrees half angle."""
    u = np.linspace(0, 2 * np.pi, columns, endpoint=False)[None]
    theta = np.radians(np.linspace(0.5, 180 - opening, rows))[:, None]
    tilt = np.radians(12)
    d = np.stack([np.sin(theta) * np.sin(u), np.sin(theta) * np.cos(u), -np.cos(theta) + 0 * u], -1)
    y, z = d[..., 1] * np.cos(tilt) - d[..., 2] * np.sin(tilt), d[..., 1] * np.sin(tilt) + d[..., 2] * np.cos(tilt)
    d = np.stack([d[..., 0], y, z], -1)
    radius = np.minimum(dome(d.reshape(-1, 3)), 0.92).reshape(d.shape[:2]) + offset
    radius = np.where(d[..., 1] < -0.3, np.maximum(radius, 0.62 + 0.55 * np.maximum(0, -0.3 - d[..., 1])), radius)
    radius[-1] -= 0.04
    return (CENTRE + d * radius[..., None]).reshape(-1, 3), grid_faces(rows, columns)


def revolve(profile, columns=56, wave=None):
    """Hat around the head band: profile rows (radius factor, height above the band); wave(u) raises brims."""
    u = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    rows = []
    for factor, height in profile:
        y = BAND["y"] + height + BAND["tilt"] * np.cos(u) * min(factor, 1.0)
        if wave is not None and factor > 1.0:
            y = y + wave(u) * (factor - 1.0)
        rows.append(np.stack([BAND["rx"] * factor * np.sin(u), y, BAND["z"] + BAND["rz"] * factor * np.cos(u)], -1))
    return np.concatenate(rows), grid_faces(len(profile), columns)


def tube(path, radius, sides=9):
    """Swept circle along path (n,3) with radius (n,)."""
    path, radius = np.asarray(path, np.float64), np.broadcast_to(radius, len(path))
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-9
    side = np.cross(tangent, [0.3, 0.2, 1.0])
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    up = np.cross(side, tangent)
    a = np.linspace(0, 2 * np.pi, sides, endpoint=False)
    ring = np.cos(a)[None, :, None] * side[:, None] + np.sin(a)[None, :, None] * up[:, None]
    return (path[:, None] + radius[:, None, None] * ring).reshape(-1, 3), grid_faces(len(path), sides)


def ball(centre, radius, rows=10, columns=16):
    t = np.linspace(0.01, np.pi - 0.01, rows)[:, None]
    u = np.linspace(0, 2 * np.pi, columns, endpoint=False)[None]
    p = np.stack([np.sin(t) * np.sin(u), np.cos(t) + 0 * u, np.sin(t) * np.cos(u)], -1)
    return np.asarray(centre) + p.reshape(-1, 3) * radius, grid_faces(rows, columns)


def mirrored(make):
    """make(side) for both sides of the head, joined."""
    return join(make(1.0), make(-1.0))


def front(u, power=1.0):
    """1 at the forehead, 0 at the back of the head."""
    return ((1 + np.cos(u)) / 2) ** power


def cap_edge(front_angle, back_angle):
    return lambda u: back_angle + (front_angle - back_angle) * front(u)


def hat(kind, dome):
    """Mesh of a procedural hat."""
    edge = cap_edge(24, -12)
    if kind == "beanie":
        return shell(dome, edge, lambda t, u: 0.05 + 0.035 * (t < 0.26) + 0.05 * t**2)
    if kind == "swim cap":
        return shell(dome, cap_edge(30, -25), lambda t, u: 0.025 + 0 * t)
    if kind == "turban":
        return shell(dome, cap_edge(26, -15), lambda t, u: 0.09 + 0.07 * np.sin(np.pi * t) + 0.02 * np.sin(16 * t + 2 * u))
    if kind == "headband":
        v, f = shell(dome, cap_edge(28, 2), lambda t, u: 0.045 + 0 * t, rows=30)
        return v, f[np.isin(f[:, 0] // 56, range(5)) & np.isin(f[:, 2] // 56, range(6))]
    if kind == "knight helmet":
        guard = lambda u: np.where(np.abs(np.angle(np.exp(1j * u))) < 0.78, 20.0, -48.0)  # noqa: E731
        return shell(dome, guard, lambda t, u: 0.085 + 0.02 * (t > 0.9), columns=96)
    if kind == "viking helmet":
        horn = mirrored(lambda s: horn_tube([s * 0.42, 0.36, -0.05], s, 0.55, 0.10, "up"))
        return join(shell(dome, cap_edge(26, -5), lambda t, u: 0.06 + 0.03 * (t < 0.18)), horn)
    if kind == "crown":
        v, f = revolve([(1.04, -0.04), (1.05, 0.02), (1.06, 0.1), (1.10, 0.26)], columns=40)
        spikes = np.arange(40) % 4
        v[-40:, 1] += np.array([0.08, -0.02, -0.11, -0.02])[spikes]
        return v, f
    if kind == "baseball cap":
        u = np.linspace(-1.05, 1.05, 21)
        rim = CENTRE + np.stack([0.40 * np.sin(u), 0.17 + 0 * u, 0.02 + 0.52 * np.cos(u)], -1)
        out = rim + np.stack([0.05 * np.sin(u), -0.06 - 0.05 * np.abs(u), 0.40 * np.cos(u * 1.35).clip(0)], -1)
        visor = np.concatenate([rim, (rim + out) / 2 + [0, 0.015, 0], out]), grid_faces(3, 21, closed=False)
        return join(shell(dome, cap_edge(20, -6), lambda t, u: 0.045 + 0.02 * t), visor)
    profiles = {
        "top hat": [(1.45, 0.02), (1.42, 0.0), (1.04, 0.0), (0.98, 0.3), (1.04, 0.54), (1.0, 0.55), (0.01, 0.55)],
        "bowler hat": [(1.35, 0.06), (1.3, 0.0), (1.03, 0.0), (1.02, 0.15), (0.92, 0.3), (0.7, 0.4), (0.4, 0.45), (0.01, 0.46)],
        "cowboy hat": [(1.62, 0.1), (1.57, 0.05), (1.3, 0.0), (1.03, 0.0), (0.98, 0.2), (0.88, 0.42), (0.6, 0.44), (0.01, 0.36)],
        "wizard hat": [(1.6, -0.05), (1.55, -0.03), (1.05, 0.0), (0.83, 0.13), (0.58, 0.3), (0.33, 0.46), (0.12, 0.61), (0.01, 0.68)],
        "straw hat": [(1.62, -0.06), (1.57, -0.03), (1.03, 0.0), (1.0, 0.2), (0.9, 0.3), (0.01, 0.32)],
        "sailor hat": [(1.06, -0.02), (1.12, 0.0), (1.16, 0.14), (1.04, 0.15), (0.98, 0.1), (0.9, 0.24), (0.01, 0.3)],
        "fez": [(1.0, 0.0), (0.98, 0.03), (0.80, 0.42), (0.78, 0.43), (0.01, 0.43)],
    }
    wave = (lambda u: 0.34 * np.abs(np.sin(u)) ** 2 - 0.10) if kind == "cowboy hat" else None
    return revolve(profiles[kind], wave=wave)


def horn_tube(base, side, length, radius, style):
    """Tapering horn from a point on the skull."""
    t = np.linspace(0, 1, 14)
    if style == "ram":
        a = 0.4 + 4.8 * t
        curl = np.stack([side * (0.04 + 0.22 * t), 0.22 * np.sin(a) - 0.08, -0.20 * np.cos(a) - 0.0], -1)
        path = np.asarray(base) + (curl - curl[0]) * length * 2.0
    elif style == "up":
        path = np.asarray(base) + length * np.stack([side * 0.75 * np.sin(1.7 * t), 0.15 * t + 0.85 * t**2, -0.1 * t], -1)
    elif style == "straight":
        path = np.asarray(base) + length * np.stack([side * 0.35 * t, 0.95 * t, 0.05 * t], -1)
    else:
        path = np.asarray(base) + length * np.stack([side * 0.5 * np.sin(2.4 * t), 0.95 * t, -0.55 * t**2], -1)
    return tube(path, radius * (1 - t) ** 0.8 * (1 + 0.06 * np.sin(40 * t)) + 0.004)


def horns(dome, style, length):
    def make(side):
        spread = 0.95 if style == "ram" else 0.45
        base = dome.at(np.array([[side * spread, 0.85, 0.55]]), -0.03)[0]
        return horn_tube(base, side, length, 0.10 if style == "ram" else 0.085, style)

    return mirrored(make)


def tusks(mouth, length):
    """Two tusks rising from the lower lip at `mouth` (3,)."""
    t = np.linspace(0, 1, 8)

    def make(side):
        path = mouth + np.stack([side * (0.085 + 0.03 * np.sin(2 * t)), -0.05 + length * t, -0.02 + 0.05 * np.sin(2.5 * t)], -1)
        return tube(path, 0.03 * (1 - t) ** 0.6 + 0.003)

    return mirrored(make)


def braid(start, end, radius, lumps=6):
    """Plaited rope from start to end."""
    t = np.linspace(0, 1, 8 * lumps)
    path = np.asarray(start) * (1 - t[:, None]) + np.asarray(end) * t[:, None]
    centre = path + np.stack([0.25 * radius * np.sin(lumps * np.pi * t), 0 * t, 0 * t], -1)
    return tube(centre, radius * (1 - 0.35 * t) * (0.72 + 0.38 * np.abs(np.sin(lumps * np.pi * t))), sides=12)


def handlebar(lip):
    """Moustache of two curled tubes above the lip point."""
    t = np.linspace(0, 1, 14)

    def make(side):
        path = lip + np.stack([side * 0.21 * t, -0.03 * np.sin(2.6 * t) + 0.09 * t**3, -0.09 * t**2 + 0.012], -1)
        return tube(path, 0.034 * np.sin(np.pi * (0.18 + 0.80 * t)) + 0.004)

    return mirrored(make)


def spikes(dome, count, length, rng):
    """Spiky hair: cones over the scalp."""
    cones = []
    for d in scalp_directions(count, rng):
        base = dome.at(d[None], -0.02)[0]
        t = np.linspace(0, 1, 4)[:, None]
        tip = base + (d + rng.normal(0, 0.12, 3)) * length * rng.uniform(0.7, 1.2)
        cones.append(tube(base * (1 - t) + tip * t, 0.085 * (1 - t[:, 0]) + 0.003, sides=6))
    return join(*cones)


def locks(dome, count, length, rng):
    """Dreadlocks: tubes leaving the scalp and hanging down."""
    tubes = []
    for d in scalp_directions(count, rng):
        t = np.linspace(0, 1, 10)
        base = dome.at(d[None], 0.0)[0]
        away = d * [1, 0, 1] / (np.linalg.norm(d * [1, 0, 1]) + 1e-6)
        if away[2] > 0.3:
            away = np.array([np.sign(d[0]) * 1.0, 0, -0.1])
        reach = max(0.0, 0.62 - np.linalg.norm((base - CENTRE) * [1, 0, 1])) * 0.8 + 0.05
        drop = length * rng.uniform(0.8, 1.1) + max(0.0, base[1] - 0.1)
        path = base + away * (reach * np.sin(1.5 * t))[:, None] + np.stack([0 * t, 0.05 * np.sin(3 * t) - drop * t**1.6, 0 * t], -1)
        tubes.append(tube(path, 0.042 * (1 + 0.15 * np.sin(30 * t)) * (1 - 0.4 * t), sides=7))
    return join(*tubes)


def scalp_directions(count, rng):
    """Directions over the hair-bearing part of the skull, nearly even."""
    i = np.arange(count * 3) + 0.5
    y, a = 1 - 2 * i / (count * 3), i * 2.39996 + rng.uniform(0, 6)
    r = np.sqrt(1 - y * y)
    d = np.stack([r * np.sin(a), y, r * np.cos(a)], -1)
    limit = np.where(d[:, 2] > 0.2, 0.30 + 0.60 * d[:, 2], -0.25)
    return d[d[:, 1] > limit]
