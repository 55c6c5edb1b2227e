"""Trains the classifier that `npm run quality` asks about heads, on built heads as it draws them and on renders of another generator.

Draw heads first, with seeds of their own for learning and for the ceiling, and render a shard that no pack was trained on:

    node test/tools/quality/draw-heads.ts out/views --seed 611 --count 2700
    node test/tools/quality/draw-heads.ts out/views --seed 883 --count 240
    python assets/starter/training/render_dataset.py --mpfb M --data D --out held --seed 91 --identities 1000
    python test/tools/quality/train_classifier.py --views out/views --seed 611 --ceiling 883 --held held --held-seed 91

Goes on from the weights that there are. Writes classifier.safetensors (float16) and classifier.json: classes, and accuracy on
identities that were not learnt from: the ceiling of what a head can score, and that on the renders.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn

from labels import ATTRIBUTES, FACE_VISIBLE, FACIAL, labels

HERE = Path(__file__).parent
SIZE, VIEWS, FULL = 96, 18, 8  # input pixels; views of an identity in a shard, the first of which show the whole head
CHANNELS = (24, 48, 96, 128)
ROWS = SIZE // 3 // 2 ** (len(CHANNELS) - 1)  # of the last picture of features


class Net(nn.Module):
    """Four strided convolutions, mean over each row (what grows below a mouth is a beard), one linear layer for all attributes."""

    def __init__(self):
        super().__init__()
        layers, last = [], 3
        for i, c in enumerate(CHANNELS):
            kernel, stride = (5, 3) if i == 0 else (3, 2)
            layers.append(nn.Sequential(nn.Conv2d(last, c, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(c), nn.ReLU()))
            last = c
        self.convs = nn.ModuleList(layers)
        self.head = nn.Linear(last * ROWS, sum(len(c) for c in ATTRIBUTES.values()))

    def forward(self, x):
        for layer in self.convs:
            x = layer(x)
        return self.head(F.dropout(x.mean(3).flatten(1), 0.2, self.training))


def shard(folder, seed, identities):
    """Of the rendered identities that `identities` picks by their number: pictures of whole heads (N,128,128,3) uint8,
    class ids (N, attributes) with −1 for unknown, and the identity of each picture.
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
    return color[index], ids, np.array(index) // VIEWS


def drawn(folder, seed):
    """Heads of draw-heads.ts, all pieces of a seed, as `shard` gives renders."""
    color, ids, identity = [], [], []
    for file in sorted(Path(folder).glob(f"views_{seed}_*.json")):
        color.append(np.load(file.with_suffix(".npy")))
        for head in json.loads(file.read_text()):
            person = identity[-1] + 1 if identity else 0
            for azimuth in head["azimuths"]:
                known = {k: v for k, v in head["labels"].items() if k not in FACIAL or abs(azimuth) <= FACE_VISIBLE}
                ids.append([classes.index(known[k]) if k in known else -1 for k, classes in ATTRIBUTES.items()])
                identity.append(person)
    return np.concatenate(color), np.array(ids), np.array(identity)


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


def balance(bias, scores, ids, identity):
    """Shifts `bias` of yes-or-no attributes in place to where most heads that were learnt from are told right: views were
    learnt one by one, heads are told by the mean of theirs. `scores`: log-probabilities by attribute."""
    at = 0
    for a, classes in enumerate(ATTRIBUTES.values()):
        if sorted(classes) == ["no", "yes"]:
            yes, no = classes.index("yes"), classes.index("no")
            rows = [(identity == person) & (ids[:, a] >= 0) for person in np.unique(identity)]
            heads = [(float((scores[a][r, yes] - scores[a][r, no]).mean()), ids[r, a][0] == yes) for r in rows if r.any()]
            margin, truth = (np.array(v) for v in zip(*heads, strict=True))
            right = lambda shift: ((margin + shift > 0) == truth).mean()  # noqa: E731
            bias[at + yes] += max(np.arange(0, 1.6, 0.1), key=right)
        at += len(classes)


@torch.no_grad()
def unfolded(net, tensors, x):
    """Starts a net from stored weights. Its normalisations give back what they take away from the pictures `x`: the net begins as what was stored."""
    for i, (conv, norm, relu) in enumerate(net.convs):
        conv.weight.data.copy_(tensors[f"convs.{i}.weight"].float())
        y = conv(x)
        norm.running_var, norm.running_mean = torch.var_mean(y, (0, 2, 3), correction=0)
        norm.weight.data.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.data.copy_(tensors[f"convs.{i}.bias"].float() + norm.running_mean)
        x = relu(y + tensors[f"convs.{i}.bias"].float()[:, None, None])
    net.head.weight.data.copy_(tensors["head.weight"].float())
    net.head.bias.data.copy_(tensors["head.bias"].float())


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
    return F.linear(x.mean(3).flatten(1), tensors["head.weight"].float(), tensors["head.bias"].float())


