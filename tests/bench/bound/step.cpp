// The bound: a training step written by hand for exactly the workloads of this benchmark, to see
// what the machine allows. Dense layers, tanh or relu, SGD or Adam, one fixed batch; input widths
// must be even and batches multiples of 8. It checks nothing and measures nothing but the norms of
// W2g. It is no part of Gradscope and shares no code with it.
#include "tests/bench/bound/tiles.hpp"

namespace bound {
namespace {

constexpr int kMostLayers = 72;

struct Layer {
  int in, out, strips;
  float *w, *m, *v;    // strips
  float *b, *bm, *bv;  // padded to whole strips
  Panels x, a, delta;  // input, output, dL/dz
};

struct Net {
  int layers = 0, batch = 0;
  bool tanh, adam, softmax;
  float rate;
  int step = 0;
  float power1 = 1, power2 = 1;
  Layer layer[kMostLayers];
  const float* targets;  // one a sample; the number of the class for softmax
};

Net net;
alignas(64) float arena[3 << 20];
int used = 0;
float norms[kMostLayers];

float* take(int count) {
  float* p = arena + used;
  used += (count + 15) & ~15;
  return p;
}

/// Panels a cache line longer than needed, so that they do not all start in the same cache set.
Panels take_panels(int features) {
  const int stride = features * 8 + 16, count = net.batch / 8;
  return {take(stride * count), stride, count};
}

/// What one step of the optimizer does to four parameters.
struct Sgd {
  f4 rate;
  explicit Sgd(const Net& n) : rate(splat(n.rate)) {}
  void operator()(f4 g, float* p, float*, float*) const { store(p, load(p) - rate * g); }
};

struct Adam {
  f4 rate, root;
  explicit Adam(const Net& n)
      : rate(splat(n.rate / (1 - n.power1))), root(splat(1) / sqrt4(splat(1 - n.power2))) {}
  void operator()(f4 g, float* p, float* m, float* v) const {
    const f4 mean = splat(0.9f) * load(m) + splat(0.1f) * g;
    const f4 square = splat(0.999f) * load(v) + splat(0.001f) * g * g;
    store(m, mean);
    store(v, square);
    store(p, load(p) - rate * mean / (root * sqrt4(square) + splat(1e-8f)));
  }
};

template <class Activation>
void forward(const Layer& l) {
  for (int p = 0; p < l.x.count; ++p) {
    for (int s = 0; s < l.strips; ++s) {
      forward_tile<Activation>(l.w + s * 4 * l.in, l.b + 4 * s, l.x.data + p * l.x.stride,
                               l.a.data + p * l.a.stride + 32 * s, l.in);
    }
  }
}

template <class Activation>
void backward_data(const Layer& l, const Panels& out) {
  for (int p = 0; p < l.x.count; ++p) {
    const float* delta = l.delta.data + p * l.delta.stride;
    for (int i = 0; i < l.in; i += 4) {
      backward_tile<Activation>(l.w + 4 * i, l.in, l.strips, delta,
                                l.x.data + p * l.x.stride + 8 * i,
                                out.data + p * out.stride + 8 * i);
    }
  }
}

template <class Optimizer, bool with_norms>
void backward_weights(const Layer& l, const Optimizer& update, float* norm) {
  f4 squares = {};
  for (int s = 0; s < l.strips; ++s) {
    const float* delta = l.delta.data + 32 * s;
    for (int i = 0; i < l.in; i += 2) {
      f4 gradient[2];
      weights_tile(delta, l.x.data + 8 * i, l.delta.stride, l.x.stride, l.x.count, gradient);
      const int at = 4 * (s * l.in + i);
      for (int c = 0; c < 2; ++c) {
        if (with_norms) squares += gradient[c] * gradient[c];
        update(gradient[c], l.w + at + 4 * c, l.m + at + 4 * c, l.v + at + 4 * c);
      }
    }
    update(features_sum(l.delta, 4 * s), l.b + 4 * s, l.bm + 4 * s, l.bv + 4 * s);
  }
  if (with_norms) *norm = sqrt4(splat(squares[0] + squares[1] + squares[2] + squares[3]))[0];
}

/// Half the mean squared error of one output.
void squared_error(const Layer& l) {
  const f4 scale = splat(1.0f / static_cast<float>(net.batch));
  for (int p = 0; p < l.a.count; ++p) {
    for (int h = 0; h < 8; h += 4) {
      const f4 error = load(l.a.data + p * l.a.stride + h) - load(net.targets + 8 * p + h);
      store(l.delta.data + p * l.delta.stride + h, scale * error);
    }
  }
}

void cross_entropy(const Layer& l) {
  const f4 scale = splat(1.0f / static_cast<float>(net.batch));
  for (int p = 0; p < l.a.count; ++p) {
    for (int h = 0; h < 8; h += 4) {
      const float* z = l.a.data + p * l.a.stride + h;
      float* delta = l.delta.data + p * l.delta.stride + h;
      f4 largest = load(z), sum = {};
      for (int c = 1; c < l.out; ++c) largest = max4(largest, load(z + 8 * c));
      for (int c = 0; c < l.out; ++c) {
        const f4 e = exp4(max4(load(z + 8 * c) - largest, splat(-80)));
        store(delta + 8 * c, e);
        sum += e;
      }
      const f4 label = load(net.targets + 8 * p + h);
      for (int c = 0; c < l.out; ++c) {
        const f4 right = (f4)((i4)(label == splat(static_cast<float>(c))) & (i4)splat(1));
        store(delta + 8 * c, scale * (load(delta + 8 * c) / sum - right));
      }
    }
  }
}

template <class Activation, class Optimizer, bool with_norms>
void step() {
  net.power1 *= 0.9f;
  net.power2 *= 0.999f;
  const int last = net.layers - 1;
  for (int l = 0; l < last; ++l) forward<Activation>(net.layer[l]);
  forward<Identity>(net.layer[last]);
  if (net.softmax) {
    cross_entropy(net.layer[last]);
  } else {
    squared_error(net.layer[last]);
  }
  const Optimizer update(net);
  for (int l = last; l >= 0; --l) {
    if (l > 0) backward_data<Activation>(net.layer[l], net.layer[l - 1].delta);
    backward_weights<Optimizer, with_norms>(net.layer[l], update, norms + l);
  }
}

/// Calls take(position in the strips, position in the rows) for every weight.
template <class Take>
void each_weight(const Layer& l, Take&& take_one) {
  for (int o = 0; o < l.out; ++o) {
    for (int i = 0; i < l.in; ++i) take_one((o / 4 * l.in + i) * 4 + o % 4, o * l.in + i);
  }
}

}  // namespace
}  // namespace bound

