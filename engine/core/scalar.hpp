// The number type of the engine and its 16-byte vectors. Knows arithmetic, no mathematics.
//
// The engine is compiled twice from one source: float32 (the default) and float64. Both live in one
// program because every room opens `inline namespace GRADSCOPE_PRECISION`.
//
// A lane of a vector computes exactly what the scalar expression computes (IEEE 754, no fused
// multiply-add: the build passes -ffp-contract=off), so code written once as a template on T gives
// the same bits for T = Scalar and for T = Vec, natively and in WebAssembly.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#ifdef GRADSCOPE_FLOAT64
#define GRADSCOPE_PRECISION float64
#else
#define GRADSCOPE_PRECISION float32
#endif

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

#ifdef GRADSCOPE_FLOAT64
using Scalar = double;
#else
using Scalar = float;
#endif

/// Rounds a number worked out in double.
inline constexpr Scalar scalar(double x) { return static_cast<Scalar>(x); }

using Index = std::ptrdiff_t;
__extension__ using Wide = unsigned __int128;

/// 16 bytes of `Element`: 4 floats or 2 doubles. GCC and Clang vector extension.
template <class Element>
using VecOf __attribute__((vector_size(16))) = Element;
using Vec = VecOf<Scalar>;

/// Scalars in one Vec.
inline constexpr Index kLanes = 16 / sizeof(Scalar);

namespace detail {
template <class T>
struct ElementOf {
  using type = T;
};
template <>
struct ElementOf<VecOf<float>> {
  using type = float;
};
template <>
struct ElementOf<VecOf<double>> {
  using type = double;
};
}  // namespace detail

/// float or double: the element type of T, where T is a number or a vector of them.
template <class T>
using Element = typename detail::ElementOf<T>::type;

template <class T>
inline constexpr bool kIsVector = !std::is_same_v<T, Element<T>>;

/// The same bits as another type of the same size (std::bit_cast, which old libc++ lacks).
template <class To, class From>
inline To bits_as(From from) {
  return __builtin_bit_cast(To, from);
}

/// A T with `x` in every lane. `x` is rounded once, from double.
template <class T>
inline T splat(double x) {
  const auto e = static_cast<Element<T>>(x);
  if constexpr (!kIsVector<T>) {
    return e;
  } else if constexpr (sizeof(Element<T>) == 4) {
    return T{e, e, e, e};
  } else {
    return T{e, e};
  }
}

/// `x` in every lane, without a conversion.
inline Vec broadcast(Scalar x) { return splat<Vec>(x); }

inline Vec load(const Scalar* p) {
  Vec v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

inline void store(Scalar* p, Vec v) { std::memcpy(p, &v, sizeof v); }

/// Reads a T (one Scalar or one Vec of neighbours) at `p`.
template <class T>
inline T load_as(const Scalar* p) {
  T v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

template <class T>
inline void store_as(Scalar* p, T v) {
  std::memcpy(p, &v, sizeof v);
}

/// Square root, correctly rounded in every lane.
template <class T>
inline T sqrt(T x) {
  if constexpr (!kIsVector<T>) {
    return std::sqrt(x);
  } else {
#ifdef __wasm_simd128__  // clang 14 does not vectorize the loop below for this target
    if constexpr (std::is_same_v<T, VecOf<float>>) return __builtin_wasm_sqrt_f32x4(x);
    if constexpr (std::is_same_v<T, VecOf<double>>) return __builtin_wasm_sqrt_f64x2(x);
#endif
    T r = x;
    for (std::size_t i = 0; i < sizeof(T) / sizeof(Element<T>); ++i) r[i] = std::sqrt(x[i]);
    return r;
  }
}

template <class T>
inline T max(T a, T b) {
  return a < b ? b : a;
}

template <class T>
inline T min(T a, T b) {
  return b < a ? b : a;
}

/// Runs `body(T tag, index)` over [0, n): whole vectors first, then single scalars. What `body`
/// computes for an element must not depend on its neighbours.
template <class Body>
inline void for_each_element(Index n, Body&& body) {
  Index i = 0;
  for (; i + kLanes <= n; i += kLanes) body(Vec{}, i);
  for (; i < n; ++i) body(Scalar{}, i);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