def check(tensors):
    """Logits of a picture of waves by the stored weights: what the engine's own graph of them must give."""
    x = (0.5 + 0.5 * torch.sin(0.01 * torch.arange(3 * SIZE * SIZE, dtype=torch.float64))).float().reshape(1, 3, SIZE, SIZE)
    return [round(float(v), 6) for v in folded_logits(tensors, x)[0]]


def main():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--views", required=True, help="folder of the drawn heads")
    a.add_argument("--seed", type=int, default=611, help="of the heads that are learnt from")
    a.add_argument("--ceiling", type=int, default=883, help="seed of the heads that give the ceiling")
    a.add_argument("--held", required=True, help="folder of the rendered shard")
    a.add_argument("--held-seed", type=int, default=91)
    a.add_argument("--test", type=float, default=0.1, help="share of the shard, at its end, that is not learnt from")
    a.add_argument("--share", type=float, default=0.3, help="of the shard in what is learnt from")
    a.add_argument("--epochs", type=int, default=8, help="times that each drawn view is seen")
    a.add_argument("--rate", type=float, default=1e-3, help="highest learning rate")
    a.add_argument("--threads", type=int, default=1)
    args = a.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(0)
    split = lambda n: n - round(args.test * n)  # noqa: E731
    learn, other = drawn(args.views, args.seed), shard(args.held, args.held_seed, lambda n: range(split(n)))
    x = torch.cat([tensor_of(pictures) for pictures, *_ in (learn, other)])
    y = torch.from_numpy(np.concatenate([learn[1], other[1]]))
    own = len(learn[0])
    # Rare classes count for more: the square root of their rarity.
    weights = []
    for k, classes in enumerate(ATTRIBUTES.values()):
        count = torch.bincount(y[:, k][y[:, k] >= 0], minlength=len(classes)).float() + 1
        weights.append((count.mean() / count).sqrt())
    net = Net().to(memory_format=torch.channels_last)
    unfolded(net, load_file(HERE / "classifier.safetensors"), x[torch.randperm(len(x), generator=generator)[:512]])
    fresh = round(64 * (1 - args.share))
    steps = args.epochs * (own // fresh)
    optimiser = torch.optim.AdamW(net.parameters(), args.rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps)
    began = time.time()
    for step in range(steps):
        net.train()
        pick = torch.cat(
            [torch.randint(own, (fresh,), generator=generator), torch.randint(own, len(x), (64 - fresh,), generator=generator)]
        )
        parts = log_probabilities(net(augment(x[pick], generator)))
        losses = [F.nll_loss(p, y[pick, k], w, ignore_index=-1) for k, (p, w) in enumerate(zip(parts, weights, strict=True))]
        loss = torch.stack([v for v in losses if torch.isfinite(v)]).sum()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(step, steps, f"{loss.item():.3f}", f"{time.time() - began:.0f} s", flush=True)
    net.eval()
    with torch.no_grad():
        scores = log_probabilities(torch.cat([net(tensor_of(learn[0][i : i + 256])) for i in range(0, own, 256)]))
    balance(net.head.bias.data, scores, learn[1], learn[2])
    test, old = drawn(args.views, args.ceiling), shard(args.held, args.held_seed, lambda n: range(split(n), n))
    ceiling, renders = (evaluate(net, tensor_of(pictures), ids, identity) for pictures, ids, identity in (test, old))
    print(json.dumps({"ceiling": ceiling, "renders": renders}, indent=1))
    tensors = folded(net)
    save_file(tensors, HERE / "classifier.safetensors")
    people = lambda *parts: sum(len(np.unique(identity)) for _, _, identity in parts)  # noqa: E731
    summary = {
        "check": check(tensors), "size": SIZE, "channels": CHANNELS, "attributes": ATTRIBUTES, "facial": FACIAL, "faceVisible": FACE_VISIBLE,
        "ceiling": ceiling, "renders": renders,
        "identities": {"drawn": people(learn), "rendered": people(other), "test": people(test)},
    }  # fmt: skip
    (HERE / "classifier.json").write_text(json.dumps(summary, indent=1) + "\n")


if __name__ == "__main__":
    main()
