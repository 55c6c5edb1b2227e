"""Trains the classifier that `npm run quality` asks about heads, on renders that the starter pack was not trained on.

Render a shard first, with a seed that no pack was trained on:

    python assets/starter/training/render_dataset.py --mpfb M --data D --out held --seed 91 --identities 1000
    python test/tools/quality/train_classifier.py --held held --seed 91

Writes classifier.safetensors (float16) and classifier.json: classes, accuracy on the identities that were not learnt from
(the ceiling of what a head can score), and the mean chroma of the renders that fit each prompt.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

from labels import ATTRIBUTES, FACE_VISIBLE, FACIAL, labels

HERE = Path(__file__).parent
SIZE, VIEWS, FULL = 96, 18, 8  # input pixels; views of an identity in a shard, the first of which show the whole head
CHANNELS = (24, 48, 96, 128)
BACKGROUND = np.array([148, 120, 105])


class Net(nn.Module):
    """Four strided convolutions, mean over the picture, one linear layer for all attributes."""

    def __init__(self):
        super().__init__()
        layers, last = [], 3
        for i, c in enumerate(CHANNELS):
            kernel, stride = (5, 3) if i == 0 else (3, 2)
            layers.append(nn.Sequential(nn.Conv2d(last, c, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(c), nn.ReLU()))
            last = c
        self.convs = nn.ModuleList(layers)
        self.head = nn.Linear(last, sum(len(c) for c in ATTRIBUTES.values()))

    def forward(self, x):
        for layer in self.convs:
            x = layer(x)
        return self.head(F.dropout(x.mean((2, 3)), 0.2, self.training))


def shard(folder, seed, identities):
    """Of the rendered identities that `identities` picks by their number: pictures of whole heads (N,128,128,3) uint8,
    class ids (N, attributes) with −1 for unknown, the identity of each picture, and all specs.
    """
    color, camera = (np.load(f"{folder}/{n}_{seed}.npy", mmap_mode="r") for n in ("color", "camera"))
    specs = json.loads(Path(f"{folder}/specs_{seed}.json").read_text())
    rendered = int((np.abs(camera).sum(1) > 0).sum()) // VIEWS
    index = [i * VIEWS + k for i in identities(rendered) for k in range(FULL)]
    ids = np.full((len(index), len(ATTRIBUTES)), -1)
    for row, j in enumerate(index):
        known = labels(specs[j // VIEWS])
        for a, (name, classes) in enumerate(ATTRIBUTES.items()):
            if name in known and (name not in FACIAL or abs(camera[j, 0]) <= FACE_VISIBLE):
                ids[row, a] = classes.index(known[name])
    return color[index], ids, np.array(index) // VIEWS, specs


def shards(folder, seeds, identities):
    """Several shards as one: identities and specs are numbered through."""
    parts, specs = [], []
    for seed in seeds:
        color, ids, identity, more = shard(folder, seed, identities)
        parts.append((color, ids, identity + len(specs)))
        specs += more
    return (*(np.concatenate(column) for column in zip(*parts, strict=True)), specs)


def augment(x, generator):
    """Shift, zoom, mirror, brightness, contrast, tint and blur: an engine's render differs from a training render."""
    n = len(x)
    rand = lambda low, high, *shape: torch.rand(*shape, generator=generator) * (high - low) + low  # noqa: E731
    zoom, flip = rand(0.8, 1.15, n), torch.where(rand(0, 1, n) < 0.5, -1.0, 1.0)
    theta = torch.zeros(n, 2, 3)
    theta[:, 0, 0], theta[:, 1, 1], theta[:, :, 2] = zoom * flip, zoom, rand(-0.1, 0.1, n, 2)
    x = F.grid_sample(x, F.affine_grid(theta, (n, 3, SIZE, SIZE), align_corners=False), padding_mode="border", align_corners=False)
    if rand(0, 1, 1) < 0.5:
        x = F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)
    mean = x.mean((1, 2, 3), keepdim=True)
    return ((x - mean) * rand(0.85, 1.15, n, 1, 1, 1) + mean) * rand(0.9, 1.1, n, 1, 1, 1) + rand(-0.03, 0.03, n, 3, 1, 1)


def log_probabilities(out):
    return [F.log_softmax(part, 1) for part in out.split([len(c) for c in ATTRIBUTES.values()], 1)]


def tensor_of(pictures):
    x = torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 255
    return F.interpolate(x, (SIZE, SIZE), mode="bilinear", antialias=True, align_corners=False)


def evaluate(net, x, ids, identity):
    """Accuracy by attribute over identities, the log-probabilities of whose views are added up; how many were asked."""
    net.eval()
    with torch.no_grad():
        parts = log_probabilities(torch.cat([net(x[i : i + 256]) for i in range(0, len(x), 256)]))
    result = {}
    for a, name in enumerate(ATTRIBUTES):
        hits = asked = 0
        for person in np.unique(identity):
            rows = (identity == person) & (ids[:, a] >= 0)
            if rows.any():
                asked += 1
                hits += int(parts[a][rows].sum(0).argmax()) == ids[rows, a][0]
        result[name] = {"accuracy": round(hits / max(1, asked), 4), "identities": asked}
    return result