using namespace bound;

extern "C" {

/// widths[0 .. layers]; then hand over parameters and batch through exchange().
void open_net(int layers, int batch, int tanh, int adam, int softmax, float rate) {
  net.layers = layers;
  net.batch = batch;
  net.tanh = tanh;
  net.adam = adam;
  net.softmax = softmax;
  net.rate = rate;
}

void add_layer(int l, int in, int out) {
  const int strips = (out + 3) / 4, size = strips * 4 * in, biases = strips * 4;
  Layer& layer = net.layer[l];
  layer = {in,           out,          strips,       take(size), take(size), take(size),
           take(biases), take(biases), take(biases), {},         {},         {}};
  layer.x = l == 0 ? take_panels(in) : net.layer[l - 1].a;
  layer.a = take_panels(biases);
  layer.delta = take_panels(biases);
}

/// Room at the end of the arena for data that comes or goes.
float* exchange() { return arena + used; }

/// inputs [batch][features], then one target a sample.
void set_batch() {
  const Panels x = net.layer[0].x;
  const int features = net.layer[0].in;
  const float* from = take(net.batch * (features + 1));  // where exchange() pointed
  net.targets = from + net.batch * features;
  for (int s = 0; s < net.batch; ++s) {
    for (int f = 0; f < features; ++f) {
      x.data[s / 8 * x.stride + 8 * f + s % 8] = from[s * features + f];
    }
  }
}

/// All layers: W row-major [out][in], then b.
void set_params() {
  const float* from = exchange();
  for (int n = 0; n < net.layers; ++n) {
    const Layer& l = net.layer[n];
    each_weight(l, [&](int strip, int row) { l.w[strip] = from[row]; });
    from += l.in * l.out;
    for (int o = 0; o < l.out; ++o) l.b[o] = *from++;
  }
}

void get_params() {
  float* to = exchange();
  for (int n = 0; n < net.layers; ++n) {
    const Layer& l = net.layer[n];
    each_weight(l, [&](int strip, int row) { to[row] = l.w[strip]; });
    to += l.in * l.out;
    for (int o = 0; o < l.out; ++o) *to++ = l.b[o];
  }
}

float* norms_of_layers() { return norms; }

void train(int steps, int with_norms) {
  for (int i = 0; i < steps; ++i) {
    if (!net.adam) {
      step<Tanh, Sgd, false>();
    } else if (!net.tanh) {
      step<Relu, Adam, false>();
    } else if (with_norms) {
      step<Tanh, Adam, true>();
    } else {
      step<Tanh, Adam, false>();
    }
  }
}
}
