"""One SSD step of each stage in PyTorch: same field, same surface, same networks, autograd from the latents to the tables."""

import time

import torch

import field as fields
import grid
import render


class Clock:
    """Milliseconds by part of a step."""

    def __init__(self):
        self.parts = {}

    def __call__(self, name, work):
        begin = time.perf_counter()
        result = work()
        self.parts[name] = self.parts.get(name, 0) + (time.perf_counter() - begin) * 1e3
        return result


def distil(pack, arrays, step, image, clock):
    """Gradient of the SSD loss with respect to image [size, size, 3] in [0, 1]."""
    pixels = (image.detach().permute(2, 0, 1)[None] * 2 - 1).requires_grad_()
    latent = clock("encode", lambda: pack.encode(pixels))
    bar, t = step["alphaBar"], torch.tensor([step["timestep"]])
    # The engine draws its own noise; equal noise here makes the results comparable, drawing it again keeps the cost.
    torch.randn_like(latent)
    noise = arrays["noise"].reshape(latent.shape)
    noisy = bar**0.5 * latent.detach() + (1 - bar) ** 0.5 * noise
    hidden = arrays["hidden"].reshape(step["texts"], -1, pack.unet.config.cross_attention_dim)
    pooled = arrays["pooled"].reshape(step["texts"], -1) if len(arrays["pooled"]) else None
    condition = arrays["condition"].reshape(pixels.shape)
    with torch.no_grad():
        output = clock("predict", lambda: pack.predict(noisy, t, hidden, pooled, condition))
        scores = bar**0.5 * output + (1 - bar) ** 0.5 * noisy if step["prediction"] == "v_prediction" else output
        target, negative, own = scores.split(1) if step["texts"] == 3 else (*scores.split(1), scores[:1])
        guided = negative + step["cfg"] * (target - negative)
        d_latent = (1 - bar) * (guided - ((1 - step["anchor"]) * own + step["anchor"] * noise))
    gradient = clock("encoder VJP", lambda: torch.autograd.grad(latent, pixels, d_latent)[0])
    return 2 * gradient[0].permute(1, 2, 0)


def planes(image):
    return image.detach().permute(2, 0, 1)


class GeometryStep:
    def __init__(self, pack, arrays, setup):
        self.pack, self.arrays, self.setup = pack, arrays, setup
        self.side = setup["side"]
        self.members = arrays["band"].long()
        self.positions = arrays["bandPositions"].reshape(-1, 3)
        self.template = arrays["template"]
        self.points = grid.grid_points(torch.arange(self.side**3), self.side)
        self.tets = grid.tetrahedra(arrays["cells"].long(), self.side)
        self.field = fields.Field(setup["levels"], arrays["table"], arrays["network"], setup["hidden"], 4)

    def __call__(self, step, arrays):
        clock, setup, frame = Clock(), self.setup, arrays["frame"]
        outputs = clock("field", lambda: self.field(self.positions))
        surface, triangles = clock("march", lambda: self.march(outputs))
        size = setup["renderSize"]
        screen = clock("render", lambda: render.project(surface, frame, size))
        raster = clock("rasterise", lambda: render.rasterise(screen.detach(), triangles, size))
        image, normals = clock("render", lambda: self.shade(surface, triangles, screen, raster, frame))
        d_image = distil(self.pack, arrays, step, image, clock)
        smooth = clock("losses", lambda: self.smoothness(surface, triangles, normals, step))
        clock("backward", lambda: torch.autograd.backward([image, smooth], [d_image, None]))
        clock("AdamW", self.field.step)
        return clock.parts, {"image": planes(image) * 2 - 1, "gradient": planes(d_image)}

    def march(self, outputs):
        setup, members = self.setup, self.members
        values = self.template[members] + setup["range"] * torch.tanh(outputs[:, 0])
        sdf = self.template.index_copy(0, members, values)
        placed = self.points.index_add(0, members, torch.tanh(outputs[:, 1:]) / (self.side - 1))
        positions, triangles, _ = grid.march(self.tets, sdf, placed)
        return positions, triangles

    def shade(self, surface, triangles, screen, raster, frame):
        visible, barycentrics, inverse_depth = raster
        normals = render.vertex_normals(surface, triangles)
        image = render.shade_normals(visible, barycentrics, triangles, normals, frame)
        image = render.antialias(image, visible, inverse_depth, screen, triangles)
        return (render.downsample(image) if self.setup["supersample"] == 2 else image), normals

    def smoothness(self, surface, triangles, normals, step):
        consistency = step["normalConsistency"] * render.normal_consistency(normals, triangles)
        return consistency + self.setup["laplacian"] * render.laplacian(surface, triangles)


