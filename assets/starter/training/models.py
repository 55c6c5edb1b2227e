"""The pack's networks in diffusers classes; their configs are what export.py writes."""

import torch
from diffusers import AutoencoderDC, ControlNetModel, DDIMScheduler, DDPMScheduler, UNet2DConditionModel

LATENT, GRID, TOKENS, TEXT = 12, 16, 32, 384
WIDTHS = (80, 144, 192)
TIME = 4 * WIDTHS[0]  # width of the time embedding, to which the pooled text and the camera are added
CAMERA = 6  # dataset.camera_features
SCHEDULE = {
    "num_train_timesteps": 1000,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "clip_sample": False,
    "prediction_type": "v_prediction",
}


def autoencoder():
    """f8 × 12 channels; full resolution sees nothing but the pixel-unshuffle stem."""
    return AutoencoderDC(
        latent_channels=LATENT,
        encoder_block_types="ResBlock",
        decoder_block_types="ResBlock",
        encoder_block_out_channels=(32, 48, 96, 128),
        decoder_block_out_channels=(32, 48, 96, 192),
        encoder_layers_per_block=(0, 1, 1, 2),
        decoder_layers_per_block=(0, 1, 2, 2),
        encoder_qkv_multiscales=((),) * 4,
        decoder_qkv_multiscales=((),) * 4,
        encoder_out_shortcut=False,
        decoder_in_shortcut=False,
        decoder_norm_types="rms_norm",
        decoder_act_fns="silu",
        scaling_factor=1.0,
    )


def unet():
    """Sees the noisy latent and beside it that of a normal map; its class labels are the pooled text and the camera."""
    return UNet2DConditionModel(
        sample_size=GRID,
        in_channels=2 * LATENT,
        out_channels=LATENT,
        block_out_channels=WIDTHS,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        mid_block_type="UNetMidBlock2DCrossAttn",
        up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        cross_attention_dim=TEXT,
        attention_head_dim=4,
        norm_num_groups=16,
        use_linear_projection=True,
        class_embed_type="projection",
        projection_class_embeddings_input_dim=TEXT + CAMERA,
    )


def controlnet():
    return ControlNetModel(
        in_channels=LATENT,
        conditioning_channels=3,
        block_out_channels=WIDTHS,
        down_block_types=("DownBlock2D",) * 3,
        mid_block_type="UNetMidBlock2D",
        layers_per_block=1,
        cross_attention_dim=TEXT,
        attention_head_dim=4,
        norm_num_groups=16,
        conditioning_embedding_out_channels=(16, 32, 48, 64),
    )


def noise_schedule():
    return DDPMScheduler(**SCHEDULE)


def sampler():
    return DDIMScheduler(**SCHEDULE, timestep_spacing="trailing", set_alpha_to_one=False, steps_offset=1)


def pool(tokens):
    """(B,L,384) token vectors, zero at padding → (B,384) means."""
    keep = (tokens.abs().sum(-1, keepdim=True) > 0).to(tokens.dtype)
    return tokens.sum(1) / keep.sum(1).clamp(min=1)


class Prior(torch.nn.Module):
    """UNet, and a ControlNet that reads landmarks, as one module."""

    def __init__(self):
        super().__init__()
        self.unet, self.controlnet = unet(), controlnet()

    def forward(self, x, t, tokens, camera, known, landmarks=None):
        """x (B,12,16,16), t (B,), tokens (B,32,384) zero where padded, camera (B,6), known (B,12,16,16) latents of normal
        maps, zero where nothing is known, landmarks (B,3,128,128) or None: the UNet alone → v prediction.
        """
        down = mid = None
        if landmarks is not None:
            down, mid = self.controlnet(x, t, encoder_hidden_states=tokens, controlnet_cond=landmarks, return_dict=False)
        return self.unet(
            torch.cat([x, known], 1),
            t,
            encoder_hidden_states=tokens,
            class_labels=torch.cat([pool(tokens), camera.to(tokens.dtype)], 1),
            down_block_additional_residuals=down,
            mid_block_additional_residual=mid,
        ).sample
