// One hidden layer of ReLU: outputs = W2·max(0, W1·x + b1) + b2, at most 64 inputs and 16 outputs. Arrays over points are feature by feature
// ([feature, points]), so that neighbouring threads read neighbouring words; outputs alone are [points, outputs].

struct Network {
  points: u32,
  inputs: u32,
  width: u32,
  outputs: u32,
  chunks: u32,
}
@group(0) @binding(0) var<uniform> network: Network;

// W1 [width, inputs], b1 [width], W2 [outputs, width], b2 [outputs], one after the other.
@group(0) @binding(1) var<storage, read> weights: array<f32>;

fn bias1() -> u32 {
  return network.width * network.inputs;
}
fn weights2() -> u32 {
  return bias1() + network.width;
}
fn bias2() -> u32 {
  return weights2() + network.outputs * network.width;
}

@group(0) @binding(2) var<storage, read> encoding: array<stored>;
@group(0) @binding(3) var<storage, read_write> hidden: array<stored>;
@group(0) @binding(4) var<storage, read_write> outputs: array<f32>;

// A thread works on one point.
@compute @workgroup_size(64)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  if (i >= network.points) {
    return;
  }
  var x: array<stored, 64>;
  for (var k = 0u; k < network.inputs; k++) {
    x[k] = encoding[k * network.points + i];
  }
  var y: array<f32, 16>;
  for (var o = 0u; o < network.outputs; o++) {
    y[o] = weights[bias2() + o];
  }
  for (var j = 0u; j < network.width; j++) {
    var h = weights[bias1() + j];
    for (var k = 0u; k < network.inputs; k++) {
      h += weights[j * network.inputs + k] * f32(x[k]);
    }
    h = max(0.0, h);
    hidden[j * network.points + i] = stored(h);
    for (var o = 0u; o < network.outputs; o++) {
      y[o] += weights[weights2() + o * network.width + j] * h;
    }
  }
  for (var o = 0u; o < network.outputs; o++) {
    outputs[i * network.outputs + o] = y[o];
  }
}

@group(0) @binding(2) var<storage, read> kept: array<stored>; // hidden of the forward pass
@group(0) @binding(3) var<storage, read> outputGradient: array<f32>;
@group(0) @binding(4) var<storage, read_write> hiddenGradient: array<f32>;
@group(0) @binding(5) var<storage, read_write> encodingGradient: array<f32>;
@group(0) @binding(6) var<storage, read_write> announced: array<atomic<u32>>;

var<workgroup> groupLargest: atomic<u32>;

// A thread works on one point; announces the largest gradient of the encoding for the sums of the table.
@compute @workgroup_size(64)
fn backward(
  @builtin(global_invocation_id) id: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let i = item(id, groups);
  var most = 0.0;
  if (i < network.points) {
    var dx: array<f32, 64>;
    for (var j = 0u; j < network.width; j++) {
      var d = 0.0;
      if (kept[j * network.points + i] > stored(0.0)) {
        for (var o = 0u; o < network.outputs; o++) {
          d += weights[weights2() + o * network.width + j] * outputGradient[i * network.outputs + o];
        }
      }
      hiddenGradient[j * network.points + i] = d;
      for (var k = 0u; k < network.inputs; k++) {
        dx[k] += d * weights[j * network.inputs + k];
      }
    }
    for (var k = 0u; k < network.inputs; k++) {
      encodingGradient[k * network.points + i] = dx[k];
      most = max(most, abs(dx[k]));
    }
  }
  let bits = largestOfLanes(bitcast<u32>(most));
  if (leadsLanes()) {
    atomicMax(&groupLargest, bits);
  }
  workgroupBarrier();
  if (local == 0u) {
    atomicMax(&announced[0], atomicLoad(&groupLargest));
  }
}

@group(0) @binding(1) var<storage, read> inputsOf: array<stored>; // the encoding
@group(0) @binding(5) var<storage, read> hiddenGradientOf: array<f32>;
@group(0) @binding(4) var<storage, read_write> partials: array<f32>; // [chunks, parameters]

// A thread sums one parameter's gradient over one chunk of the points.
@compute @workgroup_size(64)
fn weightGradients(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  let length = bias2() + network.outputs;
  if (i >= length * network.chunks) {
    return;
  }
  let parameter = i % length;
  let chunk = i / length;
  let begin = chunk * network.points / network.chunks;
  let end = (chunk + 1u) * network.points / network.chunks;
  var total = 0.0;
  if (parameter < bias1()) {
    let row = parameter / network.inputs * network.points;
    let column = parameter % network.inputs * network.points;
    for (var p = begin; p < end; p++) {
      total += hiddenGradientOf[row + p] * f32(inputsOf[column + p]);
    }
  } else if (parameter < weights2()) {
    let row = (parameter - bias1()) * network.points;
    for (var p = begin; p < end; p++) {
      total += hiddenGradientOf[row + p];
    }
  } else if (parameter < bias2()) {
    let o = (parameter - weights2()) / network.width;
    let row = (parameter - weights2()) % network.width * network.points;
    for (var p = begin; p < end; p++) {
      total += outputGradient[p * network.outputs + o] * f32(kept[row + p]);
    }
  } else {
    for (var p = begin; p < end; p++) {
      total += outputGradient[p * network.outputs + parameter - bias2()];
    }
  }
  partials[i] = total;
}

@group(0) @binding(1) var<storage, read> partialsOf: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;

// A thread adds the chunks of one parameter to its gradient, in their order.
@compute @workgroup_size(64)
fn reduce(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let i = item(id, groups);
  let length = bias2() + network.outputs;
  if (i >= length) {
    return;
  }
  var total = 0.0;
  for (var chunk = 0u; chunk < network.chunks; chunk++) {
    total += partialsOf[chunk * length + i];
  }
  gradient[i] += total;
}
