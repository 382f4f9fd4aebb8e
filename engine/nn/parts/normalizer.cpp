// Binds the arithmetic of normalisation to the arrays of a network.
#include "engine/nn/parts/normalizer.hpp"

#include <algorithm>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

void Normalizer::tensors(const Normalization& kind, Index features, TensorList& list) {
  if (is_none(kind)) return;
  list.constant("gamma", features, 1);
  list.constant("beta", features, 0);
}

[[gnu::cold]] Normalizer::Normalizer(const Normalization& kind, Index features, LayerMemory& memory)
    : place_(norm_place(kind)),
      features_(features),
      gamma_(memory.find("gamma")),
      beta_(memory.find("beta")) {
  if (is_none(kind)) return;
  tape_.xhat = memory.make(features);
  const Index per_sample = tape_.xhat.count() * kPanel;
  inverse_std_.resize(static_cast<std::size_t>(max(features, per_sample) + kPanel));
  tape_.inverse_std = inverse_std_.data();
  if (const auto* layer = std::get_if<LayerNorm>(&kind)) {
    epsilon_ = layer->epsilon;
    evaluation_tape_ = {memory.pool.make(kPanel, features), tape_.inverse_std + per_sample};
  } else if (const auto* batch = std::get_if<BatchNorm>(&kind)) {
    batch_ = true;
    epsilon_ = batch->epsilon;
    momentum_ = batch->momentum;
    statistics_.resize(static_cast<std::size_t>(2 * features));
    tape_.mean = statistics_.data();
    tape_.variance = tape_.mean + features;
    running_mean_ = memory.arrays.running;
    std::fill_n(running_mean_ + features, features, Scalar{1});
    memory.arrays.running += 2 * features;
  }
}

void Normalizer::forward(const Panels& x, const Panels& y, bool training) const {
  const Affine affine{gamma_.param, beta_.param};
  if (!batch_) {
    layer_norm_forward(x, epsilon_, affine, training ? tape_ : evaluation_tape_, y);
  } else if (training) {
    batch_norm_forward(x, epsilon_, affine, tape_, y);
  } else {
    batch_norm_predict(x, epsilon_, affine, running_mean_, running_mean_ + features_, y);
  }
}

void Normalizer::backward(const Panels& dy, const Panels& dx) const {
  const auto pass = batch_ ? batch_norm_backward : layer_norm_backward;
  pass(dy, {gamma_.param, beta_.param}, tape_, dx, gamma_.gradient, beta_.gradient);
}

void Normalizer::update_running(Index rows) const {
  if (!batch_) return;
  const auto n = static_cast<double>(rows);
  const auto blend = [&](Scalar old, double batch) {
    return static_cast<Scalar>((1 - momentum_) * static_cast<double>(old) + momentum_ * batch);
  };
  Scalar* mean = running_mean_;
  Scalar* variance = mean + features_;
  for (Index f = 0; f < features_; ++f) {
    const double unbiased = tape_.variance[f] * n / (n - 1);
    mean[f] = blend(mean[f], tape_.mean[f]);
    variance[f] = blend(variance[f], unbiased);
  }
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
