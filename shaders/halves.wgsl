// Follows the prelude in the place of floats.wgsl where the device has float16, which `enable f16;` at the head allows. Arithmetic, parameters
// and gradients stay float32: the latter have no float16 below 6e-8.

alias stored = f16;
