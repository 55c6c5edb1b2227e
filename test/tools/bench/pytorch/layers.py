"""One SSD step of each stage on a head of layers in PyTorch: offsets of the skin, then a residual of the drawn colours."""

import torch
import torch.nn.functional as F

import field as fields
import render
from rows import add_rows, take
from steps import Clock, distil, planes


def cutout_of(arrays, setup):
    alpha = arrays["alpha"].reshape(setup["alphaHeight"], -1)
    return {"from": setup["cards"], "uvs": arrays["cutUvs"].reshape(-1, 2), "alpha": alpha, "cutoff": setup["cutoff"]}


class ShapeStep:
    def __init__(self, pack, arrays, setup):
        self.pack, self.setup = pack, setup
        self.points, self.rest = arrays["points"].reshape(-1, 3), arrays["rest"].reshape(-1, 3)
        self.triangles = arrays["triangles"].long().reshape(-1, 3)
        self.skin = arrays["skin"].long().reshape(-1, 3)
        self.guard = setup["reach"] * arrays["guard"][:, None]
        self.fixed = arrays["fixed"].reshape(-1, 3)
        starts = arrays["starts"].long()
        self.owner = torch.repeat_interleave(starts.diff())
        self.rows, self.row = len(starts) - 1, arrays["row"].long()
        self.followed, self.shares = arrays["followed"].long(), arrays["shares"][:, None]
        self.cutout = cutout_of(arrays, setup)
        self.field = fields.Field(setup["levels"], arrays["table"], arrays["network"], setup["hidden"], 3)

    def __call__(self, step, arrays):
        clock, size, frame = Clock(), self.setup["renderSize"], arrays["frame"]
        moves = clock("field", lambda: self.guard * torch.tanh(self.field(self.points)))
        surface = clock("follow", lambda: self.follow(moves))
        screen = clock("render", lambda: render.project(surface, frame, size))
        raster = clock("rasterise", lambda: render.rasterise(screen.detach(), self.triangles, size, self.cutout))
        image, normals = clock("render", lambda: self.shade(surface, screen, raster, frame))
        d_image = distil(self.pack, arrays, step, image, clock)
        smooth = clock("losses", lambda: self.smoothness(moves, normals, step))
        clock("backward", lambda: torch.autograd.backward([image, smooth], [d_image, None]))
        clock("AdamW", self.field.step)
        return clock.parts, {"image": planes(image) * 2 - 1, "gradient": planes(d_image)}

    def follow(self, moves):
        sums = add_rows(self.rows, self.owner, self.shares * take(moves, self.followed))
        return self.rest + take(sums, self.row)

    def shade(self, surface, screen, raster, frame):
        visible, barycentrics, inverse_depth = raster
        solid = len(surface) - len(self.fixed)
        normals = render.vertex_normals(surface, self.triangles[: self.cutout["from"]])
        normals = torch.cat([normals[:solid], self.fixed])
        image = render.shade_normals(visible, barycentrics, self.triangles, normals, frame)
        image = render.antialias(image, visible, inverse_depth, screen, self.triangles)
        return render.downsample(image), normals

    def smoothness(self, moves, normals, step):
        consistency = step["normalConsistency"] * render.normal_consistency(normals, self.skin)
        return consistency + self.setup["laplacian"] * render.laplacian(moves, self.skin)


class ResidualStep:
    def __init__(self, pack, arrays, setup):
        self.pack, self.setup = pack, setup
        self.positions = arrays["positions"].reshape(-1, 3)
        self.triangles = arrays["triangles"].long().reshape(-1, 3)
        self.anchors = arrays["anchors"].reshape(-1, 3)
        # Places of drawn colours, normals and texture coordinates: what is mixed at a pixel.
        self.mixed = torch.cat([arrays[name].reshape(len(self.positions), -1) for name in ("canonical", "normals", "uvs")], 1)
        self.part, self.colors = arrays["partOf"].long(), arrays["paints"].reshape(-1, 3)
        self.paints = torch.tensor(setup["paints"])
        self.cutout = cutout_of(arrays, setup)
        self.background = torch.tensor(setup["background"])
        self.field = fields.Field(setup["levels"], arrays["table"], arrays["network"], setup["hidden"], 3)

    def __call__(self, step, arrays):
        clock, size, frame = Clock(), self.setup["renderSize"], arrays["frame"]
        screen = clock("render", lambda: render.project(self.positions, frame, size))
        raster = clock("rasterise", lambda: render.rasterise(screen, self.triangles, size, self.cutout))
        pixel, part, places, lights, drawn = clock("render", lambda: self.seen(raster, frame))
        skin = (part == 0).nonzero()[:, 0]
        asked = torch.cat([self.anchors, places[skin].clamp(-1, 1)])
        shares = clock("field", lambda: torch.tanh(self.field(asked)))
        image, residual = clock("render", lambda: self.compose(shares, pixel, skin, lights, drawn, size))
        d_image = distil(self.pack, arrays, step, image, clock)
        decay = clock("losses", lambda: self.setup["decay"] * residual.square().sum() / len(skin))
        clock("backward", lambda: torch.autograd.backward([image, decay], [d_image, None]))
        clock("AdamW", self.field.step)
        return clock.parts, {"image": planes(image) * 2 - 1, "gradient": planes(d_image)}

    def seen(self, raster, frame):
        visible, barycentrics, _ = raster
        pixel = (visible.flatten() >= 0).nonzero()[:, 0]
        owner = visible.flatten()[pixel]
        mixed = (barycentrics.reshape(-1, 3)[pixel][..., None] * self.mixed[self.triangles[owner]]).sum(1)
        places, normals, uvs = mixed.split([3, 3, 2], 1)
        ambient, camera, above = self.setup["light"]
        unit = F.normalize(normals, dim=1)
        lights = ambient + camera * (unit @ frame[6:9]).clamp(min=0) + above * unit[:, 1]
        return pixel, self.part[owner], places, lights[:, None], self.sample(self.part[owner], uvs)

    def sample(self, part, uvs):
        width, height, first = self.paints[part].unbind(1)
        x = (uvs[:, 0] * width - 0.5).clamp(min=0).minimum(width - 1)
        y = (uvs[:, 1] * height - 0.5).clamp(min=0).minimum(height - 1)
        left, top = x.long(), y.long()
        right, bottom = (left + 1).minimum(width - 1), (top + 1).minimum(height - 1)
        fx, fy = (x - left)[:, None], (y - top)[:, None]
        texel = lambda column, row: self.colors[first + row * width + column]
        upper = texel(left, top) * (1 - fx) + texel(right, top) * fx
        lower = texel(left, bottom) * (1 - fx) + texel(right, bottom) * fx
        return upper * (1 - fy) + lower * fy

    def compose(self, shares, pixel, skin, lights, drawn, size):
        count = len(self.anchors)
        residual = shares[count:] - shares[:count].mean(0)
        colors = drawn.index_add(0, skin, self.setup["bound"] * residual).clamp(0, 1) * lights
        full = self.background.expand(size * size, 3).index_copy(0, pixel, colors).reshape(size, size, 3)
        return render.downsample(full), residual
