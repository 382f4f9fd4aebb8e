// Clipping: shrinking an update that is too large. None of these enlarges one, so none helps a
// gradient that vanished.
#pragma once

#include "engine/optim/transforms/rule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct ClipByValue {
  double limit = 1;
  static constexpr Info info{"clip_by_value", "Clip by value", R"(u \gets \min(\max(u,-c),c))",
                             "Mikolov 2012", "Each element on its own, so the direction changes."};
  static constexpr int kMoments = 0;
  static constexpr bool kClips = true;
  static constexpr auto fields() {
    return std::array{real<&ClipByValue::limit>("limit", "Largest magnitude c", {0, 1e30, true})};
  }
  struct Rule {
    Scalar limit;
    template <class T>
    T operator()(T u, T, std::array<T, 0>&) const {
      const T c = splat<T>(0) + limit;
      return min(max(u, -c), c);
    }
  };
  Rule rule(const StepInfo&, double&) const { return {scalar(limit)}; }
};

inline constexpr std::array<const char*, 3> kNormTypes = {"2", "1", "inf"};

namespace detail {
/// What the three clippings by norm share: u *= min(1, max_norm / (norm + eps)), group by group.
struct NormClip {
  double max_norm = 1;
  int norm_type = 0;
  double epsilon = 1e-6;
  enum class Group { kAll, kLayer, kTensor };
  void clip(const WholeUpdate& w, Group group) const;
};

template <class Clip>
constexpr auto norm_clip_fields() {
  return std::array{
      real<&Clip::max_norm>("max_norm", "Largest norm", {0, 1e30, true}),
      word<&Clip::norm_type>("norm_type", "Which norm", kNormTypes),
      real<&Clip::epsilon>("eps", "Added to the norm (PyTorch 1e-6, TensorFlow 0)", kEpsilonRange)};
}
}  // namespace detail

struct ClipByGlobalNorm : detail::NormClip {
  static constexpr Info info{
      "clip_by_global_norm", "Clip by global norm",
      R"(u \gets u\min(1, \tfrac{c}{\|u\|+\epsilon}))", "Pascanu et al. 2013, algorithm 1",
      "All parameters by one factor: the direction stays. The norm is accumulated "
      "in double; PyTorch's overflows float32 above 1.8e19 and stops training."};
  static constexpr int kMoments = 0;
  static constexpr bool kClips = true;
  static constexpr auto fields() { return detail::norm_clip_fields<detail::NormClip>(); }
  void whole(const WholeUpdate& w) const { clip(w, Group::kAll); }
};

struct ClipByLayerNorm : detail::NormClip {
  static constexpr Info info{
      "clip_by_layer_norm", "Clip by layer", R"(u_l \gets u_l\min(1, \tfrac{c}{\|u_l\|+\epsilon}))",
      "", "Weights and biases of a layer together, each layer by its own factor."};
  static constexpr int kMoments = 0;
  static constexpr bool kClips = true;
  static constexpr auto fields() { return detail::norm_clip_fields<detail::NormClip>(); }
  void whole(const WholeUpdate& w) const { clip(w, Group::kLayer); }
};

struct ClipByTensorNorm : detail::NormClip {
  static constexpr Info info{"clip_by_tensor_norm", "Clip by tensor",
                             R"(u_i \gets u_i\min(1, \tfrac{c}{\|u_i\|+\epsilon}))",
                             "tf.clip_by_norm",
                             "Each weight matrix and each vector by its own factor."};
  static constexpr int kMoments = 0;
  static constexpr bool kClips = true;
  static constexpr auto fields() { return detail::norm_clip_fields<detail::NormClip>(); }
  void whole(const WholeUpdate& w) const { clip(w, Group::kTensor); }
};

struct AdaptiveClip {
  double clip_factor = 0.01;
  double epsilon = 1e-3;
  static constexpr Info info{
      "adaptive_clip", "Adaptive clipping (AGC)",
      R"(u_i \gets u_i\min(1, \lambda\tfrac{\max(\|w_i\|,\epsilon)}{\|u_i\|}))",
      "Brock et al. 2021", "Each unit's row by its weight norm; vectors whole."};
  static constexpr int kMoments = 0;
  static constexpr bool kClips = true;
  static constexpr auto fields() {
    return std::array{
        real<&AdaptiveClip::clip_factor>("clip_factor", "Largest update : weight ratio",
                                         {0, 1e6, true}),
        real<&AdaptiveClip::epsilon>("eps", "Smallest weight norm that counts", kEpsilonRange)};
  }
  void whole(const WholeUpdate& w) const;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
