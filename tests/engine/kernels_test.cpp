// The kernels against their slow, obvious forms.
//
// Twice over: on small whole numbers, where every sum is exact in whatever order, so an oracle in
// double must agree to the last bit; and on real numbers against the documented order of summation,
// written out in scalars, which must give the same bits.
#include "engine/core/kernels.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

constexpr std::array<Index, 11> kSizes = {1, 2, 3, 7, 8, 9, 31, 32, 33, 64, 65};

/// Panels filled, padding included, from a seeded stream: whole numbers from -4 to 4, or reals.
Panels filled(PanelPool& pool, Index rows, Index features, std::uint64_t key, bool whole) {
  const Panels x = pool.make(rows, features);
  for (Index i = 0; i < x.count() * x.stride; ++i) {
    const double unit = numbers(key).unit(static_cast<std::uint64_t>(i));
    x.data[i] = scalar(whole ? std::nearbyint(4 * unit) : unit);
  }
  return x;
}

std::vector<Scalar> matrix(Index size, std::uint64_t key, bool whole) {
  std::vector<Scalar> w = uniform(static_cast<std::size_t>(size), key);
  for (Scalar& x : w) x = whole ? std::nearbyint(4 * x) : x;
  return w;
}

/// Documented order: the bias, then one term after the other.
Scalar forward_sum(const Scalar* w, Scalar bias, const Panels& in, Index row) {
  Scalar sum = bias;
  for (Index i = 0; i < in.features; ++i) sum += w[i] * in.at(row, i);
  return sum;
}

/// Documented order: sample n into lane n mod kLanes, vector by vector of the panels.
Scalar batch_sum(const Panels& delta, Index o, const Panels& in, Index i) {
  std::array<Scalar, kLanes> lane{};
  for (Index s = 0; s < kPanel; s += kLanes) {
    for (Index p = 0; p < in.count(); ++p) {
      for (Index k = 0; k < kLanes; ++k) {
        const Index row = p * kPanel + s + k;
        lane[static_cast<std::size_t>(k)] += delta.at(row, o) * in.at(row, i);
      }
    }
  }
  if constexpr (kLanes == 4) {
    return (lane[0] + lane[2]) + (lane[1] + lane[3]);
  } else {
    return lane[0] + lane[1];
  }
}

double exact_dot(const Panels& a, Index f, const Panels& b, Index g) {
  double sum = 0;
  for (Index row = 0; row < a.rows; ++row) {
    sum += static_cast<double>(a.at(row, f)) * static_cast<double>(b.at(row, g));
  }
  return sum;
}

struct WrongBits {
  int count = 0;
  void see(Scalar got, Scalar expected) { count += same_bits(got, expected) ? 0 : 1; }
};

}  // namespace

TEST_CASE("kernels: forward is W a + b, for every width") {
  for (const bool whole : {true, false}) {
    WrongBits wrong;
    for (const Index in : kSizes) {
      for (const Index out : kSizes) {
        PanelPool pool;
        const Panels a = filled(pool, 8, in, 1, whole);
        const Panels z = pool.make(8, out);
        const std::vector<Scalar> w = matrix(in * out, 2, whole);
        const std::vector<Scalar> bias = matrix(out, 3, whole);
        dense_forward(w.data(), bias.data(), in, out, a.data, z.data);
        for (Index o = 0; o < out; ++o) {
          for (Index row = 0; row < 8; ++row) {
            const Scalar b = bias[static_cast<std::size_t>(o)];
            double exact = static_cast<double>(b);
            for (Index i = 0; i < in; ++i) {
              exact += static_cast<double>(w[static_cast<std::size_t>(o * in + i)]) *
                       static_cast<double>(a.at(row, i));
            }
            wrong.see(z.at(row, o),
                      whole ? scalar(exact)
                            : forward_sum(&w[static_cast<std::size_t>(o * in)], b, a, row));
          }
        }
      }
    }
    INFO((whole ? "whole numbers" : "reals, order of summation"));
    CHECK(wrong.count == 0);
  }
}

TEST_CASE("kernels: backward-data is W^T delta plus a start, for every width") {
  for (const bool has_start : {false, true}) {
    for (const bool whole : {true, false}) {
      WrongBits wrong;
      for (const Index in : kSizes) {
        for (const Index out : kSizes) {
          PanelPool pool;
          const Panels delta = filled(pool, 8, out, 4, whole);
          const Panels start = filled(pool, 8, in, 5, whole);
          const Panels da = pool.make(8, in);
          const std::vector<Scalar> w = matrix(in * out, 6, whole);
          dense_backward_data(w.data(), in, out, delta.data, has_start ? start.data : nullptr,
                              da.data);
          for (Index i = 0; i < in; ++i) {
            for (Index row = 0; row < 8; ++row) {
              Scalar sum = has_start ? start.at(row, i) : 0;  // documented order; exact if whole
              for (Index o = 0; o < out; ++o) {
                sum += w[static_cast<std::size_t>(o * in + i)] * delta.at(row, o);
              }
              wrong.see(da.at(row, i), sum);
            }
          }
        }
      }
      INFO((has_start ? "with" : "without") << " a start, whole " << whole);
      CHECK(wrong.count == 0);
    }
  }
}

