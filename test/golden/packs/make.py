"""Golden vectors of the model packs: tiny random models saved by diffusers and transformers, and what they compute.

    python test/golden/packs/make.py            (torch, diffusers, transformers, tokenizers, safetensors)

One folder a family: a pack in diffusers layout and expected.safetensors (inputs and outputs, float32).
  starter  BertModel (int8), UNet2DConditionModel with class embedding, plain ControlNet, AutoencoderDC; float16
  view     a UNet that sees the view, alone: the latent of a normal map beside the noisy one, the camera behind the pooled text
  sd15     CLIPTextModel (quick_gelu), convolutional projections, one head count, ControlNet with attention,
           AutoencoderKL; float32; tokenizer as vocab.json and merges.txt
  sd21     CLIPTextModel (gelu), linear projections, heads per level, v-prediction; float16, UNet in shards
"""

import json
import shutil
from pathlib import Path

import torch
from diffusers import AutoencoderDC, AutoencoderKL, ControlNetModel, DDPMScheduler, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, CLIPTextConfig, CLIPTextModel

HERE = Path(__file__).parent
WORDS = "a an old young man woman dwarf elf orc with and white red beard hair hat of head front side view".split()
# Of the camera at azimuth 40°, elevation 10°, field of view 9°, aimed at (0.15, 0, 0.55): training's camera_features.
CAMERA_FEATURES = (0.642788, 0.766044, 0.222222, 0.431929, 0.162734, 1.856041)
PROMPTS = ["an old dwarf with a red beard, front view", ""]


def noisy(model, generator):
    """Random weights of a lively size: fresh models carry zeros (ControlNet) and ones (norms) that hide mistakes."""
    with torch.no_grad():
        for name, p in model.named_parameters():
            if p.dim() >= 2:
                p.copy_(torch.randn(p.shape, generator=generator) / p[0].numel() ** 0.5)
            else:
                p.copy_(torch.randn(p.shape, generator=generator) * 0.2 + (1.0 if "norm" in name and "weight" in name else 0.0))
    return model.eval()


def half(model):
    """Rounds the weights to float16 and computes on in float32, as the engine does."""
    return model.half().float()


def save_half(model, folder, **options):
    model.half().save_pretrained(folder, **options)
    model.float()


def bert(folder, generator):
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", ",", *WORDS, "##s", "##ed", *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"), *"abcdefghijklmnopqrstuvwxyz"]
    vocabulary = {w: i for i, w in enumerate(dict.fromkeys(words))}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    (folder / "tokenizer").mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer/tokenizer.json"))
    settings = {"tokenizer_class": "BertTokenizer", "model_max_length": 16, "pad_token": "[PAD]", "unk_token": "[UNK]"}
    (folder / "tokenizer/tokenizer_config.json").write_text(json.dumps(settings, indent=1))

    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        max_position_embeddings=20,
    )
    model = half(noisy(BertModel(config, add_pooling_layer=False), generator))
    tensors = {}
    for name, p in model.state_dict().items():
        if p.dim() == 2 and "position" not in name and "token_type" not in name:
            scale = p.abs().amax(1) / 127
            q = torch.round(p / scale[:, None]).clamp(-127, 127)
            tensors[name], tensors[f"{name}_scale"] = q.to(torch.int8), scale
            p.data.copy_(q * scale[:, None])
        elif p.is_floating_point():
            tensors[name] = p.half()
    (folder / "text_encoder").mkdir()
    save_file(tensors, folder / "text_encoder/model.safetensors")
    config.architectures = ["BertModel"]
    config.save_pretrained(folder / "text_encoder")

    tokenizer.enable_padding(length=16, pad_id=0, pad_token="[PAD]")
    encoded = tokenizer.encode_batch(PROMPTS)
    ids, mask = (torch.tensor([getattr(e, k) for e in encoded]) for k in ("ids", "attention_mask"))
    hidden = model(ids, attention_mask=mask).last_hidden_state * mask[..., None]
    return {"ids": ids.float(), "hidden": hidden, "pooled": hidden.sum(1) / mask.sum(1, keepdim=True)}


