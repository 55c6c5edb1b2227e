"""Writes a random-weight Stable Diffusion 2.1-base and a ControlNet for it, at their real size, in float16 (3.3 GB).

    python test/tools/rehearsal/write_pack.py FOLDER          (torch, diffusers, transformers, safetensors)

FOLDER/base is a pipeline in diffusers layout, FOLDER/controlnet the ControlNet apart from it. Names and shapes of the
tensors are diffusers' and transformers' own: the models are built from their configs, without memory for weights.
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel

GOLDEN = Path(__file__).parents[2] / "golden" / "packs" / "sd21"
TRUNK = dict(
    block_out_channels=(320, 640, 1280, 1280), layers_per_block=2, cross_attention_dim=1024,
    attention_head_dim=(5, 10, 20, 20), use_linear_projection=True,
)
VAE = dict(
    block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=768,
    down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
)
TEXT = dict(
    vocab_size=49408, hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16,
    hidden_act="gelu", max_position_embeddings=77,
)
SCHEDULER = dict(
    _class_name="PNDMScheduler", beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012,
    num_train_timesteps=1000, prediction_type="epsilon", steps_offset=1, set_alpha_to_one=False, skip_prk_steps=True,
)


def save(model, folder, stem, noise):
    """Weights of a size that keeps signals lively: normal over √fan-in; norms 1 and biases 0."""
    folder.mkdir(parents=True)
    tensors = {}
    for name, p in model.state_dict().items():
        if not p.is_floating_point():
            continue
        if p.dim() >= 2:
            values = noise[: p.numel()] / (p.numel() / len(p)) ** 0.5
            tensors[name] = values.reshape(p.shape).half()
        else:
            fill = torch.ones if name.endswith("weight") else torch.zeros
            tensors[name] = fill(p.shape, dtype=torch.float16)
    save_file(tensors, folder / f"{stem}.safetensors")
    print(f"{folder.name}: {len(tensors)} tensors, {sum(t.numel() for t in tensors.values()) / 1e6:.0f} M numbers")


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    base = folder / "base"
    noise = torch.randn(1 << 26, generator=torch.Generator().manual_seed(0))
    with torch.device("meta"):
        unet = UNet2DConditionModel(sample_size=64, **TRUNK)
        controlnet = ControlNetModel(conditioning_embedding_out_channels=(16, 32, 96, 256), **TRUNK)
        vae = AutoencoderKL(**VAE)
        text = CLIPTextModel(CLIPTextConfig(**TEXT))
    text.config.architectures = ["CLIPTextModel"]
    parts = [
        (unet, base / "unet", "diffusion_pytorch_model"),
        (vae, base / "vae", "diffusion_pytorch_model"),
        (text, base / "text_encoder", "model"),
        (controlnet, folder / "controlnet", "diffusion_pytorch_model"),
    ]
    for model, place, stem in parts:
        save(model, place, stem, noise)
        (model.config.save_pretrained if model is text else model.save_config)(place)
    # A vocabulary of a few words: the real one comes with the real model.
    shutil.copytree(GOLDEN / "tokenizer", base / "tokenizer")
    (base / "scheduler").mkdir()
    (base / "scheduler" / "scheduler_config.json").write_text(json.dumps(SCHEDULER, indent=1))
    (base / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionPipeline"}))


if __name__ == "__main__":
    main()
