"""The differentiable renderer in PyTorch: projection, a rasteriser made of tensor operations, shading, antialiasing, losses."""

import torch
import torch.nn.functional as F

from rows import add_rows, take


def project(positions, frame, size):
    """[n, 4]: u, v in pixels, depth, 1 / depth. A frame is 13 numbers: right, up, back, eye, focal."""
    axes = frame[:9].reshape(3, 3)
    x, y, z = ((positions - frame[9:12]) @ axes.T).unbind(1)
    depth = -z
    scale = 0.5 * size * frame[12] / depth
    return torch.stack([size / 2 + scale * x, size / 2 - scale * y, depth, 1 / depth], 1)


def edge_weights(corners, x, y):
    """Twice the signed areas opposite to the corners [.., 3, ≥2] at pixel centres, and twice the triangle's."""
    u, v = corners[..., 0], corners[..., 1]
    next_u, next_v = u.roll(-1, -1), v.roll(-1, -1)
    edges = (v - next_v) * x[..., None] + (next_u - u) * y[..., None] + (u * next_v - v * next_u)
    area = (u[..., 1] - u[..., 0]) * (v[..., 2] - v[..., 0]) - (v[..., 1] - v[..., 0]) * (u[..., 2] - u[..., 0])
    return edges.roll(-1, -1), area


@torch.no_grad()
def rasterise(screen, triangles, size, cutout=None):
    """Visible triangle [size, size] or −1, barycentrics [size, size, 3], 1 / depth [size, size]; back faces left out.

    `cutout`: triangles from `from` on are cards, seen from both sides where alpha [height, width] at their uvs [V, 2] allows it.
    PyTorch has no rasteriser. This one lists every (triangle, pixel of its bounding box) pair and keeps the nearest.
    """
    corners = screen[triangles]
    u, v = corners[..., 0], corners[..., 1]
    area = (u[:, 1] - u[:, 0]) * (v[:, 2] - v[:, 0]) - (v[:, 1] - v[:, 0]) * (u[:, 2] - u[:, 0])
    first = lambda t: (t.amin(1) - 0.5).ceil().clamp(min=0).long()
    last = lambda t: (t.amax(1) - 0.5).floor().clamp(max=size - 1).long()
    left, top = first(u), first(v)
    width, height = (last(u) - left + 1).clamp(min=0), (last(v) - top + 1).clamp(min=0)
    shown = area < 0
    if cutout:
        shown[cutout["from"] :] |= area[cutout["from"] :] > 0
    counts = torch.where(shown, width * height, 0)
    owner = torch.repeat_interleave(counts)
    place = torch.arange(len(owner)) - (counts.cumsum(0) - counts)[owner]
    x = left[owner] + place % width[owner]
    y = top[owner] + place // width[owner]
    weights, _ = edge_weights(corners[owner], x + 0.5, y + 0.5)
    hit = (weights * area[owner].sign()[:, None] >= 0).all(1)
    owner, pixel, weights = owner[hit], (y * size + x)[hit], weights[hit]
    scaled = weights / area[owner][:, None] * corners[owner][..., 3]
    near = scaled.sum(1)
    if cutout:
        kept = keeps(cutout, triangles, owner, scaled / near[:, None])
        owner, pixel, scaled, near = owner[kept], pixel[kept], scaled[kept], near[kept]
    inverse_depth = torch.zeros(size * size).scatter_reduce(0, pixel, near, "amax")
    nearest = near == inverse_depth[pixel]
    pixel, owner, scaled, near = pixel[nearest], owner[nearest], scaled[nearest], near[nearest]
    visible = torch.full((size * size,), len(triangles)).scatter_reduce(0, pixel, owner, "amin")
    barycentrics = torch.zeros(size * size, 3)
    won = owner == visible[pixel]
    barycentrics[pixel[won]] = scaled[won] / near[won][:, None]
    visible[visible == len(triangles)] = -1
    return visible.reshape(size, size), barycentrics.reshape(size, size, 3), inverse_depth.reshape(size, size)


def keeps(cutout, triangles, owner, barycentrics):
    """Whether points of triangles are seen: the nearest texel's alpha reaches the cutoff, or the triangle is no card."""
    kept = owner < cutout["from"]
    cards = (~kept).nonzero()[:, 0]
    at = (barycentrics[cards][..., None] * cutout["uvs"][triangles[owner[cards]]]).sum(1)
    height, width = cutout["alpha"].shape
    column = (at[:, 0] * width).long().clamp(0, width - 1)
    row = (at[:, 1] * height).long().clamp(0, height - 1)
    kept[cards] = cutout["alpha"][row, column] >= cutout["cutoff"]
    return kept


