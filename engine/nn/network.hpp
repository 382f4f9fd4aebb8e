// A dense network on one batch: forward, backward, predict. Knows no optimizer, no data set and no
// time; it works on parameters that somebody else owns.
//
// z, a and delta of every layer stay readable until the next pass: they are what Gradscope shows.
#pragma once

#include <vector>

#include "engine/core/kernels.hpp"
#include "engine/nn/layout.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

/// The values of one layer on the current batch. Without normalisation, dropout or a skip
/// connection several of them are the same memory.
struct LayerValues {
  Panels in;     ///< h: what the layer receives.
  Panels z;      ///< W h + b.
  Panels u;      ///< What the activation sees: z, or its normalisation.
  Panels v;      ///< phi(u).
  Panels w;      ///< v, or its normalisation.
  Panels a;      ///< What the layer passes on.
  Panels da;     ///< dL/da. Only kept if asked for or if a skip connection needs it.
  Panels delta;  ///< dL/dz.
  Panels mask;   ///< 0 or 1 / (1 - dropout).
  NormTape norm;
};

/// Flat arrays of one network, owned by the trainer.
struct NetworkArrays {
  Scalar* params;
  Scalar* gradient;
  Scalar* running;  ///< Running mean and variance of each batch-normalised layer, in turn.
};

class Network {
 public:
  /// Takes all its memory here. `keep_da` keeps dL/da of every layer apart from delta.
  Network(const Layout& layout, Index batch, NetworkArrays arrays, bool keep_da = false);

  const Layout& layout() const { return layout_; }
  /// Where the batch is written, before forward(); pad(false) it if it is no multiple of 8.
  const Panels& input() const { return layers_.front().in; }
  const Panels& output() const { return layers_.back().a; }
  /// Where dL/d(output) is written, before backward().
  const Panels& output_gradient() const { return layers_.back().da; }
  const LayerValues& layer(Index l) const { return layers_[static_cast<std::size_t>(l)]; }

  /// Training mode: batch statistics, and the dropout masks of this step. Returns false if an
  /// activation was given a number that is not finite; the output itself is not looked at.
  bool forward(std::int64_t step);
  /// One layer of it; layer l - 1 must have been run.
  bool forward_layer(Index l, std::int64_t step);

  /// Fills the gradient from the last layer to the first. `weights_ready(l, begin, end)` is called
  /// when rows of dL/dW_l, params[begin, end), and everything behind them are final and no longer
  /// read, so they may be updated at once. Calls come in descending order and end at 0.
  template <class WeightsReady>
  void backward(WeightsReady&& weights_ready);

  /// phi'(u) of the last pass, into panels of z's shape.
  void slopes(Index l, const Panels& out) const;

  /// Moves the running statistics towards those of the last forward pass.
  void update_running_statistics();

  /// Evaluation mode: running statistics, no dropout. Leaves the values of the batch alone.
  void predict(const Panels& in, const Panels& out);

 private:
  const LayerSpec& spec(Index l) const { return layout_.layers()[static_cast<std::size_t>(l)]; }
  LayerValues& values(Index l) { return layers_[static_cast<std::size_t>(l)]; }
  Scalar* parameter(Index l, Role role) const;
  Scalar* gradient_of(Index l, Role role) const;
  const Scalar* bias(Index l) const;
  Affine affine(Index l) const;
  Scalar* running_mean(Index l) const;
  double norm_epsilon(Index l) const;

  void connect(Index l, Index batch, bool keep_da);
  void draw_mask(Index l, std::int64_t step);
  void normalize(Index l, const Panels& x, const Panels& y);
  void normalize_backward(Index l, const Panels& dy);
  bool activate(Index l, const Panels& u, const Panels& v) const;
  void backward_activation(Index l);
  void backward_data(Index l);
  void predict_panel(const Scalar* in, Scalar* out);

  Layout layout_;
  NetworkArrays arrays_;
  PanelPool pool_;
  std::vector<LayerValues> layers_;
  std::vector<std::vector<Scalar>> inverse_std_;
  std::vector<std::vector<double>> batch_statistics_;
  std::vector<Scalar> no_bias_;
  std::array<Panels, 3> scratch_;  // predict: two layers in turn, and the normalised values
};

/// Rows of dL/dW are finished in blocks of about this many scalars, so that a block, its parameters
/// and its moments meet in the first-level cache.
inline constexpr Index kGradientBlock = 2048;

template <class WeightsReady>
void Network::backward(WeightsReady&& weights_ready) {
  for (Index l = layout_.depth() - 1; l >= 0; --l) {
    backward_activation(l);
    if (l > 0) backward_data(l);  // reads W before anybody may update it
    const LayerValues& layer = values(l);
    if (spec(l).bias) feature_sums(layer.delta, gradient_of(l, Role::kBias));
    const TensorSpec& w = layout_.weight(l);
    const Index rows_per_block = max(Index{2}, kGradientBlock / w.columns / 2 * 2);
    for (Index end = w.rows; end > 0;) {
      const Index begin = (end - 1) / rows_per_block * rows_per_block;
      dense_backward_weights(layer.delta, layer.in, begin, end, arrays_.gradient + w.offset);
      weights_ready(l, w.offset + begin * w.columns, w.offset + end * w.columns);
      end = begin;
    }
  }
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
