// Layers on top of each other on one batch: forward, backward, predict. Knows no optimizer, no data
// set and no time; it works on parameters that somebody else owns.
//
// z, a and delta of every layer stay readable until the next pass: they are what Gradscope shows.
#pragma once

#include "engine/nn/layout.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

class Network {
 public:
  /// Takes all its memory here. `keep_da` keeps dL/da of every layer apart from delta.
  Network(const Layout& layout, Index batch, NetworkArrays arrays, bool keep_da = false);

  const Layout& layout() const { return layout_; }
  /// Where the batch is written, before forward(); pad(false) it if it is no multiple of 8.
  const Panels& input() const { return input_; }
  const Panels& output() const { return output_; }
  /// Where dL/d(output) is written, before backward().
  const Panels& output_gradient() const { return da_.back(); }
  const LayerValues& layer(Index l) const;
  /// The values of a layer that have names, in the order in which they are computed.
  std::span<const Signal> signals(Index l) const;

  /// Training mode: batch statistics, and the dropout masks of this step. Returns false if an
  /// activation was given a number that is not finite; the output itself is not looked at.
  bool forward(std::int64_t step);
  /// One layer of it; layer l - 1 must have been run.
  bool forward_layer(Index l, std::int64_t step);

  /// Fills the gradient from the last layer to the first. `weights_ready(begin, end)` is called
  /// when rows of a dL/dW, params[begin, end), and everything behind them are final and no longer
  /// read, so they may be updated at once. Calls come in descending order and end at 0.
  template <class WeightsReady>
  void backward(WeightsReady&& weights_ready);

  /// How delta changed from layer l + 1 to layer l in the last backward pass, once more with a look
  /// at each part of it. `room` holds a panel of the widest layer. Overwrites gradients of biases
  /// and of the like.
  DeltaChange delta_change(Index l, const Panels& room) const;

  /// phi'(u) of the last pass, into panels of z's shape.
  void slopes(Index l, const Panels& out) const;

  /// Moves the running statistics towards those of the last forward pass.
  void update_running_statistics();

  /// Evaluation mode: running statistics, no dropout. Leaves the values of the batch alone.
  void predict(const Panels& in, const Panels& out);

 private:
  const LayerPass& pass(Index l) const { return *passes_[static_cast<std::size_t>(l)]; }
  std::span<const Product> backward_layer(Index l);

  Layout layout_;
  PanelPool pool_;
  std::vector<Scalar> zeros_;
  std::vector<std::unique_ptr<LayerPass>> passes_;
  Panels input_, output_;
  std::vector<Panels> da_;         // of each layer
  std::array<Panels, 2> scratch_;  // predict: layers in turn
};

template <class WeightsReady>
void Network::backward(WeightsReady&& weights_ready) {
  for (Index l = layout_.depth() - 1; l >= 0; --l) {
    const std::span<const Product> products = backward_layer(l);
    for (std::size_t i = products.size(); i-- > 0;) products[i].backward_weights(weights_ready);
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
