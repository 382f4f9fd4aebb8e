// An optimizer: transforms in a row, then params += -learning_rate * u.
//
// Chains of element-wise transforms can be applied to any range of the arrays as soon as its
// gradient is final, while it is in cache; the result does not depend on how the arrays are cut.
// Chains with a transform that sees the whole array run after the backward pass.
#pragma once

#include <array>
#include <vector>

#include "engine/core/flat.hpp"
#include "engine/optim/transform.hpp"
#include "engine/registry/visit.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace detail {
struct NoRule {};

template <class T, bool elementwise = kIsElementwise<T>>
struct RuleOf {
  using type = typename T::Rule;
};
template <class T>
struct RuleOf<T, false> {
  using type = NoRule;
};

/// A transform, and its numbers for the current step.
template <class T>
struct Link {
  T transform;
  typename RuleOf<T>::type rule{};
};

template <class Variant>
struct LinksOf;
template <class... T>
struct LinksOf<std::variant<T...>> {
  using type = std::variant<Link<T>...>;
};
using AnyLink = LinksOf<Transform>::type;

inline constexpr Index kMostMoments = 3;

/// The same elements of the arrays that a link reads and writes.
struct Elements {
  const Scalar* source;
  const Scalar* params;
  Scalar* update;
  std::array<Scalar*, kMostMoments> moments;  ///< Null behind those that the link has.
};
}  // namespace detail

class Chain {
 public:
  /// `segments` describe the tensors of the flat arrays, in order and without gaps.
  Chain(const std::vector<Transform>& transforms, std::vector<Segment> segments);

  /// The state of the optimizer besides params: part of a snapshot.
  struct State {
    Flat moments;                ///< kMoments arrays for each transform, one behind the other.
    std::vector<double> memory;  ///< One number for each transform.
  };
  State initial_state() const;

  /// True if apply() may be called on ranges, in any order, as the gradient becomes final.
  bool elementwise() const { return elementwise_; }

  /// Fixes the numbers of step info.step. Once a step, before apply().
  void begin_step(const StepInfo& info, State& state);

  /// Arrays of equal layout. `update` receives what is added to params.
  struct Arrays {
    Scalar* params;
    const Scalar* gradient;
    Scalar* update;
  };
  /// Updates [begin, end). Without elementwise() the range must be everything. Returns false if a
  /// gradient or a new parameter is not finite.
  bool apply(const Arrays& arrays, State& state, Index begin, Index end);

  /// Measures the norm behind the last clipping from now on, or stops doing so.
  void measure_clipping(bool on) { measure_ = on; }
  /// That norm over the ranges applied in this step; negative if nothing clips.
  double clipped_norm() const { return last_clip_ < 0 ? -1 : std::sqrt(clipped_squares_); }

  /// Forgets the history of one element: its moments start anew.
  void clear_moments(State& state, Index element) const;

  Index size() const { return size_; }

 private:
  void run(std::size_t link, const detail::Elements& elements, Index n);
  void transform(std::size_t link, const detail::Elements& elements, Index n);
  bool move_params(const Scalar* gradient, const Scalar* source, Scalar* params, Scalar* update,
                   Index n) const;

  std::vector<detail::AnyLink> links_;
  std::vector<Index> offsets_;   // of each link's moments, in arrays; one more at the end
  std::vector<Scalar> initial_;  // what each of these arrays starts from
  std::vector<Segment> segments_;
  std::vector<Scalar> scratch_;  // of the transforms that see the whole array
  StepInfo info_{};
  Index size_ = 0;
  Index last_clip_ = -1;  // the last link that clips
  double clipped_squares_ = 0;
  bool measure_ = false;
  bool elementwise_ = true;
  bool owns_rate_ = false;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
