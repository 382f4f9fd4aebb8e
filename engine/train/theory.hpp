// What mean-field theory says about a run before it trains: q and the size of delta in each layer,
// and how far a network of finite width strays from it. Measures nothing but the first batch and
// the output's delta on it.
#pragma once

#include <vector>

#include "engine/nn/mean_field.hpp"
#include "engine/registry/word.hpp"
#include "engine/train/trainer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Why the theory says nothing about a run.
inline constexpr std::array kNoTheory = {
    Word{"trained", "its weights are no longer random."},
    Word{"normalization", "it normalises its layers."},
    Word{"residual", "it has skip connections."},
    Word{"dropout", "it drops units."},
    Word{"init", "its weights are not noise of mean 0, or were fitted to the data."},
};

/// What becomes of q in a deep network, in the order of MeanField::Status.
inline constexpr std::array kStatuses = {
    Word{"finite", "q settles on q_star"},
    Word{"zero", "q shrinks to 0"},
    Word{"marginal", "q stays what it is"},
    Word{"diverges", "q grows without bound"},
};

/// One layer of the network that was drawn. Roots of means over units and samples.
struct LayerTheory {
  double q;          ///< Mean square of z.
  double delta_rms;  ///< Root mean square of delta = dL/dz: its median over draws of the weights.
  double low;        ///< Nine of ten draws fall into [low, high].
  double high;
  double measured;  ///< The same of this draw, on the batch of step 0.
};

struct Theory {
  /// Null, or why the theory does not apply: a key of kNoTheory. Everything else is then empty.
  const char* reason = nullptr;
  /// Of the connections between hidden layers, with the activation of the second; NaN if there are
  /// fewer than two hidden layers.
  double sigma_w = kNotMeasured;  ///< sqrt(fan_in Var W)
  double sigma_b = kNotMeasured;
  MeanField field{MeanField::Status::kFinite,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured,
                  kNotMeasured};
  Activation activation{};
  std::vector<LayerTheory> layers;
};

/// Forwards, with Var W = std(fan)^2 of the initialiser and n_l the units of layer l,
///   q_l = n_{l-1} Var W_l E[phi(sqrt(q_{l-1}) x)^2] + sigma_b^2,   q_0 from the batch's inputs,
/// and backwards from the output's delta on this batch
///   delta_l^2 = n_{l+1} Var W_{l+1} E[phi'(sqrt(q_l) x)^2] delta_{l+1}^2.
///
/// The band is that of one sample, whose ln delta^2 varies between draws for two reasons:
/// 1. Backwards, delta_l^2 is a mean over n_l units of phi'(z)^2 times a squared normal number. Its
///    relative variance is g_l = (3 E[phi'^4] / E[phi'^2]^2 - 1) / n_l: 2/n for a linear layer, 5/n
///    for ReLU (Hanin 2018). Taken as Gamma distributed, its logarithm has the mean
///    -g/2 - g^2/12 and the variance g + g^2/2 + g^3/6, to that order.
/// 2. Forwards, the mean of phi^2 over n units strays from its expectation and so moves q, and with
///    it E[phi'^2], of all later layers. Followed to first order.
/// The samples of a batch are taken to stray together. Where they do not (chi_1 > 1) they average
/// out, and the band is too wide; so it is for orthogonal weights. Layers of less than about 4
/// units leave it more often, as all of their units may be off.
Theory theory_of(Trainer& trainer);

/// {reason (null if it applies), sigma_w, sigma_b, critical_sigma_w, status (of kStatuses), q_star,
/// chi_1, chi_q, c_star, chi_c, xi_q, xi_c, xi_grad, layers: [{q, delta_rms, low, high,
/// measured}]}, as in Theory and MeanField. With a reason only that. Numbers that are not defined
/// are NaN.
Value describe(const Theory& theory);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
