"""Muon on matrices and kernels, AdamW on the rest (Jordan et al. 2024; updates scaled to AdamW's as in Liu et al. 2025)."""

import torch


@torch.no_grad()
def orthogonal(m, steps=5):
    """Nearest semi-orthogonal matrices of (N,r,c), roughly: singular values become 0.7 to 1.2 by a quintic Newton–Schulz iteration."""
    x = m.bfloat16()
    turned = x.shape[1] > x.shape[2]
    x = x.mT if turned else x
    x = x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (2.0315 * (a @ a) - 4.7750 * a) @ x
    return (x.mT if turned else x).float()


class Muon(torch.optim.Optimizer):
    """Momentum, made orthogonal; parameters of one shape are updated together."""

    def __init__(self, parameters, lr, momentum=0.95, weight_decay=1e-3):
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                if p.grad is not None:
                    shapes.setdefault(p.shape, []).append(p)
            for params in shapes.values():
                self.step_alike(params, group)

    def step_alike(self, params, group):
        means, grads = [self.state[p].setdefault("mean", torch.zeros_like(p)) for p in params], [p.grad for p in params]
        torch._foreach_lerp_(means, grads, 1 - group["momentum"])
        ahead = torch._foreach_lerp(grads, means, group["momentum"])
        flat = torch.stack([m.flatten(1) for m in ahead])
        scale = 0.2 * max(flat.shape[1:]) ** 0.5
        torch._foreach_mul_(params, 1 - group["lr"] * group["weight_decay"])
        for p, change in zip(params, orthogonal(flat), strict=True):
            p.sub_(change.view(p.shape), alpha=group["lr"] * scale)


def optimisers(model, rate):
    """[Muon, AdamW] over a network: the ends, embeddings, norms and biases are AdamW's."""
    ends = ("conv_in", "conv_out", "time_embedding", "class_embedding", "controlnet_")
    matrices, rest = [], []
    for name, p in model.named_parameters():
        if p.requires_grad:
            inner = p.ndim >= 2 and not any(part.startswith(ends) for part in name.split("."))
            (matrices if inner else rest).append(p)
    return [Muon(matrices, rate), torch.optim.AdamW(rest, rate, weight_decay=1e-3, betas=(0.9, 0.99), fused=True)]
