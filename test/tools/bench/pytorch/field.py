"""The neural field in PyTorch: multiresolution hash grid, one hidden ReLU layer, AdamW."""

import torch
import torch.nn.functional as F

from rows import add_rows

PRIMES = (1, -1640531535, 805459861)  # 1, 2654435761 and 805459861 as 32-bit integers


def corners(level, positions):
    """Entries [N, 8] and trilinear weights [N, 8] of the corners around points [N, 3] of the cube [-1, 1]³."""
    at = (positions + 1) * (level["scale"] / 2) + 0.5
    base = at.int().clamp_(0, level["resolution"] - 2)
    fraction = at - base
    weights = torch.stack([1 - fraction, fraction], 2)
    points = torch.stack([base, base + 1], 2)
    if level["mask"]:
        x, y, z = (points * torch.tensor(PRIMES, dtype=torch.int32)[:, None]).unbind(1)
        entries = (x[:, None, None, :] ^ (y[:, None, :] ^ z[:, :, None])[..., None]) & level["mask"]
    else:
        side = level["resolution"]
        x, y, z = (points * torch.tensor([1, side, side * side], dtype=torch.int32)[:, None]).unbind(1)
        entries = x[:, None, None, :] + (y[:, None, :] + z[:, :, None])[..., None]
    x, y, z = weights.unbind(1)
    weights = x[:, None, None, :] * (y[:, None, :] * z[:, :, None])[..., None]
    return entries.reshape(-1, 8), weights.reshape(-1, 8)


class Gather(torch.autograd.Function):
    """Weighted sums of table rows, by the quickest operations PyTorch has on a CPU."""

    @staticmethod
    def forward(context, table, entries, weights):
        context.save_for_backward(entries, weights)
        context.rows = len(table)
        return F.embedding_bag(entries, table, per_sample_weights=weights, mode="sum")

    @staticmethod
    def backward(context, direction):
        entries, weights = context.saved_tensors
        rows = (weights[..., None] * direction[:, None]).reshape(-1, direction.shape[1])
        return add_rows(context.rows, entries.flatten(), rows), None, None


def encode(levels, positions, table):
    """Features [N, 2·levels]."""
    parts = table.split([level["entries"] for level in levels])
    return torch.cat([Gather.apply(part, *corners(level, positions)) for part, level in zip(parts, levels)], 1)


class Field:
    """Parameters as the engine lays them out: table [entries, 2]; weights1, bias1, weights2, bias2 one after the other."""

    def __init__(self, levels, table, network, hidden, outputs):
        inputs = 2 * len(levels)
        sizes = [hidden * inputs, hidden, outputs * hidden, outputs]
        weights1, bias1, weights2, bias2 = network.split(sizes)
        self.levels = levels
        self.table = table.reshape(-1, 2).clone().requires_grad_()
        layers = [weights1.reshape(hidden, inputs), bias1, weights2.reshape(outputs, hidden), bias2]
        self.layers = [layer.clone().requires_grad_() for layer in layers]
        self.optimiser = adamw([{"params": [self.table], "lr": 1e-2}, {"params": self.layers, "lr": 1e-3}])

    def mlp(self, x):
        weights1, bias1, weights2, bias2 = self.layers
        return F.linear(F.relu(F.linear(x, weights1, bias1)), weights2, bias2)

    def __call__(self, positions):
        return self.mlp(encode(self.levels, positions, self.table))

    def step(self):
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=False)


def adamw(parameters):
    return torch.optim.AdamW(parameters, betas=(0.9, 0.99), eps=1e-15, weight_decay=0.0, fused=True)
