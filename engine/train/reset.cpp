// Finding units that stopped learning, and starting them anew.
#include "engine/train/reset.hpp"

#include "engine/train/statistics.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

using Forget = std::function<void(Index)>;

class Resetter {
 public:
  Resetter(const ResetScene& scene, const Forget& forget) : scene_(scene), forget_(forget) {}

  /// New incoming weights for a unit of layer l, and zero biases.
  void redraw(Index l, Index unit) {
    draw_layer(l);
    for (const TensorSpec& t : layout().tensors(l)) {
      const Index row = t.offset + unit * t.columns;
      if (t.start == Start::kConstant) continue;
      for (Index i = row; i < row + t.columns; ++i) set(i, t.is_matrix() ? *fresh(i) : 0);
    }
  }

  void silence_outgoing(Index l, Index unit) {
    for (const TensorSpec& next : layout().tensors(l + 1)) {
      if (!next.is_matrix()) continue;
      for (Index r = 0; r < next.rows; ++r) set(next.offset + r * next.columns + unit, 0);
    }
  }

  /// Scales and centres a unit's input so that z has mean 0 and variance 1 on the batch.
  void standardize(Index l, Index unit) {
    const TensorSpec& w = layout().weight(l);
    const Panels& in = scene_.network.layer(l).in;
    double sum = 0;
    double squares = 0;
    for (Index row = 0; row < in.rows; ++row) {
      double z = 0;
      for (Index i = 0; i < w.columns; ++i) {
        z += static_cast<double>(scene_.params[row_of(l, unit) + i]) *
             static_cast<double>(in.at(row, i));
      }
      sum += z;
      squares += z * z;
    }
    const auto n = static_cast<double>(in.rows);
    const double mean = sum / n;
    const double variance = squares / n - mean * mean;
    if (!(variance > 0)) return;
    scene_.params.segment(row_of(l, unit), w.columns) *= scalar(1 / std::sqrt(variance));
    if (const TensorSpec* b = layout().bias(l)) {
      set(b->offset + unit, scalar(-mean / std::sqrt(variance)));
    }
  }

  const Layout& layout() const { return scene_.network.layout(); }

 private:
  Index row_of(Index l, Index unit) const {
    const TensorSpec& w = layout().weight(l);
    return w.offset + unit * w.columns;
  }
  /// The new value of params[i], which must belong to the layer that was drawn last.
  Scalar* fresh(Index i) const {
    return scene_.fresh.data() + (i - layout().weight(drawn_).offset);
  }
  void set(Index i, Scalar value) {
    scene_.params[i] = value;
    forget_(i);
  }
  void draw_layer(Index l) {
    if (drawn_ == l) return;
    drawn_ = l;
    for (const TensorSpec& t : layout().tensors(l)) {
      if (!t.is_matrix()) continue;
      const Stream stream(scene_.stream.bits(t.stream));
      draw_weights(scene_.initializer, {fresh(t.offset), t.fan}, stream);
    }
  }

  const ResetScene& scene_;
  const Forget& forget_;
  Index drawn_ = -1;
};

Index apply(const NoReset&, const ResetScene&, const Forget&) { return 0; }

Index apply(const ReDo& redo, const ResetScene& scene, const Forget& forget) {
  Resetter resetter(scene, forget);
  Index count = 0;
  for (Index l = 0; l + 1 < resetter.layout().depth(); ++l) {
    const Panels& v = scene.network.layer(l).v;  // before dropout and skip: of the unit itself
    double layer_mean = 0;
    for (Index u = 0; u < v.features; ++u) {
      layer_mean += mean_size(v, u) / static_cast<double>(v.features);
    }
    for (Index u = 0; u < v.features; ++u) {
      if (!(mean_size(v, u) / (layer_mean + 1e-9) <= redo.tau)) continue;
      resetter.redraw(l, u);
      resetter.silence_outgoing(l, u);
      ++count;
    }
  }
  return count;
}

Index apply(const Redraw& redraw, const ResetScene& scene, const Forget& forget) {
  Resetter resetter(scene, forget);
  Index count = 0;
  for (Index l = 0; l + 1 < resetter.layout().depth(); ++l) {
    const double limit =
        redraw.tau * steepest(resetter.layout().layers()[static_cast<std::size_t>(l)].activation);
    const Panels slopes = scene.slopes.shaped_like(scene.network.layer(l).z);
    scene.network.slopes(l, slopes);
    for (Index unit = 0; unit < slopes.features; ++unit) {
      if (!(mean_size(slopes, unit) < limit)) continue;
      resetter.redraw(l, unit);
      resetter.standardize(l, unit);
      ++count;
    }
  }
  return count;
}

}  // namespace

bool reset_due(const Reset& reset, std::int64_t step) {
  return visit_active(
      [&](const auto& r) {
        if constexpr (requires { r.every; }) {
          return step % r.every == 0;
        } else {
          return false;
        }
      },
      reset);
}

Index reset_units(const Reset& reset, const ResetScene& scene, const Forget& forget) {
  return visit_active([&](const auto& r) { return apply(r, scene, forget); }, reset);
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
