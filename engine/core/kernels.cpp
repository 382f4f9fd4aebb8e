// The tiles. Each keeps 8 vectors of sums in registers: 4 rows x 2 vectors of samples, or 2 rows x
// 4 columns of dot products; these shapes were the fastest of those measured (engine/README.md).
// Compiled on its own at -O3, because loops over a tile must unroll completely.
// Hot: -O3 in the module.
#include "engine/core/kernels.hpp"

// V8 keeps the 8 accumulators of a tile in registers only while the loop around it is not unrolled.
#define GRADSCOPE_ROLLED _Pragma("GCC unroll 1")

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// Two vectors of samples (a quarter or a half of a panel) for each row of a tile.
inline constexpr Index kTileSamples = 2 * kLanes;

/// sum[r] += sum over t of weight(r, t) * in[t], where weight(r, t) is w[r * stride + t], or
/// w[t * stride + r] if transposed.
template <int rows, bool transposed>
inline void accumulate(Vec (&sum)[rows][2], const Scalar* w, Index stride, const Scalar* in,
                       Index terms) {
  const Index row = transposed ? 1 : stride;
  const Index term = transposed ? stride : 1;
  GRADSCOPE_ROLLED
  for (Index t = 0; t < terms; ++t) {
    const Vec x0 = load(in);
    const Vec x1 = load(in + kLanes);
    for (int r = 0; r < rows; ++r) {
      const Vec weight = broadcast(w[r * row]);
      sum[r][0] += weight * x0;
      sum[r][1] += weight * x1;
    }
    in += kPanel;
    w += term;
  }
}

/// The last one to three of `all`, from `i` on: tiles of 2 and 1.
template <class Tile>
inline void finish(Index all, Index i, Tile&& tile) {
  if (all - i >= 2) {
    tile.template operator()<2>(i);
    i += 2;
  }
  if (i < all) tile.template operator()<1>(i);
}

template <int rows>
inline void forward_tile(const Scalar* w, const Scalar* bias, const Scalar* in, Scalar* out,
                         Index in_features) {
  for (Index s = 0; s < kPanel; s += kTileSamples) {
    Vec sum[rows][2];
    for (int r = 0; r < rows; ++r) sum[r][0] = sum[r][1] = broadcast(bias[r]);
    accumulate<rows, false>(sum, w, in_features, in + s, in_features);
    for (int r = 0; r < rows; ++r) {
      store(out + kPanel * r + s, sum[r][0]);
      store(out + kPanel * r + s + kLanes, sum[r][1]);
    }
  }
}

template <int rows>
inline void backward_data_tile(const Scalar* w, const Scalar* delta, const Scalar* start,
                               Scalar* out, Index in_features, Index out_features) {
  for (Index s = 0; s < kPanel; s += kTileSamples) {
    Vec sum[rows][2];
    for (int r = 0; r < rows; ++r) {
      sum[r][0] = start == nullptr ? Vec{} : load(start + kPanel * r + s);
      sum[r][1] = start == nullptr ? Vec{} : load(start + kPanel * r + s + kLanes);
    }
    accumulate<rows, true>(sum, w, in_features, delta + s, out_features);
    for (int r = 0; r < rows; ++r) {
      store(out + kPanel * r + s, sum[r][0]);
      store(out + kPanel * r + s + kLanes, sum[r][1]);
    }
  }
}

/// The sum of the lanes, as a tree: (0 + 2) + (1 + 3), or 0 + 1.
template <class V>
Scalar sum_lanes(V v) {
  if constexpr (kLanes == 4) {
    return (v[0] + v[2]) + (v[1] + v[3]);
  } else {
    return v[0] + v[1];
  }
}

/// out[j] = sum_lanes(v[j]) for four vectors at once; four lanes by transposing.
template <class V>
void store_lane_sums(Scalar* out, const V (&v)[4]) {
  if constexpr (kLanes == 4) {
    const V a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5) +
                __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
    const V b = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5) +
                __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
    store(out,
          __builtin_shufflevector(a, b, 0, 1, 4, 5) + __builtin_shufflevector(a, b, 2, 3, 6, 7));
  } else {
    for (int j = 0; j < 4; ++j) out[j] = sum_lanes(v[j]);
  }
}

