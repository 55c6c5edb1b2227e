"""PyTorch equals of the engine's kernels, by the names of `test/tools/bench/kernels.ts`, on the same inputs."""

import torch

import field as fields
import grid
import render


def kernel_twins(arrays, sizes):
    """Functions by name. Each returns its results by name, to be compared with the engine's; {} where there is none."""
    return {**field_twins(arrays, sizes), **grid_twins(arrays, sizes), **render_twins(arrays, sizes)}


def gradients(outputs, inputs, direction):
    """A backward pass alone: the graph is built once, outside the clock."""
    return torch.autograd.grad(outputs, inputs, direction, retain_graph=True)


def field_twins(arrays, sizes):
    positions = arrays["positions"].reshape(-1, 3)
    table, network = arrays["table"], arrays["network"]
    field = fields.Field(sizes["levels"], table, network, sizes["hidden"], 1)
    encoding = fields.encode(field.levels, positions, field.table)
    direction = torch.full_like(encoding, 1e-3)
    x = encoding.detach().clone().requires_grad_()
    output = torch.full((len(positions), 1), 1e-3)
    trained = fields.Field(sizes["levels"], table, network, sizes["hidden"], 1)
    everything = torch.cat([table, network]).clone().requires_grad_()
    optimiser = fields.adamw([everything])
    everything.grad = torch.full_like(everything, 1e-3)

    @torch.no_grad()
    def hash_forward():
        return {"encoding": fields.encode(field.levels, positions, field.table)}

    def hash_backward():
        return {"table": gradients(encoding, field.table, direction)[0]}

    @torch.no_grad()
    def mlp_forward():
        return {"outputs": field.mlp(x)}

    def mlp_both():
        return {"encoding": torch.autograd.grad(field.mlp(x), [x, *field.layers], output)[0]}

    def adamw():
        optimiser.step()
        optimiser.zero_grad(set_to_none=False)
        return {}

    def whole():
        trained(positions).backward(output)
        trained.step()
        return {}

    return {
        "hash grid forward": hash_forward,
        "hash grid backward": hash_backward,
        "MLP forward": mlp_forward,
        "MLP forward + backward": mlp_both,
        "AdamW, all parameters": adamw,
        "field: forward, backward, AdamW": whole,
    }


def grid_twins(arrays, sizes):
    side, sdf = sizes["side"], arrays["sdf"]
    cells, members = arrays["cells"].long(), arrays["band"].long()
    tets = grid.tetrahedra(cells, side)
    points = grid.grid_points(torch.arange(side**3), side)
    raw = torch.zeros(len(members), 3, requires_grad=True)
    values = sdf[members].clone().requires_grad_()
    half = 1 / (side - 1)
    placed = points.index_add(0, members, half * torch.tanh(raw))
    _, _, edges = grid.march(tets, sdf, points)
    surface = grid.place(sdf.index_copy(0, members, values), placed, *edges.unbind(1))
    offsets = torch.zeros(side**3, 3)

    def band():
        vertices, _, _, found = grid.band(sdf, side, 3)
        return {"band": vertices, "cells": found}

    def band_offsets():
        offsets[members] = half * torch.tanh(raw.detach())
        return {}

    def march():
        positions, triangles, _ = grid.march(tets, sdf, points)
        return {"extent": positions.abs().mean(0), "counts": torch.tensor([len(positions), len(triangles)])}

    def march_backward():
        d_sdf, d_offsets = gradients(surface, [values, raw], torch.ones_like(surface))
        return {"sdf": d_sdf, "offsets": d_offsets}

    return {
        "band rebuild": band,
        "band offsets (tanh)": band_offsets,
        "march": march,
        "march backward": march_backward,
    }


def render_twins(arrays, sizes):
    size, frame = sizes["image"], arrays["frame"]
    leaf = lambda tensor: tensor.detach().clone().requires_grad_()
    positions = leaf(arrays["surface"].reshape(-1, 3))
    triangles = arrays["triangles"].long().reshape(-1, 3)
    screen = render.project(positions, frame, size)
    visible, barycentrics, inverse_depth = render.rasterise(screen.detach(), triangles, size)
    normals = render.vertex_normals(positions, triangles)
    flat, flat_screen, flat_bary = leaf(normals), leaf(screen), leaf(barycentrics)
    refined = render.barycentrics_of(visible, flat_screen, triangles)
    interpolated = render.interpolate(visible, flat_bary, triangles, positions)
    shaded = render.shade_normals(visible, flat_bary, triangles, flat, frame)
    image = leaf(shaded)
    smooth = render.antialias(image, visible, inverse_depth, flat_screen, triangles)
    small = render.downsample(image)
    ones = torch.ones_like
    on_screen = torch.zeros_like(screen)
    on_screen[:, :2] = 1
    quiet = torch.no_grad()

    def both(loss, inputs):
        return gradients(loss, inputs, None)[0]

    return {
        "project": quiet(lambda: {"screen": render.project(positions, frame, size)}),
        "project backward": lambda: {"positions": gradients(screen, positions, on_screen)[0]},
        "rasterise": lambda: {"triangles": render.rasterise(screen.detach(), triangles, size)[0]},
        "rasterise backward": lambda: gradients(refined, flat_screen, ones(refined)) and {},
        "interpolate": quiet(lambda: {"image": render.interpolate(visible, barycentrics, triangles, positions)}),
        "interpolate backward": lambda: {
            "positions": gradients(interpolated, [positions, flat_bary], ones(interpolated))[0]
        },
        "normal map": quiet(lambda: {"image": render.shade_normals(visible, barycentrics, triangles, flat, frame)}),
        "normal map backward": lambda: {"normals": gradients(shaded, [flat, flat_bary], ones(shaded))[0]},
        "antialias": quiet(lambda: render.antialias(image, visible, inverse_depth, screen, triangles) is None or {}),
        "antialias backward": lambda: gradients(smooth, [image, flat_screen], ones(smooth)) and {},
        "vertex normals": quiet(lambda: {"normals": render.vertex_normals(positions, triangles)}),
        "vertex normals backward": lambda: {"positions": gradients(normals, positions, ones(normals))[0]},
        "normal consistency": lambda: {"normals": both(render.normal_consistency(flat, triangles), flat)},
        "laplacian": lambda: {"positions": both(render.laplacian(positions, triangles), positions)},
        "downsample": quiet(lambda: {"image": render.downsample(image)}),
        "downsample backward": lambda: {"image": gradients(small, image, ones(small))[0]},
    }
