// Normalisation layers: the one list of them, and their arithmetic on panels.
//
// Both compute y = gamma * xhat + beta with xhat = (x - mean) / sqrt(variance + epsilon), over the
// batch for each feature (batch normalization) or over the features for each sample (layer
// normalization). The variance divides by n, not n - 1, as in both papers and PyTorch.
#pragma once

#include <variant>

#include "engine/core/numerics.hpp"
#include "engine/core/panels.hpp"
#include "engine/registry/describe.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr std::array<const char*, 2> kNormPositions = {"pre", "post"};

struct NoNormalization {
  static constexpr Info info{"none", "None", "z", "", "No normalisation."};
};

struct BatchNorm {
  int position = 0;  ///< Before ("pre") or after ("post") the activation.
  double epsilon = 1e-5;
  double momentum = 0.1;
  static constexpr Info info{
      "batch_norm", "Batch normalization",
      R"(\gamma\frac{x-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}+\beta)", "Ioffe and Szegedy 2015",
      "Each feature to mean 0 and variance 1 over the batch. Running statistics "
      "take the share `momentum` of each new batch (PyTorch; Keras writes 1 - "
      "momentum) and an unbiased variance."};
  static constexpr auto fields() {
    return std::array{
        word<&BatchNorm::position>("position", "Before or after the activation", kNormPositions),
        real<&BatchNorm::epsilon>("eps", "Added to the variance", {0, 1, true}),
        real<&BatchNorm::momentum>("momentum", "Share of a new batch in the running statistics",
                                   {0, 1})};
  }
};

struct LayerNorm {
  int position = 0;
  double epsilon = 1e-5;
  static constexpr Info info{
      "layer_norm", "Layer normalization",
      R"(\gamma\frac{x-\mu_L}{\sqrt{\sigma_L^2+\epsilon}}+\beta)", "Ba et al. 2016",
      "Each sample to mean 0 and variance 1 over its features; no batch involved."};
  static constexpr auto fields() {
    return std::array{
        word<&LayerNorm::position>("position", "Before or after the activation", kNormPositions),
        real<&LayerNorm::epsilon>("eps", "Added to the variance", {0, 1, true})};
  }
};

using Normalization = std::variant<NoNormalization, BatchNorm, LayerNorm>;

template <>
inline constexpr const char* kFamilyKey<Normalization> = "normalization";

inline bool is_none(const Normalization& n) { return std::holds_alternative<NoNormalization>(n); }
inline bool is_batch(const Normalization& n) { return std::holds_alternative<BatchNorm>(n); }

/// Where it stands in a layer: nowhere, between z and the activation, or behind the activation.
enum class NormPlace { kNowhere, kPre, kPost };

inline NormPlace norm_place(const Normalization& n) {
  const auto place = [](int position) {
    return position == 0 ? NormPlace::kPre : NormPlace::kPost;
  };
  if (const auto* b = std::get_if<BatchNorm>(&n)) return place(b->position);
  if (const auto* l = std::get_if<LayerNorm>(&n)) return place(l->position);
  return NormPlace::kNowhere;
}

/// gamma and beta of a layer, one each per feature.
struct Affine {
  const Scalar* gamma;
  const Scalar* beta;
};

/// What a forward pass leaves for the backward pass.
struct NormTape {
  Panels xhat;             ///< Normalised values.
  Scalar* inverse_std;     ///< 1 / sqrt(variance + epsilon): per feature, or per sample.
  double* mean = nullptr;  ///< Batch normalization only, per feature: this batch's statistics.
  double* variance = nullptr;
};

/// y = gamma * xhat + beta over the batch, per feature.
void batch_norm_forward(const Panels& x, double epsilon, Affine affine, const NormTape& tape,
                        const Panels& y);
/// dx from dy, which may be the same panels; adds nothing, overwrites d_gamma and d_beta.
void batch_norm_backward(const Panels& dy, Affine affine, const NormTape& tape, const Panels& dx,
                         Scalar* d_gamma, Scalar* d_beta);

/// y = gamma * xhat + beta over the features, per sample.
void layer_norm_forward(const Panels& x, double epsilon, Affine affine, const NormTape& tape,
                        const Panels& y);
void layer_norm_backward(const Panels& dy, Affine affine, const NormTape& tape, const Panels& dx,
                         Scalar* d_gamma, Scalar* d_beta);

/// Batch normalization with running statistics, for predictions. x and y may be the same.
void batch_norm_predict(const Panels& x, double epsilon, Affine affine, const Scalar* running_mean,
                        const Scalar* running_variance, const Panels& y);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
