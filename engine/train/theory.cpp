// Carries expectations and their spread through the layers.
#include "engine/train/theory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

double square(double x) { return x * x; }

/// Noise of mean 0 that does not look at the data.
bool is_noise(const Initializer& initializer) {
  return visit_active(
      [](const auto& init) {
        if constexpr (requires { init.kUsesData; }) return false;
        if constexpr (std::is_same_v<decltype(init), const IdentityMatrix&>) return false;
        if constexpr (requires { init.mean; }) {
          if (init.mean != 0) return false;
        }
        if constexpr (requires { init.lo; }) {
          if (init.lo + init.hi != 0) return false;
        }
        return init.std({1, 1}) > 0;
      },
      initializer);
}

const char* objection(const Trainer& trainer) {
  if (trainer.step_count() > 0) return key_of(kNoTheory, "trained");
  if (!is_noise(trainer.run().initializer)) return key_of(kNoTheory, "init");
  for (const LayerSpec& layer : trainer.run().layout.layers()) {
    const char* reason =
        visit_active([&](const auto& kind) { return kind.outside_mean_field(layer); }, layer.kind);
    if (reason != nullptr) return reason;
  }
  return nullptr;
}

/// Variances of the weights and biases of a layer as they are drawn.
struct Drawn {
  double weight;
  double bias;
};

Drawn drawn(const Run& run, Index l) {
  const LayerSpec& layer = run.layout.layers()[static_cast<std::size_t>(l)];
  return visit_active(
      [&](const auto& init) {
        const double weight = square(init.std(run.layout.weight(l).fan));
        double bias = square(run.bias_std);
        if constexpr (requires { init.fill_bias(nullptr, Fan{}, Stream(0)); }) {
          if (bias == 0) bias = weight;  // drawn like the weights
        }
        return Drawn{weight, layer.bias ? bias : 0};
      },
      run.initializer);
}

/// A hidden layer, as the layer above it sees it.
struct Hidden {
  double units;
  double q;
  double backward;  // delta^2 of this layer over that of the layer above
  double z_share;   // of q of the layer above: what comes from the weights, the rest being biases
  // Relative, of one unit: the variances of phi^2 and of phi'^2 times a squared normal, and the
  // covariance of both.
  double value_spread, slope_spread, covariance;
  // d ln E[phi^2] / d ln q and d ln E[phi'^2] / d ln q.
  double value_response, slope_response;
  double q_above;
};

Hidden hidden_layer(const Run& run, Index l, double q) {
  constexpr double kStep = 1e-3;
  const ActivationMoments phi(run.layout.layers()[static_cast<std::size_t>(l)].activation);
  const ActivationMoments::Single m = phi.single(q);
  const Drawn above = drawn(run, l + 1);
  const LayerSpec& next = run.layout.layers()[static_cast<std::size_t>(l + 1)];
  const auto units = static_cast<double>(next.in);
  const double steeper = phi.single(q * (1 + kStep)).slope2 - phi.single(q * (1 - kStep)).slope2;
  const double q_above = units * above.weight * m.value2 + above.bias;
  return {units,
          q,
          static_cast<double>(next.out) * above.weight * m.slope2,
          1 - above.bias / q_above,
          m.value4 / square(m.value2) - 1,
          3 * m.slope4 / square(m.slope2) - 1,
          m.value2_slope2 / (m.value2 * m.slope2) - 1,
          m.growth * q / m.value2,
          steeper / (2 * kStep * m.slope2),
          q_above};
}

/// The variance of ln delta^2 of a layer that comes from below: what each layer's mean of phi^2
/// does to it, by way of q of the layers above.
double forward_variance(const std::vector<Hidden>& layers, std::size_t bottom) {
  double variance = 0;
  double gain = 0;  // d ln delta^2 / d ln mean(phi^2 of layer i)
  for (std::size_t i = layers.size() - 1; i-- > 0;) {
    const Hidden& above = layers[i + 1];
    const double slope = i + 1 >= bottom ? above.slope_response : 0;
    gain = layers[i].z_share * (slope + above.value_response * gain);
    const double both = i >= bottom ? 2 * gain * layers[i].covariance : 0;
    variance += (square(gain) * layers[i].value_spread + both) / layers[i].units;
  }
  return variance;
}

