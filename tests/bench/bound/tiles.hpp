// The tiles of the bound: 4 outputs (or inputs) x 8 samples, and 2 inputs x 4 outputs of dot
// products over the batch. Sums need no fixed order here; the engine's own kernels are elsewhere.
//
// A batch lies in panels of 8 samples, [panel][feature][8]; weights in strips of 4 outputs,
// [out / 4][in][4], which serves all three products.
#pragma once

#include <cstring>

namespace bound {

typedef float f4 __attribute__((vector_size(16)));
typedef int i4 __attribute__((vector_size(16)));

inline f4 load(const float* p) {
  f4 v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void store(float* p, f4 v) { std::memcpy(p, &v, sizeof v); }
inline f4 splat(float x) { return f4{x, x, x, x}; }
inline f4 sqrt4(f4 x) { return __builtin_wasm_sqrt_f32x4(x); }
inline f4 max4(f4 a, f4 b) { return __builtin_wasm_pmax_f32x4(a, b); }
inline f4 min4(f4 a, f4 b) { return __builtin_wasm_pmin_f32x4(a, b); }

/// e^x for |x| <= 80: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2], relative error below 2e-7.
inline f4 exp4(f4 x) {
  const f4 magic = splat(12582912.0f);  // 1.5 * 2^23: adding it rounds to an integer
  const f4 t = x * splat(1.44269504f) + magic;
  const f4 n = t - magic;
  const f4 r = x - n * splat(0.693359375f) + n * splat(2.12194440e-4f);
  f4 p = splat(1.0f / 720);
  p = p * r + splat(1.0f / 120);
  p = p * r + splat(1.0f / 24);
  p = p * r + splat(1.0f / 6);
  p = p * r + splat(0.5f);
  p = p * r + splat(1);
  p = p * r + splat(1);
  return (f4)((i4)p + ((i4)t << 23));
}

struct Tanh {
  static f4 value(f4 z) {
    const f4 x = min4(max4(z, splat(-9)), splat(9));
    return splat(1) - splat(2) / (exp4(x + x) + splat(1));
  }
  static f4 slope(f4 a) { return splat(1) - a * a; }
};

struct Relu {
  static f4 value(f4 z) { return max4(z, splat(0)); }
  static f4 slope(f4 a) { return (f4)((i4)(a > splat(0)) & (i4)splat(1)); }
};

struct Identity {
  static f4 value(f4 z) { return z; }
};

/// Four outputs of one panel: value(w x + b).
template <class Activation>
inline void forward_tile(const float* w, const float* bias, const float* x, float* out, int in) {
  f4 sum[4][2];
  for (int r = 0; r < 4; ++r) sum[r][0] = sum[r][1] = splat(bias[r]);
#pragma GCC unroll 1
  for (int i = 0; i < in; ++i) {
    const f4 x0 = load(x), x1 = load(x + 4);
    for (int r = 0; r < 4; ++r) {
      const f4 weight = splat(w[r]);
      sum[r][0] += weight * x0;
      sum[r][1] += weight * x1;
    }
    x += 8;
    w += 4;
  }
  for (int r = 0; r < 4; ++r) {
    store(out + 8 * r, Activation::value(sum[r][0]));
    store(out + 8 * r + 4, Activation::value(sum[r][1]));
  }
}

/// Four inputs of one panel: (W^T delta) times the slope at `a`. `w` points to the first of the
/// four in strip 0.
template <class Activation>
inline void backward_tile(const float* w, int in, int strips, const float* delta, const float* a,
                          float* out) {
  f4 sum[4][2] = {};
  const int next = 4 * in - 4;
#pragma GCC unroll 1
  for (int s = 0; s < strips; ++s) {
#pragma GCC unroll 1
    for (const float* end = w + 4; w != end; ++w) {
      const f4 d0 = load(delta), d1 = load(delta + 4);
      for (int r = 0; r < 4; ++r) {
        const f4 weight = splat(w[4 * r]);
        sum[r][0] += weight * d0;
        sum[r][1] += weight * d1;
      }
      delta += 8;
    }
    w += next;
  }
  for (int r = 0; r < 4; ++r) {
    store(out + 8 * r, sum[r][0] * Activation::slope(load(a + 8 * r)));
    store(out + 8 * r + 4, sum[r][1] * Activation::slope(load(a + 8 * r + 4)));
  }
}

/// The sums of the lanes of four vectors, as one vector.
inline f4 sum_lanes(const f4 (&v)[4]) {
  const f4 a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5) +
               __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
  const f4 b = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5) +
               __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  return __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7);
}

/// A view of panels.
struct Panels {
  float* data;
  int stride, count;
};

/// gradient[c] = dL/dW of input c and four outputs, c = 0, 1.
inline void weights_tile(const float* delta, const float* x, int delta_stride, int x_stride,
                         int panels, f4 (&gradient)[2]) {
  f4 sum[2][4] = {};
  for (int half = 0; half < 8; half += 4) {
    const float* d = delta + half;
    const float* a = x + half;
#pragma GCC unroll 1
    for (int p = 0; p < panels; ++p) {
      const f4 a0 = load(a), a1 = load(a + 8);
      for (int r = 0; r < 4; ++r) {
        const f4 y = load(d + 8 * r);
        sum[0][r] += y * a0;
        sum[1][r] += y * a1;
      }
      d += delta_stride;
      a += x_stride;
    }
  }
  for (int c = 0; c < 2; ++c) gradient[c] = sum_lanes(sum[c]);
}

/// The sum over the batch of four features.
inline f4 features_sum(Panels values, int feature) {
  f4 sum[4] = {};
  for (int p = 0; p < values.count; ++p) {
    const float* v = values.data + p * values.stride + 8 * feature;
    for (int r = 0; r < 4; ++r) sum[r] += load(v + 8 * r) + load(v + 8 * r + 4);
  }
  return sum_lanes(sum);
}

}  // namespace bound
