// Central differences, entry by entry, and the search for kinks between their two points.
#include "engine/train/gradient_check.hpp"

#include "engine/core/rng.hpp"
#include "engine/nn/activation_shape.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

/// True if the slope of the loss jumps for an output between a and b. Halves the interval towards
/// the larger change: a smooth change melts away, a jump stays.
template <class ElementLoss>
bool slope_jumps(const ElementLoss& loss, double a, double b, double target) {
  constexpr double kSmallestJump = 1e-6;
  constexpr int kHalvings = 60;
  double at_a = loss.slope(a, target);
  double at_b = loss.slope(b, target);
  const double smallest = kSmallestJump * (abs(at_a) + abs(at_b));
  for (int i = 0; i < kHalvings && abs(at_b - at_a) > smallest; ++i) {
    const double middle = 0.5 * (a + b);
    const double at_middle = loss.slope(middle, target);
    const bool left = abs(at_middle - at_a) > abs(at_b - at_middle);
    (left ? b : a) = middle;
    (left ? at_b : at_a) = at_middle;
  }
  return abs(at_b - at_a) > smallest;
}

/// Where the network stands between the kinks of its activations, and its outputs.
class Pieces {
 public:
  explicit Pieces(const Trainer& trainer) : trainer_(trainer) {
    for (const LayerSpec& layer : trainer.run().layout.layers()) {
      kinks_.push_back(kinks_of(layer.activation));
    }
  }

  /// Remembers the network as the last pass left it.
  void remember() {
    before_.clear();
    visit([this](std::uint8_t piece) { before_.push_back(piece); });
    outputs_.clear();
    each_output([this](Index row, Index f) { outputs_.push_back(output(row, f)); });
  }

  /// True if a kink lies between the remembered network and the present one.
  bool kink_since() const {
    std::size_t i = 0;
    bool found = false;
    visit([&](std::uint8_t piece) { found = before_[i++] != piece || found; });
    return found || loss_kink_since();
  }

 private:
  /// Calls f with the number of kinks below u, for every unit and sample of every kinked layer.
  template <class F>
  void visit(F&& f) const {
    for (std::size_t l = 0; l < kinks_.size(); ++l) {
      if (kinks_[l].empty()) continue;
      const Panels& u = trainer_.network().layer(static_cast<Index>(l)).u;
      for (Index row = 0; row < u.rows; ++row) {
        for (Index unit = 0; unit < u.features; ++unit) {
          std::uint8_t piece = 0;
          for (const double kink : kinks_[l]) {
            piece =
                static_cast<std::uint8_t>(piece + (static_cast<double>(u.at(row, unit)) > kink));
          }
          f(piece);
        }
      }
    }
  }

  template <class F>
  void each_output(F&& f) const {
    const Panels& y = trainer_.network().output();
    for (Index row = 0; row < y.rows; ++row) {
      for (Index feature = 0; feature < y.features; ++feature) f(row, feature);
    }
  }
  double output(Index row, Index feature) const {
    return static_cast<double>(trainer_.network().output().at(row, feature));
  }

  bool loss_kink_since() const {
    const Panels& targets = trainer_.targets();
    return visit_active(
        [&](const auto& loss) {
          bool found = false;
          if constexpr (requires { loss.slope(0.0, 0.0); }) {  // cross entropy is smooth
            std::size_t i = 0;
            each_output([&](Index row, Index f) {
              const auto target = static_cast<double>(targets.at(row, f));
              found = slope_jumps(loss, outputs_[i++], output(row, f), target) || found;
            });
          }
          return found;
        },
        trainer_.run().loss);
  }

  const Trainer& trainer_;
  std::vector<std::vector<double>> kinks_;
  std::vector<std::uint8_t> before_;
  std::vector<double> outputs_;
};

/// A parameter that is looked at.
struct Entry {
  Index at;
  double gradient;
  bool penalized;  // has an L1 penalty, which has a kink at 0
};

/// The parameters of a layer, each with its tensor: `wanted` of them, one from each of as many
/// equal parts of the layer.
std::vector<Entry> draw_entries(const Trainer& trainer, Index layer, Index wanted, Index& all) {
  std::vector<Entry> every;
  for (const TensorSpec& t : trainer.run().layout.tensors(layer)) {
    const bool penalized = trainer.run().l1 > 0 && t.is_matrix();
    for (Index i = t.offset; i < t.offset + t.size(); ++i) {
      every.push_back({i, static_cast<double>(trainer.gradient()[i]), penalized});
    }
  }
  all = static_cast<Index>(every.size());
  if (all <= wanted) return every;
  const Stream stream =
      Stream::of(trainer.run().seed, Purpose::kCheck, static_cast<std::uint64_t>(layer));
  std::vector<Entry> drawn;
  for (Index i = 0; i < wanted; ++i) {
    const double place = static_cast<double>(i) + stream.fraction(static_cast<std::uint64_t>(i));
    const double share = place / static_cast<double>(wanted);
    drawn.push_back(every[static_cast<std::size_t>(share * static_cast<double>(all))]);
  }
  return drawn;
}

