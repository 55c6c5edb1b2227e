// AdamW (Loshchilov & Hutter 2019) on one parameter a thread; clears the gradient. `rate` and `varianceScale` hold the bias corrections.

struct Step {
  count: u32,
  flush: u32,
  rate: f32,
  beta1: f32,
  beta2: f32,
  varianceScale: f32,
  epsilon: f32,
  decay: f32,
}
@group(0) @binding(0) var<uniform> step_: Step;

@group(0) @binding(1) var<storage, read_write> values: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;
@group(0) @binding(3) var<storage, read_write> mean: array<f32>;
@group(0) @binding(4) var<storage, read_write> variance: array<f32>;

// Where a moment is flushed to zero: denormals would never decay to zero by themselves.
const TINY = 1e-36;

@compute @workgroup_size(64)
fn update(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= step_.count) {
    return;
  }
  let g = gradient[i];
  var m = mean[i];
  var v = variance[i];
  // Most entries of a table rest: their update is 0.
  if (step_.decay == 0.0 && g == 0.0 && m == 0.0 && v == 0.0) {
    return;
  }
  m += (1.0 - step_.beta1) * (g - m);
  v = step_.beta2 * v + (1.0 - step_.beta2) * g * g;
  if (step_.flush != 0u) {
    m = select(0.0, m, abs(m) > TINY);
    v = select(0.0, v, v > TINY);
  }
  values[i] = values[i] * (1.0 - step_.decay) - step_.rate * m / (sqrt(v) * step_.varianceScale + step_.epsilon);
  gradient[i] = 0.0;
  mean[i] = m;
  variance[i] = v;
}