def chroma(pictures):
    """Mean CIELAB chroma over the pixels that are not background."""
    rgb = pictures[(np.abs(pictures.astype(int) - BACKGROUND).sum(-1) > 12)] / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array([[0.4124564, 0.2126729, 0.0193339], [0.3575761, 0.7151522, 0.1191920], [0.1804375, 0.0721750, 0.9503041]])
    t = xyz / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return float(np.hypot(500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])).mean())


def references(shards):
    """Prompt → mean chroma of the renders that carry its labels, and of how many identities."""
    found = {}
    for prompt in json.loads((HERE / "prompts.json").read_text()):
        values = []
        for color, _, identity, specs in shards:
            for person in np.unique(identity):
                known = labels(specs[person])
                if all(known.get(k) == v for k, v in prompt["labels"].items()):
                    values.append(chroma(color[identity == person]))
        found[prompt["name"]] = {"chroma": round(float(np.mean(values)), 3) if values else None, "renders": len(values)}
    return found


def folded(net):
    """The weights with each batch normalisation folded into the convolution before it."""
    tensors = {}
    for i, (conv, norm, _) in enumerate(net.convs):
        scale = norm.weight / (norm.running_var + norm.eps).sqrt()
        tensors[f"convs.{i}.weight"] = (conv.weight * scale[:, None, None, None]).half()
        tensors[f"convs.{i}.bias"] = (norm.bias - norm.running_mean * scale).half()
    tensors["head.weight"], tensors["head.bias"] = net.head.weight.half(), net.head.bias.half()
    return {k: v.detach().contiguous() for k, v in tensors.items()}


def folded_logits(tensors, x):
    """Logits (N, all classes) of pictures (N,3,96,96) by the stored weights."""
    for i in range(len(CHANNELS)):
        weight, bias = tensors[f"convs.{i}.weight"].float(), tensors[f"convs.{i}.bias"].float()
        x = F.conv2d(x, weight, bias, 3 if i == 0 else 2, weight.shape[2] // 2).relu()
    return F.linear(x.mean((2, 3)), tensors["head.weight"].float(), tensors["head.bias"].float())


def check(tensors):
    """Logits of a picture of waves by the stored weights: what the engine's own graph of them must give."""
    x = (0.5 + 0.5 * torch.sin(0.01 * torch.arange(3 * SIZE * SIZE, dtype=torch.float64))).float().reshape(1, 3, SIZE, SIZE)
    return [round(float(v), 6) for v in folded_logits(tensors, x)[0]]


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--held", required=True, help="folder of the rendered shard")
    a.add_argument("--seed", type=int, nargs="+", default=[91], help="seeds of the shards")
    a.add_argument("--test", type=float, default=0.1, help="share of each shard, at its end, that gives the ceiling")
    a.add_argument("--epochs", type=int, default=40)
    a.add_argument("--references", action="store_true", help="the classifier stays; only the mean chroma for prompts.json is measured anew")
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    if args.references:
        summary = json.loads((HERE / "classifier.json").read_text())
        summary["references"] = references([shards(args.held, args.seed, range)])
        (HERE / "classifier.json").write_text(json.dumps(summary, indent=1) + "\n")
        return
    generator = torch.Generator().manual_seed(0)
    split = lambda n: n - round(args.test * n)  # noqa: E731
    learn = shards(args.held, args.seed, lambda n: range(split(n)))
    x, y = tensor_of(learn[0]), torch.from_numpy(learn[1])
    # Rare classes count for more: the square root of their rarity.
    weights = []
    for k, classes in enumerate(ATTRIBUTES.values()):
        count = torch.bincount(y[:, k][y[:, k] >= 0], minlength=len(classes)).float() + 1
        weights.append((count.mean() / count).sqrt())
    net = Net().to(memory_format=torch.channels_last)
    steps = args.epochs * (len(x) // 64)
    optimiser = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    began = time.time()
    for step in range(steps):
        net.train()
        pick = torch.randint(len(x), (64,), generator=generator)
        parts = log_probabilities(net(augment(x[pick], generator)))
        losses = [F.nll_loss(p, y[pick, k], w, ignore_index=-1) for k, (p, w) in enumerate(zip(parts, weights, strict=True))]
        loss = torch.stack([v for v in losses if torch.isfinite(v)]).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(step, steps, f"{loss.item():.3f}", f"{time.time() - began:.0f} s", flush=True)
    test = shards(args.held, args.seed, lambda n: range(split(n), n))
    ceiling = evaluate(net, tensor_of(test[0]), test[1], test[2])
    print(json.dumps(ceiling, indent=1))
    tensors = folded(net)
    save_file(tensors, HERE / "classifier.safetensors")
    summary = {
        "check": check(tensors), "size": SIZE, "channels": CHANNELS, "attributes": ATTRIBUTES, "facial": FACIAL, "faceVisible": FACE_VISIBLE, "ceiling": ceiling,
        "identities": {"train": len(np.unique(learn[2])), "test": len(np.unique(test[2]))}, "references": references([learn, test]),
    }  # fmt: skip
    (HERE / "classifier.json").write_text(json.dumps(summary, indent=1) + "\n")


if __name__ == "__main__":
    main()
