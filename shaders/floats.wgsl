// Follows the prelude where the device has no float16: what the forward pass of a field leaves for the backward one.

alias stored = f32;