TEST_CASE("kernels: backward-data may write where its start lies") {
  PanelPool pool;
  const Panels delta = filled(pool, 8, 9, 7, false);
  const Panels start = filled(pool, 8, 33, 8, false);
  const Panels apart = pool.make(8, 33);
  const std::vector<Scalar> w = matrix(9 * 33, 9, false);
  dense_backward_data(w.data(), 33, 9, delta.data, start.data, apart.data);
  dense_backward_data(w.data(), 33, 9, delta.data, start.data, start.data);
  CHECK(std::memcmp(start.data, apart.data, 8 * 33 * sizeof(Scalar)) == 0);
}

TEST_CASE("kernels: backward-weights sums delta a^T over the batch, for every width and batch") {
  for (const bool whole : {true, false}) {
    WrongBits wrong;
    for (const Index in : kSizes) {
      for (const Index out : kSizes) {
        const Index batch = kSizes[static_cast<std::size_t>(in * 7 + out) % kSizes.size()];
        PanelPool pool;
        const Panels a = filled(pool, batch, in, 10, whole);
        const Panels delta = filled(pool, batch, out, 11, whole);
        delta.pad(true);  // the padding of `a` holds anything
        std::vector<Scalar> gradient(static_cast<std::size_t>(in * out), Scalar{99});
        dense_backward_weights(delta, a, 0, out, gradient.data());
        for (Index o = 0; o < out; ++o) {
          for (Index i = 0; i < in; ++i) {
            wrong.see(
                gradient[static_cast<std::size_t>(o * in + i)] + Scalar{0},
                whole ? scalar(exact_dot(delta, o, a, i)) + Scalar{0} : batch_sum(delta, o, a, i));
          }
        }
      }
    }
    INFO((whole ? "whole numbers" : "reals, order of summation"));
    CHECK(wrong.count == 0);
  }
}

TEST_CASE("kernels: backward-weights does not depend on how the rows are cut") {
  PanelPool pool;
  const Panels a = filled(pool, 33, 31, 12, false);
  const Panels delta = filled(pool, 33, 9, 13, false);
  delta.pad(true);
  std::vector<Scalar> once(9 * 31);
  dense_backward_weights(delta, a, 0, 9, once.data());
  for (Index cut = 0; cut <= 9; ++cut) {
    std::vector<Scalar> pieces(9 * 31, Scalar{99});
    dense_backward_weights(delta, a, cut, 9, pieces.data());
    for (Index i = 0; i < cut * 31; ++i) {
      if (pieces[static_cast<std::size_t>(i)] != 99) FAIL("wrote before row " << cut);
    }
    dense_backward_weights(delta, a, 0, cut, pieces.data());
    INFO("cut before row " << cut);
    CHECK(same_array(once, pieces));
  }
}

TEST_CASE("kernels: feature sums run over the batch, for every size") {
  WrongBits wrong;
  for (const Index features : kSizes) {
    for (const Index batch : kSizes) {
      PanelPool pool;
      const Panels x = filled(pool, batch, features, 14, true);
      x.pad(true);
      std::vector<Scalar> sums(static_cast<std::size_t>(features));
      feature_sums(x, sums.data());
      for (Index f = 0; f < features; ++f) {
        double exact = 0;
        for (Index row = 0; row < batch; ++row) exact += static_cast<double>(x.at(row, f));
        wrong.see(sums[static_cast<std::size_t>(f)] + Scalar{0}, scalar(exact) + Scalar{0});
      }
    }
  }
  CHECK(wrong.count == 0);
}

TEST_CASE("kernels: the sum of squares is exact on whole numbers, for every length") {
  for (std::size_t n = 0; n <= 70; ++n) {
    const std::vector<Scalar> x = matrix(static_cast<Index>(n), 15, true);
    double exact = 0;
    for (const Scalar v : x) exact += static_cast<double>(v) * static_cast<double>(v);
    INFO("length " << n);
    CHECK(sum_of_squares(x.data(), static_cast<Index>(n)) == exact);
  }
}

TEST_CASE("kernels: the sum of squares adds in four pairs, then the rest") {
  const std::vector<Scalar> x = uniform(61, 16);
  std::array<double, 8> sum{};
  for (std::size_t i = 0; i < 56; ++i) {
    sum[i % 8] += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  }
  double tail = 0;
  for (std::size_t i = 56; i < 61; ++i)
    tail += static_cast<double>(x[i]) * static_cast<double>(x[i]);
  const double even = (sum[0] + sum[2]) + (sum[4] + sum[6]);
  const double odd = (sum[1] + sum[3]) + (sum[5] + sum[7]);
  CHECK(sum_of_squares(x.data(), 61) == (even + odd) + tail);
}

TEST_CASE("kernels: the sum of squares loses neither 1e-30 nor 1e30") {
  for (const double size : {1e-30, 1.0, 1e30}) {
    const std::vector<Scalar> x(100, scalar(size));
    const auto stored = static_cast<double>(scalar(size));
    // 100 roundings of half a unit at most.
    CHECK(sum_of_squares(x.data(), 100) ==
          Approx(100 * stored * stored).epsilon(100 * 0x1p-53).margin(0));
  }
}
