// What is wrong with a gradient, in a word, with the numbers that the word rests on.
#pragma once

#include <span>
#include <vector>

#include "engine/train/trainer.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

enum class Verdict { kHealthy, kVanishing, kExploding, kStarved, kSaturated, kDead, kDiverged };

struct VerdictInfo {
  Verdict verdict;
  const char* key;
  const char* meaning;
};

inline constexpr std::array kVerdicts = {
    VerdictInfo{Verdict::kHealthy, "healthy", "Every layer gets a usable gradient."},
    VerdictInfo{Verdict::kVanishing, "vanishing", "The gradient shrinks towards the input."},
    VerdictInfo{Verdict::kExploding, "exploding",
                "The gradient is far too large, or grows towards the input."},
    VerdictInfo{Verdict::kStarved, "starved", "All layers get next to no gradient, equally."},
    VerdictInfo{Verdict::kSaturated, "saturated",
                "Most units of a layer sit on the flat part of their activation."},
    VerdictInfo{Verdict::kDead, "dead", "Most units of a layer pass no gradient for any sample."},
    VerdictInfo{Verdict::kDiverged, "diverged",
                "A number is no longer finite, or the loss has run away."},
};

/// Where the verdicts begin.
struct Threshold {
  const char* key;
  double value;
  const char* meaning;
};

inline constexpr Threshold kVanishingRatio{
    "vanishing_ratio", 1e-3,
    "First over last layer, of delta or of dL/dW, below which it vanishes"};
inline constexpr Threshold kExplodingRatio{
    "exploding_ratio", 1e3, "First over last layer of delta, above which it explodes"};
inline constexpr Threshold kExplodingNorm{"exploding_norm", 1e2,
                                          "Norm of dL/dW of any layer above which it explodes"};
inline constexpr Threshold kStarvedNorm{"starved_norm", 1e-4,
                                        "Norm of dL/dW of every layer below which all are starved"};
inline constexpr Threshold kSaturatedShare{"saturated_share", 0.8,
                                           "Share of saturated units in a layer"};
inline constexpr Threshold kDeadShare{"dead_share", 0.5, "Share of dead units in a layer"};
inline constexpr Threshold kDivergedLoss{"diverged_loss", 1e3,
                                         "Loss over first loss above which it has run away"};
inline constexpr Threshold kLearnedLoss{
    "learned_loss", 0.2, "Loss over first loss below which small gradients mean success"};

inline constexpr std::array kThresholds = {kVanishingRatio, kExplodingRatio, kExplodingNorm,
                                           kStarvedNorm,    kSaturatedShare, kDeadShare,
                                           kDivergedLoss,   kLearnedLoss};

struct Diagnosis {
  Verdict verdict = Verdict::kHealthy;
  Index layer = 0;               ///< The layer it shows in most, counted from 0.
  double delta_ratio = 1;        ///< RMS of delta, first over last layer.
  double gradient_ratio = 1;     ///< Norm of dL/dW, first over last layer.
  double decades_per_layer = 0;  ///< Slope of log10 delta; negative: vanishing towards the input.
  double largest_norm = 0;       ///< Of dL/dW.
  double loss_ratio = 1;         ///< Loss over first loss.
  double share = 0;              ///< The largest share of saturated or dead units.
};

/// Averages the logarithms of the last rows, so that one odd batch does not change the verdict.
class Diagnostician {
 public:
  explicit Diagnostician(Index layers) : layers_(layers) {}
  void see(std::span<const double> row);
  void forget();
  /// What it remembers of the rows it has seen, as numbers; remember() takes it up again. False,
  /// and nothing changed, if they are of another number of layers.
  std::vector<double> memory() const;
  bool remember(std::span<const double> memory);
  Diagnosis diagnose(const std::optional<Trouble>& trouble) const;

 private:
  static constexpr double kMemory = 10;  // rows

  struct Layer {
    double log_gradient = kNotMeasured, log_delta = kNotMeasured;
    double saturated = kNotMeasured, dead = kNotMeasured;
  };
  /// Calls `use` for each number of the memory.
  template <class Self>
  static void each(Self& self, auto&& use) {
    use(self.seen_);
    use(self.first_loss_);
    use(self.loss_);
    for (auto& m : self.mean_) {
      use(m.log_gradient);
      use(m.log_delta);
      use(m.saturated);
      use(m.dead);
    }
  }

  Index layers_;
  std::vector<Layer> mean_ = std::vector<Layer>(static_cast<std::size_t>(layers_));
  double seen_ = 0;
  double first_loss_ = kNotMeasured;
  double loss_ = kNotMeasured;
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
