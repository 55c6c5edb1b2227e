"""Writes expected.json.gz: small vectors of the field, the mesh operators and the shading chain from PyTorch (float64, autograd).

    pip install torch && python test/golden/kernels/make.py
"""
import json
import pathlib

import torch
from zopfli.gzip import compress

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
PRIMES = [1, 2654435761, 805459861]


def numbers(tensor):
    return [float(f"{x:.9g}") for x in tensor.detach().double().flatten().tolist()]


def encode(positions, table, levels):
    """Trilinear multiresolution hash grid; levels: (offset, entries, scale, resolution, hashed)."""
    features = []
    for offset, entries, scale, resolution, hashed in levels:
        x = (positions + 1) / 2 * scale + 0.5
        base = x.floor().clamp(0, resolution - 2)
        f = x - base
        base = base.long()
        total = 0
        for corner in range(8):
            bits = torch.tensor([corner & 1, corner >> 1 & 1, corner >> 2])
            c = base + bits
            if hashed:
                i = (c[:, 0] * PRIMES[0] ^ (c[:, 1] * PRIMES[1] & 0xFFFFFFFF) ^ (c[:, 2] * PRIMES[2] & 0xFFFFFFFF)) % entries
            else:
                i = c[:, 0] + resolution * (c[:, 1] + resolution * c[:, 2])
            w = torch.where(bits == 1, f, 1 - f).prod(1, keepdim=True)
            total = total + w * table[offset + i]
        features.append(total)
    return torch.cat(features, 1)


def field():
    import math

    config = dict(levels=4, log2TableSize=8, baseResolution=4, perLevelScale=1.6, hidden=8, outputs=3)
    levels, offset = [], 0
    for level in range(config["levels"]):
        scale = float(torch.tensor(config["baseResolution"] * config["perLevelScale"] ** level - 1, dtype=torch.float32))
        resolution = math.ceil(scale) + 2
        dense = math.ceil(resolution**3 / 8) * 8
        hashed = dense > 2 ** config["log2TableSize"]
        entries = 2 ** config["log2TableSize"] if hashed else dense
        levels.append((offset, entries, scale, resolution, hashed))
        offset += entries
    inputs = 2 * config["levels"]
    table = torch.randn(offset, 2) * 0.3
    w1, b1 = torch.randn(config["hidden"], inputs) * 0.4, torch.randn(config["hidden"]) * 0.2
    w2, b2 = torch.randn(config["outputs"], config["hidden"]) * 0.4, torch.randn(config["outputs"]) * 0.2
    parameters = [p.float().double().requires_grad_() for p in (table, w1, b1, w2, b2)]
    positions = (torch.rand(37, 3) * 1.98 - 0.99).float().double()
    gradient = torch.randn(37, config["outputs"]).float().double()
    start = [p.detach().clone() for p in parameters]

    def forward():
        h = torch.relu(encode(positions, parameters[0], levels) @ parameters[1].T + parameters[2])
        return h @ parameters[3].T + parameters[4]

    outputs = forward()
    (outputs * gradient).sum().backward()
    golden = dict(
        config=config,
        positions=numbers(positions),
        outputGradient=numbers(gradient),
        table=numbers(start[0]),
        network=numbers(torch.cat([p.flatten() for p in start[1:]])),
        outputs=numbers(outputs),
        tableGradient=numbers(parameters[0].grad),
        networkGradient=numbers(torch.cat([p.grad.flatten() for p in parameters[1:]])),
    )
    optimizer = torch.optim.AdamW(
        [dict(params=parameters[:1], lr=1e-2), dict(params=parameters[1:], lr=1e-3)], betas=(0.9, 0.99), eps=1e-15, weight_decay=0.01
    )
    for _ in range(3):
        optimizer.zero_grad()
        (forward() * gradient).sum().backward()
        optimizer.step()
    golden["tableAfter"] = numbers(parameters[0])
    golden["networkAfter"] = numbers(torch.cat([p.flatten() for p in parameters[1:]]))
    return golden


def octasphere():
    """A closed mesh: an octahedron with every face cut into four, slightly dented."""
    v = [torch.tensor(p, dtype=torch.float64) for p in [(1, 0, 0), (-1, 0, 0), (0, 1, 0), (0, -1, 0), (0, 0, 1), (0, 0, -1)]]
    faces = [(0, 2, 4), (2, 1, 4), (1, 3, 4), (3, 0, 4), (2, 0, 5), (1, 2, 5), (3, 1, 5), (0, 3, 5)]
    for _ in range(2):
        middle, cut = {}, []

        def mid(a, b):
            key = (min(a, b), max(a, b))
            if key not in middle:
                middle[key] = len(v)
                v.append((v[a] + v[b]) / (v[a] + v[b]).norm())
            return middle[key]

        for a, b, c in faces:
            x, y, z = mid(a, b), mid(b, c), mid(c, a)
            cut += [(a, x, z), (x, b, y), (z, y, c), (x, y, z)]
        faces = cut
    p = torch.stack(v) * 0.6
    return (p + 0.05 * torch.randn_like(p)).float().double(), torch.tensor(faces)