Difference difference(Trainer& trainer, Pieces& pieces, std::int64_t step,
                      const std::vector<Entry>& entries, double h) {
  double apart = 0;
  double analytic = 0;
  double numeric = 0;
  double loss = 0;
  Index kinks = 0;
  for (const Entry& entry : entries) {
    Scalar& p = trainer.params()[entry.at];
    const Scalar middle = p;
    const Scalar up = middle + scalar(h);
    const Scalar down = middle - scalar(h);
    p = up;
    const double above = trainer.loss_at(step);
    pieces.remember();
    p = down;
    const double below = trainer.loss_at(step);
    const bool kink =
        pieces.kink_since() || (entry.penalized && abs(static_cast<double>(middle)) < h);
    p = middle;
    if (kink) {
      ++kinks;
      continue;
    }
    const double n = (above - below) / (static_cast<double>(up) - static_cast<double>(down));
    apart += (entry.gradient - n) * (entry.gradient - n);
    analytic += entry.gradient * entry.gradient;
    numeric += n * n;
    loss = above;
  }
  const auto looked_at = static_cast<double>(entries.size()) - static_cast<double>(kinks);
  if (looked_at == 0) return {kNotMeasured, kNotMeasured, kinks};
  const double size = std::sqrt(analytic) + std::sqrt(numeric);
  if (size == 0) return {0, 0, kinks};
  constexpr double kEpsilon = std::numeric_limits<Scalar>::epsilon();
  return {std::sqrt(apart) / size, kEpsilon * abs(loss) * std::sqrt(looked_at) / h / size, kinks};
}

/// As many entries of a layer as take about a second for the whole sweep.
Index affordable_entries(const Run& run) {
  constexpr double kMultiplications = 3e9;
  const double pass =
      static_cast<double>(run.layout.parameter_count()) * static_cast<double>(run.batch);
  const double entries =
      kMultiplications / (pass * 2 * kStepSizes.size()) / static_cast<double>(run.layout.depth());
  return static_cast<Index>(max(min(entries, 1e6), 2.0));
}

}  // namespace

LayerCheck check_layer(Trainer& trainer, std::int64_t step, Index layer, Index entries,
                       const CheckProgress& progress) {
  const Index wanted = entries > 0 ? entries : affordable_entries(trainer.run());
  trainer.gradient_at(step);
  Pieces pieces(trainer);
  LayerCheck check;
  const std::vector<Entry> drawn = draw_entries(trainer, layer, wanted, check.parameters);
  check.entries = static_cast<Index>(drawn.size());
  for (std::size_t i = 0; i < kStepSizes.size(); ++i) {
    check.sweep[i] = difference(trainer, pieces, step, drawn, kStepSizes[i]);
    if (progress) progress(static_cast<double>(i + 1) / static_cast<double>(kStepSizes.size()));
  }
  judge(check);
  trainer.gradient_at(step);
  return check;
}

std::vector<LayerCheck> check_gradient(Trainer& trainer, std::int64_t step, Index entries,
                                       const CheckProgress& progress) {
  std::vector<LayerCheck> layers;
  const Index depth = trainer.run().layout.depth();
  for (Index l = 0; l < depth; ++l) {
    const auto within = [&](double share) {
      if (progress) progress((static_cast<double>(l) + share) / static_cast<double>(depth));
    };
    layers.push_back(check_layer(trainer, step, l, entries, within));
  }
  return layers;
}

double printed_check(const Trainer& trainer, const Flat& at_start, Index layer) {
  double apart = 0, now = 0, before = 0;
  for (const TensorSpec& t : trainer.run().layout.tensors(layer)) {
    for (Index i = t.offset; i < t.offset + t.size(); ++i) {
      const auto a = static_cast<double>(trainer.gradient()[i]);
      const auto b = static_cast<double>(at_start[i]);
      apart += (a - b) * (a - b);
      now += a * a;
      before += b * b;
    }
  }
  const double size = std::sqrt(now) + std::sqrt(before);
  return size == 0 ? 0 : std::sqrt(apart) / size;
}

Value describe(std::span<const LayerCheck> check) {
  Value::List layers;
  for (const LayerCheck& layer : check) {
    Value::List errors, noise, kinks;
    for (const Difference& d : layer.sweep) {
      errors.emplace_back(d.error);
      noise.emplace_back(d.noise);
      kinks.emplace_back(d.kinks);
    }
    layers.push_back(
        Value::Object{{"parameters", layer.parameters},
                      {"entries", layer.entries},
                      {"errors", std::move(errors)},
                      {"noise", std::move(noise)},
                      {"kinks", std::move(kinks)},
                      {"best", static_cast<Index>(layer.best)},
                      {"agreement", kKeys<kAgreements>[static_cast<std::size_t>(layer.agreement)]},
                      {"printed", layer.printed}});
  }
  return Value::Object{{"step_sizes", Value::List(kStepSizes.begin(), kStepSizes.end())},
                       {"layers", std::move(layers)}};
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