def clip(folder, generator, act, width, pad, merged):
    """`merged`: vocab.json and merges.txt, as Stable Diffusion ships them; else tokenizer.json."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [("o", "l"), ("ol", "d</w>"), ("r", "e"), ("re", "d</w>"), ("b", "e"), ("be", "a"), ("bea", "r"), ("bear", "d</w>"), ("a", "n</w>")]
    tokens = ["!", *(c for c in alphabet if c != "!"), *(f"{c}</w>" for c in alphabet), *(a + b for a, b in merges)]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {w: i for i, w in enumerate(dict.fromkeys(tokens))}
    bos, eos = vocabulary["<|startoftext|>"], vocabulary["<|endoftext|>"]
    (folder / "tokenizer").mkdir(parents=True)
    settings = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "pad_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>"}
    (folder / "tokenizer/tokenizer_config.json").write_text(json.dumps(settings, indent=1))
    (folder / "tokenizer/special_tokens_map.json").write_text(json.dumps({"pad_token": pad}))
    from transformers import CLIPTokenizerFast

    fast = CLIPTokenizerFast(vocab=vocabulary, merges=merges)
    if merged:
        (folder / "tokenizer/vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
        (folder / "tokenizer/merges.txt").write_text("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in merges))
    else:
        fast.backend_tokenizer.save(str(folder / "tokenizer/tokenizer.json"))
    config = CLIPTextConfig(
        vocab_size=len(vocabulary), hidden_size=width, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        hidden_act=act, max_position_embeddings=77, bos_token_id=bos, eos_token_id=eos, pad_token_id=vocabulary[pad],
    )
    model = noisy(CLIPTextModel(config), generator)
    if merged:
        model.save_pretrained(folder / "text_encoder")
    else:
        save_half(half(model), folder / "text_encoder")
    rows = [fast.backend_tokenizer.encode(p).ids for p in PROMPTS]
    ids = torch.tensor([r + [vocabulary[pad]] * (77 - len(r)) for r in rows])
    out = model(ids, output_hidden_states=True)
    norm = getattr(model, "text_model", model).final_layer_norm
    return {"ids": ids.float(), "hidden": out.last_hidden_state, "penultimate": norm(out.hidden_states[-2])}


def guidance(unet, control, text, generator, size, factor):
    """ControlNet and UNet for one latent and two texts; then the UNet alone."""
    b = text["hidden"].shape[0]
    latent = torch.randn(1, unet.config.in_channels, size, size, generator=generator)
    condition = torch.rand(1, 3, size * factor, size * factor, generator=generator)
    t = torch.tensor([437])
    shared = latent.expand(b, -1, -1, -1)
    pooled = text.get("pooled")
    down, mid = control(shared, t, text["hidden"], condition.expand(b, -1, -1, -1), return_dict=False)
    output = unet(shared, t, text["hidden"], class_labels=pooled, down_block_additional_residuals=down, mid_block_additional_residual=mid).sample
    alone = unet(shared, t, text["hidden"], class_labels=pooled).sample
    return {"latent": latent, "condition": condition, "output": output, "output_alone": alone, "residual_0": down[0][:1], "residual_mid": mid}


def autoencoder(vae, generator, pixels):
    image = (torch.rand(1, 3, pixels, pixels, generator=generator) * 2 - 1).requires_grad_()
    z = vae.encode(image)
    z = (z.latent if hasattr(z, "latent") else z.latent_dist.mean) * vae.config.scaling_factor
    d = torch.randn(z.shape, generator=generator)
    (vjp,) = torch.autograd.grad((z * d).sum(), image)
    decoded = vae.decode(z.detach() / vae.config.scaling_factor).sample
    return {"image": image.detach(), "z": z, "dz": d, "vjp": vjp, "decoded": decoded}


def scheduler(folder, prediction):
    DDPMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type=prediction
    ).save_pretrained(folder / "scheduler")


def starter(folder, generator):
    text = bert(folder, generator)
    common = dict(in_channels=4, block_out_channels=(8, 16), layers_per_block=1, norm_num_groups=4, cross_attention_dim=16, attention_head_dim=2)
    unet = half(noisy(UNet2DConditionModel(
        sample_size=4, out_channels=4, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), use_linear_projection=True, class_embed_type="projection",
        projection_class_embeddings_input_dim=16, **common), generator))
    control = half(noisy(ControlNetModel(
        down_block_types=("DownBlock2D", "DownBlock2D"), mid_block_type="UNetMidBlock2D",
        conditioning_embedding_out_channels=(4, 6, 8), **common), generator))
    vae = half(noisy(AutoencoderDC(
        latent_channels=4, encoder_block_out_channels=(4, 8, 16), decoder_block_out_channels=(4, 8, 16),
        encoder_layers_per_block=(0, 1, 1), decoder_layers_per_block=(0, 1, 1),
        encoder_qkv_multiscales=((), (), ()), decoder_qkv_multiscales=((), (), ()), scaling_factor=0.7), generator))
    result = {**text, **guidance(unet, control, text, generator, 4, 4), **autoencoder(vae, generator, 16)}
    for name, model in {"unet": unet, "controlnet": control, "vae": vae}.items():
        save_half(model, folder / name)
    scheduler(folder, "v_prediction")
    return result


def stable(folder, generator, linear, heads, act, pad, merged, prediction):
    text = clip(folder, generator, act, 12, pad, merged)
    common = dict(
        block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2, cross_attention_dim=12, attention_head_dim=heads,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"), use_linear_projection=linear,
    )
    unet = noisy(UNet2DConditionModel(sample_size=4, up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"), **common), generator)
    control = noisy(ControlNetModel(conditioning_embedding_out_channels=(4, 6), **common), generator)
    vae = noisy(AutoencoderKL(
        block_out_channels=(4, 8), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2,
        layers_per_block=1, norm_num_groups=2, latent_channels=4), generator)
    parts = {"unet": unet, "controlnet": control, "vae": vae}
    if not merged:
        parts = {name: half(m) for name, m in parts.items()}
    result = {**text, **guidance(unet, control, text, generator, 4, 2), **autoencoder(vae, generator, 8)}
    for name, model in parts.items():
        if merged:
            model.save_pretrained(folder / name)
        else:
            save_half(model, folder / name, **({"max_shard_size": "20KB"} if name == "unet" else {}))
    scheduler(folder, prediction)
    return result


def view(folder, generator):
    """A UNet for the starter's other parts; the texts are theirs."""
    text = load_file(HERE / "starter/expected.safetensors")
    unet = half(noisy(UNet2DConditionModel(
        sample_size=4, in_channels=8, out_channels=4, block_out_channels=(4, 8), layers_per_block=1, norm_num_groups=2,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16, attention_head_dim=2, use_linear_projection=True, class_embed_type="projection",
        projection_class_embeddings_input_dim=16 + len(CAMERA_FEATURES)), generator))
    latent, normals = torch.randn(2, 1, 4, 4, 4, generator=generator)
    b, camera = len(text["hidden"]), torch.tensor([CAMERA_FEATURES])
    labels = torch.cat([text["pooled"], camera.expand(b, -1)], 1)

    def predict(known):
        seen = torch.cat([latent, known], 1).expand(b, -1, -1, -1)
        return unet(seen, torch.tensor([437]), text["hidden"], class_labels=labels).sample

    save_half(unet, folder / "unet")
    return {"latent": latent, "normals": normals, "camera": camera, "output": predict(normals), "output_unknown": predict(0 * normals)}


def main():
    torch.set_num_threads(2)
    families = {
        "starter": lambda f, g: starter(f, g),
        "sd15": lambda f, g: stable(f, g, False, 2, "quick_gelu", "<|endoftext|>", True, "epsilon"),
        "sd21": lambda f, g: stable(f, g, True, (2, 4), "gelu", "!", False, "v_prediction"),
        "view": view,
    }
    for seed, (name, make) in enumerate(families.items()):
        torch.manual_seed(seed)
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        result = make(folder, torch.Generator().manual_seed(seed))
        (folder / "model_index.json").write_text(json.dumps({"_class_name": "StableDiffusionControlNetPipeline"}))
        save_file({k: v.detach().float().contiguous() for k, v in result.items()}, folder / "expected.safetensors")
        print(name, {k: tuple(v.shape) for k, v in load_file(folder / "expected.safetensors").items()})


if __name__ == "__main__":
    main()
