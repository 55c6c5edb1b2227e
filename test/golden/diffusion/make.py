"""Writes schedule.json: what diffusers' schedulers say about noise, velocity, DDIM and DPM-Solver++ sampling.

    pip install diffusers torch && python make.py
"""

import json
from pathlib import Path

import torch
from diffusers import DDIMScheduler, DPMSolverMultistepScheduler

CONFIGS = {
    "sd15": dict(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, prediction_type="epsilon",
        timestep_spacing="leading", steps_offset=1, set_alpha_to_one=False,
    ),
    "sd21-v": dict(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, prediction_type="v_prediction",
        timestep_spacing="trailing", steps_offset=0, set_alpha_to_one=False,
    ),
    "zero-snr": dict(
        beta_schedule="linear", beta_start=0.0001, beta_end=0.02, prediction_type="v_prediction",
        timestep_spacing="trailing", rescale_betas_zero_snr=True, set_alpha_to_one=True, steps_offset=0,
    ),
    "cosine": dict(
        beta_schedule="squaredcos_cap_v2", prediction_type="sample", timestep_spacing="linspace",
        set_alpha_to_one=True, steps_offset=0, beta_start=0.0001, beta_end=0.02,
    ),
}
STEPS = 7
T = 421


def network(x: torch.Tensor, t: int) -> torch.Tensor:
    """Stands in for a UNet: any smooth function will do, as long as both sides use the same."""
    return torch.sin(2 * x) * 0.7 + t / 2000


def sampled(scheduler, noise: torch.Tensor) -> dict:
    scheduler.set_timesteps(STEPS)
    x = noise.clone()
    for step in scheduler.timesteps:
        x = scheduler.step(network(x, int(step)), step, x).prev_sample
    return dict(timesteps=scheduler.timesteps.tolist(), latent=x.tolist())


def case(config: dict) -> dict:
    scheduler = DDIMScheduler(num_train_timesteps=1000, clip_sample=False, **config)
    generator = torch.Generator().manual_seed(3)
    sample, noise = (torch.randn(6, generator=generator, dtype=torch.float64) for _ in range(2))
    t = torch.tensor([T])
    noisy = scheduler.add_noise(sample, noise, t)
    output = network(noisy, T)
    bar = scheduler.alphas_cumprod[T].double()
    epsilon = {
        "epsilon": output,
        "v_prediction": bar.sqrt() * output + (1 - bar).sqrt() * noisy,
        "sample": (noisy - bar.sqrt() * output) / (1 - bar).sqrt(),
    }[config["prediction_type"]]
    solver = DPMSolverMultistepScheduler.from_config(scheduler.config)
    return dict(
        config=dict(num_train_timesteps=1000, rescale_betas_zero_snr=False) | config,
        alphas_cumprod=[float(scheduler.alphas_cumprod[i]) for i in (0, 10, T, 998)],
        sample=sample.tolist(), noise=noise.tolist(), noisy=noisy.tolist(), output=output.tolist(),
        epsilon=epsilon.tolist(), ddim=sampled(scheduler, noise), dpm=sampled(solver, noise),
    )


if __name__ == "__main__":
    cases = {name: case(config) for name, config in CONFIGS.items()}
    Path(__file__).with_name("schedule.json").write_text(json.dumps(cases, indent=1) + "\n")