def vertex_normals(p, faces):
    a, b, c = p[faces[:, 0]], p[faces[:, 1]], p[faces[:, 2]]
    n = torch.linalg.cross(b - a, c - a)
    total = torch.zeros_like(p)
    for k in range(3):
        total = total.index_add(0, faces[:, k], n)
    return torch.nn.functional.normalize(total, dim=1)


def mesh():
    p, faces = octasphere()
    p.requires_grad_()
    golden = dict(positions=numbers(p), indices=faces.flatten().tolist())
    edges = torch.unique(torch.cat([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]).sort(1).values, dim=0)
    n = vertex_normals(p, faces)
    d = torch.randn_like(n).float().double()
    golden["normals"], golden["normalsOutputGradient"] = numbers(n), numbers(d)
    golden["normalsGradient"] = numbers(torch.autograd.grad((n * d).sum(), p, retain_graph=True)[0])
    leaf = n.detach().requires_grad_()
    loss = (1 - torch.cosine_similarity(leaf[edges[:, 0]], leaf[edges[:, 1]], dim=1)).mean()
    through_normals = (1 - torch.cosine_similarity(n[edges[:, 0]], n[edges[:, 1]], dim=1)).mean()
    golden["normalConsistency"] = float(loss.detach())
    golden["normalConsistencyGradient"] = numbers(torch.autograd.grad(through_normals, p)[0])
    directed = torch.cat([edges, edges.flip(1)])
    difference = torch.zeros_like(p).index_add(0, directed[:, 0], p[directed[:, 0]] - p[directed[:, 1]])
    loss = difference.norm(dim=1).mean()
    golden["laplacian"], golden["laplacianGradient"] = float(loss.detach()), numbers(torch.autograd.grad(loss, p)[0])
    return golden


def shading():
    """Normal map of the mesh with camera azimuth 30, elevation 20, fov 40; triangles by brute force, gradient through barycentrics."""
    size = 24
    p, faces = octasphere()
    a, e = torch.deg2rad(torch.tensor(30.0)), torch.deg2rad(torch.tensor(20.0))
    back = torch.stack([a.sin() * e.cos(), e.sin(), a.cos() * e.cos()])
    right = torch.nn.functional.normalize(torch.linalg.cross(torch.tensor([0.0, 1, 0]), back), dim=0)
    frame = torch.stack([right, torch.linalg.cross(back, right), back])
    focal = 1 / torch.tan(torch.deg2rad(torch.tensor(20.0)))
    p.requires_grad_()
    view = (p - 3 * back) @ frame.T
    depth = -view[:, 2]
    uv = torch.stack([0.5 + 0.5 * focal * view[:, 0] / depth, 0.5 - 0.5 * focal * view[:, 1] / depth], 1) * size
    inverse = (1 / depth).detach()
    centre = torch.stack(torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij"), -1).flip(-1).reshape(-1, 1, 2) + 0.5
    t = uv[faces][None] - centre[..., None, :]
    cross = lambda x, y: x[..., 0] * y[..., 1] - x[..., 1] * y[..., 0]
    edge = torch.stack([cross(t[:, :, 1], t[:, :, 2]), cross(t[:, :, 2], t[:, :, 0]), cross(t[:, :, 0], t[:, :, 1])], -1)
    inside = (edge >= 0).all(-1) | (edge <= 0).all(-1)
    weighted = edge * inverse[faces][None]
    near = weighted.sum(-1) / edge.sum(-1)
    best = torch.where(inside, near, torch.full_like(near, -1)).max(1)
    covered = best.values > 0
    triangle = torch.where(covered, best.indices, torch.full_like(best.indices, -1))
    pixels = covered.nonzero()[:, 0]
    barycentrics = weighted[pixels, best.indices[pixels]]
    barycentrics = barycentrics / barycentrics.sum(1, keepdim=True)
    n = (vertex_normals(p, faces)[faces[best.indices[pixels]]] * barycentrics[..., None]).sum(1)
    image = torch.full((size * size, 3), 0.5).index_put((pixels,), torch.nn.functional.normalize(n, dim=1) @ frame.T * 0.5 + 0.5)
    d = torch.randn_like(image).float().double()
    (image * d).sum().backward()
    return dict(
        size=size,
        positions=numbers(p),
        indices=faces.flatten().tolist(),
        triangles=triangle.tolist(),
        image=numbers(image),
        imageGradient=numbers(d),
        positionGradient=numbers(p.grad),
    )


golden = dict(field=field(), mesh=mesh(), shading=shading())
text = json.dumps(golden, separators=(",", ":")) + "\n"
pathlib.Path(__file__).with_name("expected.json.gz").write_bytes(compress(text.encode()))
