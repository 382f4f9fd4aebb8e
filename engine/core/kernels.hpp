// The hot loops: the three products of a dense layer and the sums over a flat array.
//
// The order of every sum is fixed and does not depend on the machine, so the bits are the same
// everywhere: forward and backward-data add one term after the other; backward-weights adds in
// lanes (sample n of a panel into lane n mod kLanes), then closes the lanes as a tree. The slow,
// obvious forms stand in tests/engine/kernels_test.cpp, where they are the oracle.
#pragma once

#include "engine/core/panels.hpp"
#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// One panel of z = W a + b. `w` is [out][in], row-major; `in` [in][8]; `out` [out][8].
void dense_forward(const Scalar* w, const Scalar* bias, Index in_features, Index out_features,
                   const Scalar* in, Scalar* out);

/// One panel of da = W^T delta, plus `start` [in][8] unless it is null. `out` may be `start`.
void dense_backward_data(const Scalar* w, Index in_features, Index out_features,
                         const Scalar* delta, const Scalar* start, Scalar* out);

/// Rows [begin, end) of dL/dW = sum over the batch of delta a^T. `gradient` is [out][in],
/// row-major. The padding of `delta` must be zero.
void dense_backward_weights(const Panels& delta, const Panels& in, Index begin, Index end,
                            Scalar* gradient);

/// out[f] = sum of feature f over the batch. The padding must be zero.
void feature_sums(const Panels& values, Scalar* out);

/// Sum of the squares of x[0..n), accumulated in double: neither 1e-30 nor 1e30 is lost.
double sum_of_squares(const Scalar* x, Index n);

/// Root mean square over the real samples, likewise.
double rms(const Panels& values);

/// Two neighbours as doubles.
inline VecOf<double> load_pair(const Scalar* p) {
  using Two __attribute__((vector_size(2 * sizeof(Scalar)))) = Scalar;
  Two two;
  std::memcpy(&two, p, sizeof two);
  return __builtin_convertvector(two, VecOf<double>);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