class TextureStep:
    def __init__(self, pack, arrays, setup):
        self.pack, self.setup = pack, setup
        self.positions = arrays["surface"].reshape(-1, 3)
        self.triangles = arrays["triangles"].long().reshape(-1, 3)
        self.field = fields.Field(setup["levels"], arrays["table"], arrays["network"], setup["hidden"], 3)
        self.background = torch.tensor(setup["background"])

    def __call__(self, step, arrays):
        clock, size, frame = Clock(), self.setup["renderSize"], arrays["frame"]
        screen = clock("render", lambda: render.project(self.positions, frame, size))
        raster = clock("rasterise", lambda: render.rasterise(screen, self.triangles, size))
        pixel, points = clock("render", lambda: self.visible_points(raster))
        colors = clock("field", lambda: torch.sigmoid(self.field(points)))
        image = clock("render", lambda: self.compose(pixel, colors, size))
        d_image = distil(self.pack, arrays, step, image, clock)
        clock("backward", lambda: image.backward(d_image))
        clock("AdamW", self.field.step)
        return clock.parts, {"image": planes(image) * 2 - 1, "gradient": planes(d_image)}

    def visible_points(self, raster):
        visible, barycentrics, _ = raster
        pixel = (visible.flatten() >= 0).nonzero()[:, 0]
        corners = self.positions[self.triangles[visible.flatten()[pixel]]]
        return pixel, (barycentrics.reshape(-1, 3)[pixel][..., None] * corners).sum(1)

    def compose(self, pixel, colors, size):
        full = self.background.expand(size * size, 3).index_copy(0, pixel, colors).reshape(size, size, 3)
        return render.downsample(full) if self.setup["supersample"] == 2 else full


def network_twins(pack, texts):
    """The network's evaluations alone, on random inputs of the right shapes."""
    size, pixels = pack.size, pack.size * pack.factor
    latent = torch.randn(1, pack.unet.config.in_channels, size, size)
    condition = torch.rand(1, 3, pixels, pixels)
    image = torch.rand(1, 3, pixels, pixels) * 2 - 1
    hidden = torch.randn(3, texts["length"], texts["width"])
    pooled = torch.randn(3, texts["pooled"]) if texts["pooled"] else None
    t = torch.tensor([400])
    quiet = torch.no_grad()

    def evaluate(call, batch):
        return quiet(lambda: call(latent, t, hidden[:batch], pooled[:batch] if pooled is not None else None, condition))

    def encode_and_back():
        leaf = image.clone().requires_grad_()
        return torch.autograd.grad(pack.encode(leaf), leaf, latent)

    shared = {
        "predict, 2 texts, shared": evaluate(pack.predict_shared, 2),
        "predict, 3 texts, shared": evaluate(pack.predict_shared, 3),
    }
    return {
        "predict, 2 texts": evaluate(pack.predict, 2),
        "predict, 3 texts": evaluate(pack.predict, 3),
        **({} if pack.control_attends else shared),
        "encode": quiet(lambda: pack.encode(image)),
        "encode + VJP": encode_and_back,
        "decode": quiet(lambda: pack.decode(latent)),
    }