double mean_square(const Panels& x) { return square(rms(x)); }

std::vector<LayerTheory> predict(const Trainer& trainer) {
  constexpr double kNineOfTen = 1.6448536269514722;  // standard deviations of a normal number
  const Run& run = trainer.run();
  const Network& network = trainer.network();
  const Index last = run.layout.depth() - 1;
  const Drawn first = drawn(run, 0);
  const auto features = static_cast<double>(run.layout.inputs());
  double q = first.weight * features * mean_square(network.input()) + first.bias;
  std::vector<Hidden> layers;
  for (Index l = 0; l < last; ++l) {
    layers.push_back(hidden_layer(run, l, q));
    q = layers.back().q_above;
  }
  double delta2 = mean_square(network.layer(last).delta);
  double mean = 0;  // of ln(delta^2 / delta2) over draws, and its variance, from above
  double variance = 0;
  const double exact = std::sqrt(delta2);
  std::vector<LayerTheory> result{{q, exact, exact, exact, exact}};
  for (std::size_t l = layers.size(); l-- > 0;) {
    const double g = layers[l].slope_spread / layers[l].units;
    delta2 *= layers[l].backward;
    mean -= g / 2 + g * g / 12;
    variance += g + g * g / 2 + g * g * g / 6;
    const double from_below = forward_variance(layers, l);
    const double median = std::sqrt(delta2) * exp(0.5 * (mean - 0.5 * from_below));
    const double factor = exp(0.5 * kNineOfTen * std::sqrt(variance + from_below));
    const double measured = rms(network.layer(static_cast<Index>(l)).delta);
    result.insert(result.begin(),
                  {layers[l].q, median, median / factor, median * factor, measured});
  }
  return result;
}

}  // namespace

Theory theory_of(Trainer& trainer) {
  Theory theory;
  theory.reason = objection(trainer);
  if (theory.reason != nullptr) return theory;
  trainer.gradient_at(0);
  theory.layers = predict(trainer);
  const Run& run = trainer.run();
  if (run.layout.depth() < 3) return theory;
  const Drawn between = drawn(run, 1);
  const LayerSpec& second = run.layout.layers()[1];
  theory.sigma_w = std::sqrt(between.weight * static_cast<double>(second.in));
  theory.sigma_b = std::sqrt(between.bias);
  theory.activation = second.activation;
  theory.field = mean_field(second.activation, theory.sigma_w, theory.sigma_b);
  return theory;
}

Value describe(const Theory& theory) {
  if (theory.reason != nullptr) return Value::Object{{"reason", theory.reason}};
  Value::List layers;
  for (const LayerTheory& l : theory.layers) {
    layers.push_back(Value::Object{{"q", l.q},
                                   {"delta_rms", l.delta_rms},
                                   {"low", l.low},
                                   {"high", l.high},
                                   {"measured", l.measured}});
  }
  const MeanField& m = theory.field;
  const bool settles = theory.sigma_w == theory.sigma_w;
  const double critical =
      settles ? critical_sigma_w(theory.activation, theory.sigma_b) : kNotMeasured;
  return Value::Object{{"reason", {}},
                       {"sigma_w", theory.sigma_w},
                       {"sigma_b", theory.sigma_b},
                       {"critical_sigma_w", critical},
                       {"status", kKeys<kStatuses>[static_cast<std::size_t>(m.status)]},
                       {"q_star", m.q_star},
                       {"chi_1", m.chi_1},
                       {"chi_q", m.chi_q},
                       {"c_star", m.c_star},
                       {"chi_c", m.chi_c},
                       {"xi_q", m.xi_q},
                       {"xi_c", m.xi_c},
                       {"xi_grad", m.xi_grad},
                       {"layers", std::move(layers)}};
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
