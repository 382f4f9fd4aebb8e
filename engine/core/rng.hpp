// Counter-based random numbers: number i of a stream is a pure function of (key, i), so nothing has
// to be saved or replayed, and two runs that differ in one setting share all other luck.
//
// The generator is splitmix64 (Steele, Lea and Flood 2014); a stream's key is its initial state.
#pragma once

#include <numbers>

#include "engine/core/numerics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// What a stream is for. Part of its key, so purposes never share numbers. Append only: the order
/// is part of every link ever shared.
enum class Purpose : std::uint64_t { kData, kSplit, kWeights, kBatches, kDropout, kReset, kCheck };

class Stream {
 public:
  explicit constexpr Stream(std::uint64_t key) : key_(key) {}

  /// The stream of a purpose; `part` tells layers, epochs or tensors apart.
  static constexpr Stream of(std::uint64_t seed, Purpose purpose, std::uint64_t part = 0) {
    const auto tag = static_cast<std::uint64_t>(purpose) + 1;
    return Stream(mix(mix(seed + tag * kGamma) + part * kGamma));
  }

  /// Any 64 bits, all equally likely. i counts from 0.
  constexpr std::uint64_t bits(std::uint64_t i) const { return mix(key_ + (i + 1) * kGamma); }

  /// Uniform on (-1, 1): odd multiples of 2^-24, never 0, exact in float32.
  constexpr double unit(std::uint64_t i) const {
    const auto k = static_cast<std::int64_t>(bits(i) >> 40);
    return static_cast<double>(2 * k + 1 - (std::int64_t{1} << 24)) * 0x1p-24;
  }

  /// Uniform on [0, 1): multiples of 2^-24.
  constexpr double fraction(std::uint64_t i) const {
    return static_cast<double>(bits(i) >> 40) * 0x1p-24;
  }

  /// Standard normal (Box and Muller 1958), from numbers 2i and 2i + 1 of the stream.
  double normal(std::uint64_t i) const {
    const double u = static_cast<double>((bits(2 * i) >> 11) + 1) * 0x1p-53;  // (0, 1]
    const double angle = 2 * std::numbers::pi * fraction(2 * i + 1);
    return sqrt(-2 * log(u)) * sin_cos(angle).cos;
  }

  /// Uniform on {0, ..., n - 1}; the bias is below n / 2^64.
  constexpr std::uint64_t below(std::uint64_t i, std::uint64_t n) const {
    return static_cast<std::uint64_t>((Wide{bits(i)} * n) >> 64);
  }

 private:
  static constexpr std::uint64_t kGamma = 0x9E3779B97F4A7C15;

  static constexpr std::uint64_t mix(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }

  std::uint64_t key_;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
