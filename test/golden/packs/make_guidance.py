"""Golden vectors of what is done with a pack: guidance.safetensors beside each family's expected.safetensors.

    python test/golden/packs/make_guidance.py            (torch, diffusers, transformers, safetensors; after make.py)

The committed models are read back by diffusers and transformers, so that nothing of the engine is in the numbers.
  ssd      gradient of the SSD loss with respect to the image: x_t = √ᾱ z + √(1−ᾱ) ε, then autograd through the encoder
  sampled  25 steps of DPM-Solver++ 2M under guidance with ControlNet, from pure noise, decoded
  long     CLIP's states of a prompt beyond 77 tokens, read in windows of 75 between start and end
"""

import json
from pathlib import Path

import torch
from diffusers import (
    AutoencoderDC, AutoencoderKL, ControlNetModel, DDPMScheduler, DPMSolverMultistepScheduler, UNet2DConditionModel,
)
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel, CLIPTokenizerFast, PreTrainedTokenizerFast

HERE = Path(__file__).parent
T, W, STEPS = 437, 7.5, 25
LONG = "an old dwarf with a red beard and a white hat, "


def networks(folder):
    kinds = {"unet": UNet2DConditionModel, "controlnet": ControlNetModel}
    unet, control = (kind.from_pretrained(folder / name).float().eval() for name, kind in kinds.items())
    compact = json.loads((folder / "vae/config.json").read_text())["_class_name"] == "AutoencoderDC"
    vae = (AutoencoderDC if compact else AutoencoderKL).from_pretrained(folder / "vae").float().eval()
    return unet, control, vae


def predict(unet, control, latent, t, hidden, pooled, condition):
    batch = len(hidden)
    latent, condition = latent.expand(batch, -1, -1, -1), condition.expand(batch, -1, -1, -1)
    down, mid = control(latent, t, hidden, condition, return_dict=False)
    residuals = dict(down_block_additional_residuals=down, mid_block_additional_residual=mid)
    return unet(latent, t, hidden, class_labels=pooled, **residuals).sample


def family(folder):
    given = load_file(folder / "expected.safetensors")
    unet, control, vae = networks(folder)
    condition, hidden, pooled = given["condition"], given["hidden"], given.get("pooled")
    ddpm = DDPMScheduler.from_pretrained(folder / "scheduler")
    bar = ddpm.alphas_cumprod[T]

    def encode(image):
        found = vae.encode(image)
        return (found.latent if hasattr(found, "latent") else found.latent_dist.mean) * vae.config.scaling_factor

    # The first text is the target, the second the negative prompt, and the first again the self term.
    image = given["image"].clone().requires_grad_()
    z = encode(image)
    noise = torch.randn(z.shape, generator=torch.Generator().manual_seed(9))
    noisy = ddpm.add_noise(z.detach(), noise, torch.tensor([T]))
    with torch.no_grad():
        output = predict(unet, control, noisy, torch.tensor([T]), hidden, pooled, condition)
    if ddpm.config.prediction_type == "v_prediction":
        output = bar.sqrt() * output + (1 - bar).sqrt() * noisy
    target, negative = output.split(1)
    gradient = (1 - bar) * (negative + W * (target - negative) - target)
    (ssd,) = torch.autograd.grad(z, image, gradient)

    solver = DPMSolverMultistepScheduler.from_config(ddpm.config)
    solver.set_timesteps(STEPS)
    latent = noise
    with torch.no_grad():
        for t in solver.timesteps:
            text, empty = predict(unet, control, latent, t[None], hidden, pooled, condition).split(1)
            latent = solver.step(empty + W * (text - empty), t, latent).prev_sample
        sampled = vae.decode(latent / vae.config.scaling_factor).sample
    result = {"noise": noise, "ssd": ssd, "latent": latent, "sampled": sampled}
    if (folder / "text_encoder/config.json").read_text().find("CLIPTextModel") >= 0:
        result["long"] = long_states(folder, int(given["ids"].flatten()[0]), given["ids"].reshape(2, -1))
    return result


def long_states(folder, start, ids):
    """`ids` are those of the short prompts: the second is empty and shows start, end and padding."""
    end, pad = int(ids[1, 1]), int(ids[1, 2])
    path = folder / "tokenizer"
    if (path / "tokenizer.json").exists():
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(path / "tokenizer.json"))
    else:
        tokenizer = CLIPTokenizerFast(vocab=str(path / "vocab.json"), merges=str(path / "merges.txt"))
    content = [i for i in tokenizer(LONG * 4).input_ids if i not in (start, end)]
    model = CLIPTextModel.from_pretrained(folder / "text_encoder").float().eval()
    windows = [content[k : k + 75] for k in range(0, len(content), 75)]
    rows = [[start, *w, end] + [pad] * (75 - len(w)) for w in windows]
    with torch.no_grad():
        return model(torch.tensor(rows)).last_hidden_state


def main():
    torch.set_num_threads(1)
    for name in ("starter", "sd15", "sd21"):
        folder = HERE / name
        tensors = family(folder)
        save_file({k: v.detach().float().contiguous() for k, v in tensors.items()}, folder / "guidance.safetensors")
        print(name, {k: tuple(v.shape) for k, v in tensors.items()})


if __name__ == "__main__":
    main()
