// Optimizers that scale every parameter by the history of its own gradient.
#pragma once

#include "engine/optim/transforms/rule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Adagrad {
  double lr_decay = 0;
  double initial_accumulator_value = 0;
  double epsilon = 1e-10;
  static constexpr Info info{
      "adagrad", "Adagrad", R"(s \gets s + g^2;\ u = g/(\sqrt{s}+\epsilon))", "Duchi et al. 2011",
      "Divides by the root of all squared gradients so far, so steps only shrink."};
  static constexpr int kMoments = 1;
  static constexpr auto fields() {
    return std::array{
        real<&Adagrad::lr_decay>("lr_decay", "Extra decay of the rate, per step", {0, 1000}),
        real<&Adagrad::initial_accumulator_value>("initial_accumulator_value", "Where s starts",
                                                  {0, 1000}),
        real<&Adagrad::epsilon>("eps", "Added to the root", kEpsilonRange)};
  }
  double initial(int) const { return initial_accumulator_value; }
  struct Rule {
    Scalar factor, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 1>& s) const {
      s[0] = s[0] + g * g;
      return factor * g / (sqrt(s[0]) + eps);
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(1 / (1 + static_cast<double>(s.step - 1) * lr_decay)), scalar(epsilon)};
  }
};

struct Adadelta {
  double rho = 0.9;
  double epsilon = 1e-6;
  static constexpr Info info{
      "adadelta", "Adadelta",
      R"(d = \frac{\sqrt{D+\epsilon}}{\sqrt{s+\epsilon}}g;\ D \gets \rho D+(1-\rho)d^2)",
      "Zeiler 2012",
      "Steps in the units of the parameter; usual learning rate 1. eps decides how "
      "it starts."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    return std::array{real<&Adadelta::rho>("rho", "Share of the past kept", kDecayRange),
                      real<&Adadelta::epsilon>("eps", "Added inside both roots", kEpsilonRange)};
  }
  struct Rule {
    Scalar rho, rest, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      m[0] = rho * m[0] + rest * g * g;
      const T d = sqrt(m[1] + eps) / sqrt(m[0] + eps) * g;
      m[1] = rho * m[1] + rest * d * d;
      return d;
    }
  };
  Rule rule(const StepInfo&, double&) const {
    return {scalar(rho), scalar(1 - rho), scalar(epsilon)};
  }
};

struct Rmsprop {
  double alpha = 0.99;
  double epsilon = 1e-8;
  bool eps_inside = false;
  bool centered = false;
  double momentum = 0;
  static constexpr Info info{
      "rmsprop", "RMSprop", R"(v \gets \alpha v+(1-\alpha)g^2;\ u = g/(\sqrt{v}+\epsilon))",
      "Hinton 2012, lecture 6e; Graves 2013",
      "Divides by a running root mean square. eps stands outside the root as in "
      "PyTorch, or inside as in Keras and the articles. It rescales a vanished "
      "gradient; it cannot revive a zero one."};
  static constexpr int kMoments = 3;
  static constexpr auto fields() {
    return std::array{
        real<&Rmsprop::alpha>("alpha", "Share of the past kept (Keras: rho)", kDecayRange),
        real<&Rmsprop::epsilon>("eps", "Limits the largest step", kEpsilonRange),
        boolean<&Rmsprop::eps_inside>("eps_inside", "eps inside the root"),
        boolean<&Rmsprop::centered>("centered", "Subtract the squared mean"),
        real<&Rmsprop::momentum>("momentum", "Momentum on the scaled gradient", kDecayRange)};
  }
  struct Rule {
    Scalar alpha, rest, eps_outside, eps_inside, mu;
    bool centered;
    template <class T>
    T operator()(T g, T, std::array<T, 3>& m) const {
      m[0] = alpha * m[0] + rest * g * g;
      T v = m[0];
      if (centered) {
        m[1] = alpha * m[1] + rest * g;
        v = max(v - m[1] * m[1], splat<T>(0));  // a variance; rounding must not make it negative
      }
      const T u = g / (sqrt(v + eps_inside) + eps_outside);
      if (mu == 0) return u;
      m[2] = mu * m[2] + u;
      return m[2];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const double mu = momentum > 0 ? s.momentum_or(momentum) : 0;
    return {scalar(alpha),
            scalar(1 - alpha),
            scalar(eps_inside ? 0 : epsilon),
            scalar(eps_inside ? epsilon : 0),
            scalar(mu),
            centered};
  }
};

namespace detail {
/// The numbers that all relatives of Adam share, at step t.
struct AdamStep {
  Scalar b1, rest1, b2, rest2;
  double correct1, correct2;  // 1 / (1 - beta^t)

