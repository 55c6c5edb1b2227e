"""Write parts of a pack folder in diffusers layout, from checkpoints; every file is written beside its place and renamed.

Parts for which no checkpoint is given stay as they are in the folder.
"""

import argparse
import json
import os
import shutil

import torch
from safetensors.torch import save_file

from models import SCHEDULE, Prior, autoencoder
from text import LENGTH, TextEncoder
from vocabulary import vocabulary


def write(path, save):
    """save(temporary path), then rename."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    save(path + ".tmp")
    os.replace(path + ".tmp", path)


def write_json(path, value, indent=2):
    def save(temporary):
        with open(temporary, "w") as file:
            json.dump(value, file, indent=indent, ensure_ascii=False, separators=None if indent else (",", ":"))
            file.write("\n")

    write(path, save)


def quantise(weight):
    """Symmetric int8 with one scale an output channel (row)."""
    flat = weight.float().flatten(1)
    scale = flat.abs().amax(1).clamp(min=1e-12) / 127
    return (flat / scale[:, None]).round().clamp(-127, 127).to(torch.int8).view(weight.shape), scale


def pack_tensors(state, int8):
    """float16, or int8 with X_scale where int8(name, tensor) says so."""
    out = {}
    for name, tensor in state.items():
        tensor = tensor.detach().cpu().contiguous()
        if int8(name, tensor):
            out[name], out[f"{name}_scale"] = quantise(tensor)
        else:
            out[name] = tensor.to(torch.float16)
    return out


def large(name, tensor):
    """Matrices and kernels worth quantising; the network's ends and its time embedding stay exact."""
    ends = ("conv_in.", "conv_out.", "time_embedding", "controlnet_cond_embedding", "controlnet_")
    return tensor.ndim >= 2 and tensor.numel() >= 4096 and not name.startswith(ends)


def decoding(name, tensor):
    """The decoder's inner kernels; distillation goes through the encoder, which stays as it was trained."""
    return name.startswith("decoder.up_blocks.") and tensor.ndim == 4


def write_model(folder, config, state, int8, file="diffusion_pytorch_model.safetensors"):
    write_json(f"{folder}/config.json", {k: v for k, v in config.items() if k != "_name_or_path"})
    write(f"{folder}/{file}", lambda p: save_file(pack_tensors(state, int8), p, metadata={"format": "pt"}))


def config_of(model):
    return json.loads(model.to_json_string())


def write_index(out):
    """model_index.json of what lies in a pack folder."""
    parts = {"vae": "AutoencoderDC", "unet": "UNet2DConditionModel", "scheduler": "DDPMScheduler"}
    pipeline = "StableDiffusionPipeline"
    if os.path.isdir(f"{out}/controlnet"):
        parts["controlnet"], pipeline = "ControlNetModel", "StableDiffusionControlNetPipeline"
    text = {"text_encoder": ["transformers", "BertModel"], "tokenizer": ["transformers", "BertTokenizerFast"]}
    write_json(f"{out}/model_index.json", {"_class_name": pipeline, **{k: ["diffusers", v] for k, v in parts.items()}, **text})


def write_prior(out, checkpoint, decay=None):
    """UNet of a checkpoint of train_prior.py, and its ControlNet where one has been trained to it."""
    prior, state = Prior(), torch.load(checkpoint, map_location="cpu")
    prior.load_state_dict(state["ema"][decay or min(state["ema"])])
    write_model(f"{out}/unet", config_of(prior.unet), prior.unet.state_dict(), large)
    shutil.rmtree(f"{out}/controlnet", ignore_errors=True)
    if state["landmarks"]:
        write_model(f"{out}/controlnet", config_of(prior.controlnet), prior.controlnet.state_dict(), large)


def write_text(out, weights):
    text = TextEncoder(weights=weights)
    keep = "hidden_size intermediate_size num_hidden_layers num_attention_heads max_position_embeddings type_vocab_size"
    keep = f"{keep} layer_norm_eps hidden_act vocab_size pad_token_id model_type".split()
    config = {"architectures": ["BertModel"], **{k: getattr(text.model.config, k) for k in keep}}
    state = {k: v for k, v in text.model.state_dict().items() if not k.endswith("position_ids")}
    write_model(f"{out}/text_encoder", config, state, lambda _, t: t.ndim == 2 and t.numel() >= 4096, "model.safetensors")
    write_json(f"{out}/tokenizer/tokenizer.json", text.spec, indent=None)
    tokens = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]", "mask_token": "[MASK]"}
    tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": LENGTH, **tokens}
    write_json(f"{out}/tokenizer/tokenizer_config.json", tokenizer)


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("--out", required=True)
    a.add_argument("--prior", help="checkpoint of train_prior.py")
    a.add_argument("--ema", type=float, help="which of the checkpoint's averages, by its decay; the short one by default")
    a.add_argument("--autoencoder", help="checkpoint of train_autoencoder.py")
    a.add_argument("--text", help="checkpoint of train_text.py")
    a.add_argument("--pack", help="pack folder whose other parts are copied first")
    a.add_argument("--only-prior", action="store_true", help="nothing but the folders of UNet and ControlNet")
    args = a.parse_args()
    out = args.out
    if args.pack:
        for part in ("vae", "text_encoder", "tokenizer"):
            shutil.copytree(f"{args.pack}/{part}", f"{out}/{part}", dirs_exist_ok=True)
    if args.prior:
        write_prior(out, args.prior, args.ema)
    if args.only_prior:
        return
    if args.autoencoder:
        vae = autoencoder()
        vae.load_state_dict(torch.load(args.autoencoder, map_location="cpu")["model"])
        write_model(f"{out}/vae", config_of(vae), vae.state_dict(), decoding)
    if args.text:
        write_text(out, args.text)
    scheduler = {"_class_name": "DDPMScheduler", **SCHEDULE, "set_alpha_to_one": False, "steps_offset": 1}
    write_json(f"{out}/scheduler/scheduler_config.json", scheduler)
    write_index(out)
    write_json(f"{out}/vocabulary.json", vocabulary())
    size = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(out) for f in files if "training" not in d)
    print(f"{out}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
