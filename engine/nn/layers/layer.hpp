// The one list of layers.
//
// A member is a struct of its settings with
//   void tensors(const LayerSpec&, TensorList&) const
//       says its tensors
//   const char* outside_mean_field(const LayerSpec&) const
//       why mean-field theory does not describe it: a key of kNoTheory, or null if it does
// and a class `Pass`, which takes all its memory in its constructor and works on one batch:
//   Pass(const Member&, const LayerSpec&, LayerMemory&)
//   const LayerValues& values()
//       what every layer shows
//   std::span<const Signal> signals()
//       the same by name, in the order of the passes
//   bool forward(Mode)
//       from values().in to values().a; false if an activation was given a number not finite
//   void predict(const Panels& in, const Panels& out)
//       one panel, in evaluation mode; leaves values() alone
//   std::span<const Product> backward(const Panels* below)
//       from values().da to delta, all gradients but those of weights, and dL/dh into `below`
//       (null: nobody wants it). Returns its products in the order of their tensors; the network
//       finishes dL/dW of each
//   void trace_down(const Panels& x, DeltaTrace&)
//       dL/dh of the last backward pass into x, with a look at each part of the way
//   void trace_units(const Panels& x, DeltaTrace&)
//       likewise from dL/da in x to delta in x; gradients of the parts' tensors may change
//   void slopes(const Panels& out)
//       phi'(u) of the last pass, into panels of z's shape
//   void update_running()
//       running statistics, after a step
// What layers have in common stands in nn/parts/.
#pragma once

#include <variant>

#include "engine/nn/layers/dense.hpp"
#include "engine/registry/visit.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Append only.
using Layer = std::variant<Dense>;

namespace detail {
template <class Variant>
struct PassesOf;
template <class... L>
struct PassesOf<std::variant<L...>> {
  using type = std::variant<typename L::Pass...>;
};
}  // namespace detail

/// The passes of a layer of any kind.
using LayerPass = detail::PassesOf<Layer>::type;

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