  AdamStep() = default;
  AdamStep(double beta1, double beta2, const StepInfo& s) {
    beta1 = s.momentum_or(beta1);
    b1 = scalar(beta1);
    rest1 = scalar(1 - beta1);
    b2 = scalar(beta2);
    rest2 = scalar(1 - beta2);
    correct1 = 1 / (1 - power(beta1, s.step));
    correct2 = 1 / (1 - power(beta2, s.step));
  }
  template <class T>
  void update(T g, T& m, T& v) const {
    m = b1 * m + rest1 * g;
    v = b2 * v + rest2 * g * g;
  }
};

template <auto beta1, auto beta2, auto epsilon>
constexpr std::array<Field, 3> adam_fields() {
  return {real<beta1>("beta1", "Share of the mean kept", kDecayRange),
          real<beta2>("beta2", "Share of the mean square kept", kDecayRange),
          real<epsilon>("eps", "Added to the root; limits the largest step", kEpsilonRange)};
}
}  // namespace detail

struct Adam {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  bool eps_hat = false;
  static constexpr Info info{
      "adam", "Adam", R"(u = \hat m/(\sqrt{\hat v}+\epsilon))", "Kingma and Ba 2015, algorithm 1",
      "Momentum over root mean square, both corrected for starting at 0; the "
      "first step has size learning_rate whatever the gradient. eps_hat adds eps "
      "before the correction, as TensorFlow does."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    const auto f = detail::adam_fields<&Adam::beta1, &Adam::beta2, &Adam::epsilon>();
    return std::array{f[0], f[1], f[2],
                      boolean<&Adam::eps_hat>("eps_hat", "eps before bias correction")};
  }
  struct Rule : detail::AdamStep {
    Scalar mean, root, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      update(g, m[0], m[1]);
      return mean * m[0] / (root * sqrt(m[1]) + eps);
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const detail::AdamStep a(beta1, beta2, s);
    const double root = std::sqrt(a.correct2);
    return {a, scalar(eps_hat ? a.correct1 / root : a.correct1), scalar(eps_hat ? 1 : root),
            scalar(epsilon)};
  }
};

struct Amsgrad {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  static constexpr Info info{
      "amsgrad", "AMSGrad", R"(u = \hat m/(\sqrt{\max_{s\le t} v_s/(1-\beta_2^t)}+\epsilon))",
      "Reddi et al. 2018",
      "Adam whose denominator never shrinks. The maximum is over uncorrected v, as "
      "in PyTorch."};
  static constexpr int kMoments = 3;
  static constexpr auto fields() {
    return detail::adam_fields<&Amsgrad::beta1, &Amsgrad::beta2, &Amsgrad::epsilon>();
  }
  struct Rule : detail::AdamStep {
    Scalar mean, root, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 3>& m) const {
      update(g, m[0], m[1]);
      m[2] = max(m[1], m[2]);
      return mean * m[0] / (root * sqrt(m[2]) + eps);
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const detail::AdamStep a(beta1, beta2, s);
    return {a, scalar(a.correct1), scalar(std::sqrt(a.correct2)), scalar(epsilon)};
  }
};

struct Adamw {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.01;
  static constexpr Info info{
      "adamw", "AdamW", R"(u = \hat m/(\sqrt{\hat v}+\epsilon) + \lambda\theta)",
      "Loshchilov and Hutter 2019",
      "Adam with decoupled weight decay: short for adam, add_decayed_weights."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    const auto f = detail::adam_fields<&Adamw::beta1, &Adamw::beta2, &Adamw::epsilon>();
    return std::array{f[0], f[1], f[2],
                      real<&Adamw::weight_decay>("weight_decay", "Strength lambda", {0, 10, true})};
  }
  struct Rule {
    Adam::Rule adam;
    Scalar decay;
    template <class T>
    T operator()(T g, T param, std::array<T, 2>& m) const {
      return adam(g, param, m) + decay * param;
    }
  };
  Rule rule(const StepInfo& s, double& memory) const {
    return {Adam{beta1, beta2, epsilon}.rule(s, memory), scalar(weight_decay)};
  }
};

struct Adamax {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  static constexpr Info info{
      "adamax", "Adamax", R"(n \gets \max(\beta_2 n, |g|+\epsilon);\ u = \hat m/n)",
      "Kingma and Ba 2015, algorithm 2",
      "Adam with the largest instead of the mean square; eps inside the maximum, as "
      "in PyTorch."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    return detail::adam_fields<&Adamax::beta1, &Adamax::beta2, &Adamax::epsilon>();
  }
  struct Rule : detail::AdamStep {
    Scalar mean, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      m[0] = b1 * m[0] + rest1 * g;
      m[1] = max(abs(g) + eps, b2 * m[1]);
      return mean * m[0] / m[1];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const detail::AdamStep a(beta1, beta2, s);
    return {a, scalar(a.correct1), scalar(epsilon)};
  }
};

struct Nadam {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double momentum_decay = 4e-3;
  bool pytorch_1_13 = false;
  static constexpr Info info{
      "nadam", "NAdam",
      R"(\hat m = \frac{\mu_{t+1}m}{1-\prod_{i\le t+1}\mu_i}+\frac{(1-\mu_t)g}{1-\prod_{i\le t}\mu_i},\ \mu_t=\beta_1(1-\tfrac12 0.96^{t\psi}))",
      "Dozat 2016",
      "Adam with Nesterov's look-ahead. PyTorch 1.13 multiplies mu_t into the next "
      "product twice; the switch reproduces that."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    const auto f = detail::adam_fields<&Nadam::beta1, &Nadam::beta2, &Nadam::epsilon>();
    return std::array{
        f[0], f[1], f[2],
        real<&Nadam::momentum_decay>("momentum_decay", "Decay psi of the momentum", {0, 10}),
        boolean<&Nadam::pytorch_1_13>("pytorch_1_13", "As PyTorch 1.13 shipped it")};
  }
  struct Rule : detail::AdamStep {
    Scalar mean, own, root, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      update(g, m[0], m[1]);
      return (mean * m[0] + own * g) / (root * sqrt(m[1]) + eps);
    }
  };
  /// `memory` is the product of mu_1 ... mu_t.
  Rule rule(const StepInfo& s, double& memory) const {
    const detail::AdamStep a(beta1, beta2, s);
    const double b1 = s.momentum_or(beta1);
    const auto mu = [&](std::int64_t t) {
      return b1 * (1 - 0.5 * power(0.96, static_cast<double>(t) * momentum_decay));
    };
    memory = (s.step == 1 ? 1 : memory) * mu(s.step);
    const double next = memory * mu(s.step + 1) * (pytorch_1_13 ? mu(s.step) : 1);
    return {a, scalar(mu(s.step + 1) / (1 - next)), scalar((1 - mu(s.step)) / (1 - memory)),
            scalar(std::sqrt(a.correct2)), scalar(epsilon)};
  }
};

struct Radam {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  static constexpr Info info{
      "radam", "RAdam",
      R"(\rho_t>5\;?\; u = r_t\hat m\sqrt{1-\beta_2^t}/(\sqrt{v}+\epsilon) : \hat m)",
      "Liu et al. 2020",
      "Adam that waits for v to be trustworthy. Switches at rho_t > 5, as PyTorch; "
      "the paper says 4."};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    return detail::adam_fields<&Radam::beta1, &Radam::beta2, &Radam::epsilon>();
  }
  struct Rule : detail::AdamStep {
    Scalar factor, eps;
    bool rectified;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      update(g, m[0], m[1]);
      return rectified ? factor * m[0] / (sqrt(m[1]) + eps) : factor * m[0];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    const detail::AdamStep a(beta1, beta2, s);
    const auto t = static_cast<double>(s.step);
    const double power2 = power(beta2, s.step);
    const double rho_inf = 2 / (1 - beta2) - 1;
    const double rho = rho_inf - 2 * t * power2 * a.correct2;
    if (rho <= 5) return {a, scalar(a.correct1), scalar(epsilon), false};
    const double r =
        std::sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho));
    return {a, scalar(a.correct1 * r * std::sqrt(1 - power2)), scalar(epsilon), true};
  }
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