def barycentrics_of(visible, screen, triangles):
    """Barycentrics [pixels, 3] of the covered pixels, with a gradient to screen."""
    size = visible.shape[0]
    pixel = (visible.flatten() >= 0).nonzero()[:, 0]
    corners = take(screen, triangles[visible.flatten()[pixel]])
    weights, area = edge_weights(corners, pixel % size + 0.5, pixel // size + 0.5)
    scaled = weights / area[:, None] * corners[..., 3]
    return scaled / scaled.sum(1, keepdim=True)


def interpolate(visible, barycentrics, triangles, attributes):
    """[size, size, channels], 0 where nothing is visible."""
    size, channels = visible.shape[0], attributes.shape[1]
    pixel = (visible.flatten() >= 0).nonzero()[:, 0]
    corners = take(attributes, triangles[visible.flatten()[pixel]])
    values = (barycentrics.reshape(-1, 3)[pixel][..., None] * corners).sum(1)
    return torch.zeros(size * size, channels).index_copy(0, pixel, values).reshape(size, size, channels)


def shade_normals(visible, barycentrics, triangles, normals, frame):
    """Camera-space unit normals as n·0.5 + 0.5 on grey."""
    size = visible.shape[0]
    pixel = (visible.flatten() >= 0).nonzero()[:, 0]
    corners = take(normals, triangles[visible.flatten()[pixel]])
    smooth = F.normalize((barycentrics.reshape(-1, 3)[pixel][..., None] * corners).sum(1), dim=1, eps=1e-6)
    values = 0.5 + 0.5 * smooth @ frame[:9].reshape(3, 3).T
    return torch.full((size * size, 3), 0.5).index_copy(0, pixel, values).reshape(size, size, 3)


def vertex_normals(positions, triangles):
    a, b, c = take(positions, triangles).unbind(1)
    faces = torch.linalg.cross(b - a, c - a)
    sums = add_rows(len(positions), triangles.flatten(), faces.repeat_interleave(3, 0))
    return F.normalize(sums, dim=1)


def normal_consistency(normals, triangles):
    """Mean over edges of 1 − n_a·n_b. A closed mesh meets every edge twice: no list of unique edges is needed."""
    corners = take(normals, triangles)
    return 1 - (corners * corners.roll(-1, 1)).sum(2).mean()


def laplacian(positions, triangles):
    """Mean over vertices of ‖Σ (p − neighbour)‖."""
    corners = take(positions, triangles)
    differences = (corners - corners.roll(-1, 1)).reshape(-1, 3)
    return add_rows(len(positions), triangles.flatten(), differences).norm(dim=1).mean()


def silhouette_edges(screen, triangles):
    """[F, 3] bool: edges of front faces with a back face, or nothing, behind them."""
    u, v = screen[triangles][..., :2].detach().unbind(2)
    front = (u[:, 1] - u[:, 0]) * (v[:, 2] - v[:, 0]) - (v[:, 1] - v[:, 0]) * (u[:, 2] - u[:, 0]) < 0
    a, b = triangles, triangles.roll(-1, 1)
    count = len(screen)
    keys, order = (b * count + a).flatten().sort()
    found = torch.searchsorted(keys, (a * count + b).flatten()).clamp(max=len(keys) - 1)
    other = torch.where(keys[found] == (a * count + b).flatten(), front[order[found] // 3], False)
    return front[:, None] & ~other.reshape(-1, 3)


def antialias(image, visible, inverse_depth, screen, triangles):
    """Blends across silhouettes between neighbouring pixels (Laine et al. 2020): edges of the nearer pixel's triangle only.

    The engine also finds the edges of triangles that cover no pixel centre; that takes a walk, which tensors cannot do.
    """
    size, channels = image.shape[0], image.shape[2]
    outline = silhouette_edges(screen, triangles)
    ids, depth, colors = visible.flatten(), inverse_depth.flatten(), image.reshape(-1, channels)
    output = colors
    grid = torch.arange(size * size).reshape(size, size)
    for along, (first, second) in enumerate([(grid[:, :-1], grid[:, 1:]), (grid[:-1], grid[1:])]):
        first, second = first.flatten(), second.flatten()
        differ = ids[first] != ids[second]
        first, second = first[differ], second[differ]
        swap = depth[second] > depth[first]
        near, far = torch.where(swap, second, first), torch.where(swap, first, second)
        way = torch.where(swap, -1.0, 1.0)
        owner = ids[near]
        corners = take(screen, triangles[owner])
        line = (near // size if along == 0 else near % size) + 0.5
        centre = (near % size if along == 0 else near // size) + 0.5
        p, q = corners, corners.roll(-1, 1)
        across = 1 - along
        pa, qa = p[..., across] - line[:, None], q[..., across] - line[:, None]
        hit = outline[owner] & ((pa < 0) != (qa < 0))
        pair, edge = hit.nonzero().unbind(1)
        pa, qa = pa[pair, edge], qa[pair, edge]
        w = pa / (pa - qa)
        at = p[pair, edge, along] + w * (q[pair, edge, along] - p[pair, edge, along])
        distance = way[pair] * (at - centre[pair])
        close = (distance.detach() >= 0) & (distance.detach() <= 1)
        pair, share = pair[close], (distance[close] - 0.5)[:, None]
        change = share * (colors[near[pair]] - colors[far[pair]])
        output = output.index_add(0, torch.where(share[:, 0] > 0, far[pair], near[pair]), change)
    return output.reshape(size, size, channels)


def downsample(image):
    return F.avg_pool2d(image.permute(2, 0, 1)[None], 2)[0].permute(1, 2, 0)