/// gradient[r][c] = sum over the batch of delta[r] * in[c].
template <int rows, int columns>
inline void backward_weights_tile(const Scalar* delta, Index delta_stride, const Scalar* in,
                                  Index in_stride, Index panels, Scalar* gradient, Index stride) {
  Vec sum[rows][columns] = {};
  for (Index s = 0; s < kPanel; s += kLanes) {  // a whole sweep per vector of a panel: one loop
    const Scalar* d = delta + s;
    const Scalar* a = in + s;
    GRADSCOPE_ROLLED
    for (Index p = 0; p < panels; ++p) {
      Vec x[columns];
      for (int c = 0; c < columns; ++c) x[c] = load(a + kPanel * c);
      for (int r = 0; r < rows; ++r) {
        const Vec y = load(d + kPanel * r);
        for (int c = 0; c < columns; ++c) sum[r][c] += y * x[c];
      }
      d += delta_stride;
      a += in_stride;
    }
  }
  for (int r = 0; r < rows; ++r) {
    if constexpr (columns == 4) {
      store_lane_sums(gradient + r * stride, sum[r]);
    } else {
      for (int c = 0; c < columns; ++c) gradient[r * stride + c] = sum_lanes(sum[r][c]);
    }
  }
}

template <int rows>
inline void backward_weights_rows(const Panels& delta, Index row, const Panels& in,
                                  Scalar* gradient) {
  const Index columns = in.features;
  const Scalar* d = delta.data + kPanel * row;
  Scalar* g = gradient + row * columns;
  const auto tile = [&]<int width>(Index c) {
    backward_weights_tile<rows, width>(d, delta.stride, in.data + kPanel * c, in.stride, in.count(),
                                       g + c, columns);
  };
  Index c = 0;
  for (; c + 4 <= columns; c += 4) tile.template operator()<4>(c);
  finish(columns, c, tile);
}

}  // namespace

void dense_forward(const Scalar* w, const Scalar* bias, Index in_features, Index out_features,
                   const Scalar* in, Scalar* out) {
  const auto tile = [&]<int rows>(Index o) {
    forward_tile<rows>(w + o * in_features, bias + o, in, out + kPanel * o, in_features);
  };
  Index o = 0;
  for (; o + 4 <= out_features; o += 4) tile.template operator()<4>(o);
  finish(out_features, o, tile);
}

void dense_backward_data(const Scalar* w, Index in_features, Index out_features,
                         const Scalar* delta, const Scalar* start, Scalar* out) {
  const auto tile = [&]<int rows>(Index i) {
    backward_data_tile<rows>(w + i, delta, start == nullptr ? nullptr : start + kPanel * i,
                             out + kPanel * i, in_features, out_features);
  };
  Index i = 0;
  for (; i + 4 <= in_features; i += 4) tile.template operator()<4>(i);
  finish(in_features, i, tile);
}

void dense_backward_weights(const Panels& delta, const Panels& in, Index begin, Index end,
                            Scalar* gradient) {
  Index o = begin;
  for (; o + 2 <= end; o += 2) backward_weights_rows<2>(delta, o, in, gradient);
  if (o < end) backward_weights_rows<1>(delta, o, in, gradient);
}

void feature_sums(const Panels& values, Scalar* out) {
  for (Index f = 0; f < values.features; ++f) {
    Vec sum = {};
    for (Index p = 0; p < values.count(); ++p) {
      const Scalar* v = values.panel(p) + kPanel * f;
      for (Index s = 0; s < kPanel; s += kLanes) sum += load(v + s);
    }
    out[f] = sum_lanes(sum);
  }
}

double sum_of_squares(const Scalar* x, Index n) {
  using Pair = VecOf<double>;
  Pair sum[4] = {};
  Index i = 0;
  for (; i + 8 <= n; i += 8) {
    for (int k = 0; k < 4; ++k) {
      const Pair v = load_pair(x + i + 2 * k);
      sum[k] += v * v;
    }
  }
  double tail = 0;
  for (; i < n; ++i) tail += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  const Pair pair = (sum[0] + sum[1]) + (sum[2] + sum[3]);
  return (pair[0] + pair[1]) + tail;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
