// What the suites share: bits, the distance between numbers, seeded numbers. Holds no tests.
#pragma once

#include <cmath>
#include <limits>
#include <vector>

#include "engine/core/rng.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
/// The distance from 1 to the next Scalar.
inline constexpr double kEpsilon = std::numeric_limits<Scalar>::epsilon();

/// The same bits: tells -0 from 0, and takes a NaN to be itself.
template <class T>
bool same_bits(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0;
}

/// The same sizes and the same bits, for anything with data() and size().
template <class Array>
bool same_array(const Array& a, const Array& b) {
  const auto bytes = static_cast<std::size_t>(a.size()) * sizeof(*a.data());
  return a.size() == b.size() && (bytes == 0 || std::memcmp(a.data(), b.data(), bytes) == 0);
}

/// The gap between the numbers of type T around x: one unit in the last place.
template <class T>
double spacing(double x) {
  using Limits = std::numeric_limits<T>;
  const int exponent = x == 0 ? Limits::min_exponent - 1 : std::ilogb(x);
  return std::ldexp(1.0, std::max(exponent, Limits::min_exponent - 1) - Limits::digits + 1);
}

/// Seeded numbers of a test.
inline Stream numbers(std::uint64_t key) { return Stream::of(key, Purpose::kCheck); }

/// n numbers, uniform on (-1, 1).
inline std::vector<Scalar> uniform(std::size_t n, std::uint64_t key) {
  std::vector<Scalar> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = scalar(numbers(key).unit(i));
  return values;
}

/// The i-th draw of a stream as an index below n.
inline std::size_t index_below(const Stream& stream, std::uint64_t i, std::size_t n) {
  return static_cast<std::size_t>(stream.below(i, n));
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
