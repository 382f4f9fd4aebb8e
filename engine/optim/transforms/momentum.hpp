// Momentum in its two conventions, and weight decay.
#pragma once

#include "engine/optim/transforms/rule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Momentum {
  double decay = 0.9;
  double dampening = 0;
  bool nesterov = false;
  static constexpr Info info{
      "momentum", "Momentum", R"(b \gets \mu b + (1-d)g;\ u = b \text{ or } g+\mu b)",
      "Polyak 1964; Nesterov 1983",
      "A running sum of gradients, without the learning rate (PyTorch). The first "
      "step takes g undampened."};
  static constexpr int kMoments = 1;
  static constexpr auto fields() {
    return std::array{
        real<&Momentum::decay>("decay", "Share kept, mu", kDecayRange),
        real<&Momentum::dampening>("dampening", "Share of the gradient left out, d", kUnitRange),
        boolean<&Momentum::nesterov>("nesterov", "Look ahead (Nesterov)")};
  }
  struct Rule {
    Scalar mu, keep, take;
    bool nesterov;
    template <class T>
    T operator()(T g, T, std::array<T, 1>& b) const {
      b[0] = keep * b[0] + take * g;
      return nesterov ? g + mu * b[0] : b[0];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const double mu = s.momentum_or(decay);
    const bool first = s.step == 1;
    return {scalar(mu), scalar(first ? 0 : mu), scalar(first ? 1 : 1 - dampening), nesterov};
  }
};

struct ClassicMomentum {
  double decay = 0.9;
  bool nesterov = false;
  static constexpr Info info{
      "momentum_classic", "Momentum (velocity form)",
      R"(v \gets \mu v - \eta g;\ \theta \gets \theta + v)",
      "Rumelhart et al. 1986; Sutskever et al. 2013",
      "The velocity carries the learning rate, so a change of rate takes effect "
      "slowly. Equal to `momentum` while the rate is constant."};
  static constexpr int kMoments = 1;
  static constexpr bool kOwnsRate = true;
  static constexpr auto fields() {
    return std::array{real<&ClassicMomentum::decay>("decay", "Share kept, mu", kDecayRange),
                      boolean<&ClassicMomentum::nesterov>("nesterov", "Look ahead (Nesterov)")};
  }
  struct Rule {
    Scalar mu, rate;
    bool nesterov;
    template <class T>
    T operator()(T g, T, std::array<T, 1>& v) const {  // v is minus the velocity
      v[0] = mu * v[0] + rate * g;
      return nesterov ? mu * v[0] + rate * g : v[0];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(s.momentum_or(decay)), scalar(s.learning_rate), nesterov};
  }
};

struct AddDecayedWeights {
  double weight_decay = 0.01;
  static constexpr Info info{
      "add_decayed_weights", "Weight decay", R"(u \gets u + \lambda\theta)",
      "Krogh and Hertz 1992; Loshchilov and Hutter 2019",
      "In front of an optimizer it is L2 (coupled), behind it decoupled weight "
      "decay: adam then this is AdamW."};
  static constexpr int kMoments = 0;
  static constexpr auto fields() {
    return std::array{
        real<&AddDecayedWeights::weight_decay>("weight_decay", "Strength lambda", {0, 10, true})};
  }
  struct Rule {
    Scalar decay;
    template <class T>
    T operator()(T u, T param, std::array<T, 0>&) const {
      return u + decay * param;
    }
  };
  Rule rule(const StepInfo&, double&) const { return {scalar(weight_decay)}; }
};

struct Asgd {
  double lambd = 1e-4;
  double alpha = 0.75;
  double t0 = 1e6;
  static constexpr Info info{
      "asgd", "Averaged SGD",
      R"(\theta \gets (1-\lambda\eta_t)\theta - \eta_t g;\ \bar\theta \gets \bar\theta+\mu_t(\theta-\bar\theta))",
      "Polyak and Juditsky 1992",
      "SGD with its own decaying rate; the average of the weights from step t0 on "
      "is kept beside them. Put it last in the chain."};
  static constexpr int kMoments = 1;
  static constexpr bool kOwnsRate = true;
  static constexpr auto fields() {
    return std::array{
        real<&Asgd::lambd>("lambd", "Decay of the weights", {0, 1, true}),
        real<&Asgd::alpha>("alpha", "Power of the decay of the rate", {0, 10}),
        real<&Asgd::t0>("t0", "Step from which weights are averaged", {0, 1e9, true})};
  }
  struct Rule {
    Scalar eta, shrink, share;
    template <class T>
    T operator()(T g, T param, std::array<T, 1>& average) const {
      const T u = shrink * param + eta * g;
      average[0] = average[0] + share * ((param - u) - average[0]);
      return u;
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const auto t = static_cast<double>(s.step);
    const double lr = s.previous_learning_rate;
    const double eta = s.step == 1 ? s.learning_rate : lr / power(1 + lambd * lr * (t - 1), alpha);
    return {scalar(eta), scalar(lambd * eta), scalar(1 / max(1.0, t - 1 - t0))};
  }
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
