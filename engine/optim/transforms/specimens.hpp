// Updates as the articles print them: wrong on purpose, to be watched failing. A config must allow
// specimens to use one.
#pragma once

#include "engine/optim/transforms/rule.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct ArticleAdam {
  double beta1 = 0.9;
  double beta2 = 0.999;
  static constexpr Info info{
      "article_adam",
      "Adam as printed",
      R"(\theta \gets \theta-\tfrac{\beta_1}{1-\beta_1^t}m-\tfrac{\beta_2}{1-\beta_2^t}v)",
      "article 001, section 3.2.1",
      "No learning rate, no root, m and v added. v is never negative, so it walks to "
      "minus infinity: -1e12 in ten steps on x^2/2.",
      true};
  static constexpr int kMoments = 2;
  static constexpr bool kOwnsRate = true;
  static constexpr auto fields() {
    return std::array{real<&ArticleAdam::beta1>("beta1", "beta 1", kDecayRange),
                      real<&ArticleAdam::beta2>("beta2", "beta 2", kDecayRange)};
  }
  struct Rule {
    Scalar b1, rest1, b2, rest2, factor1, factor2;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      m[0] = b1 * m[0] + rest1 * g;
      m[1] = b2 * m[1] + rest2 * g * g;
      return factor1 * m[0] + factor2 * m[1];
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(beta1),
            scalar(1 - beta1),
            scalar(beta2),
            scalar(1 - beta2),
            scalar(beta1 / (1 - power(beta1, s.step))),
            scalar(beta2 / (1 - power(beta2, s.step)))};
  }
};

/// To the letter: eps is subtracted from m and v before their correction, and added to the root.
struct ArticleAdamCode {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  static constexpr Info info{
      "article_adam_code",
      "Adam with amnesia",
      R"(u = \tfrac{(1-\beta_1)g-\epsilon}{1-\beta_1^t}\Big/\Big(\sqrt{\tfrac{(1-\beta_2)g^2-\epsilon}{1-\beta_2^t}}+\epsilon\Big))",
      "article 001, section 4",
      "m and v are never stored and eps is subtracted: signSGD with an accidental "
      "schedule, then the root of a negative number.",
      true};
  static constexpr int kMoments = 0;
  static constexpr auto fields() {
    return std::array{
        real<&ArticleAdamCode::beta1>("beta1", "beta 1", kDecayRange),
        real<&ArticleAdamCode::beta2>("beta2", "beta 2", kDecayRange),
        real<&ArticleAdamCode::epsilon>("eps", "Subtracted, and added to the root", kEpsilonRange)};
  }
  struct Rule {
    Scalar rest1, rest2, eps, correct1, correct2;
    template <class T>
    T operator()(T g, T, std::array<T, 0>&) const {
      const T m = (rest1 * g - eps) * correct1;
      const T v = (rest2 * g * g - eps) * correct2;
      return m / (sqrt(v) + eps);
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(1 - beta1), scalar(1 - beta2), scalar(epsilon),
            scalar(1 / (1 - power(beta1, s.step))), scalar(1 / (1 - power(beta2, s.step)))};
  }
};

/// To the letter: both moments are corrected for a start at 0 from which they never move.
struct ArticleRmspropCode {
  double epsilon = 1e-8;
  double decay_rate = 0.001;
  static constexpr Info info{
      "article_rmsprop_code",
      "RMSprop with amnesia",
      R"(u = \tfrac{(1-\rho)g}{1-\rho^t}\Big/\Big(\sqrt{\tfrac{(1-\rho)g^2}{1-\rho^t}}+\epsilon\Big))",
      "article 001, section 4",
      "Decay 0.001 and nothing stored: the sign of the gradient.",
      true};
  static constexpr int kMoments = 0;
  static constexpr auto fields() {
    return std::array{
        real<&ArticleRmspropCode::epsilon>("eps", "Added to the root", kEpsilonRange),
        real<&ArticleRmspropCode::decay_rate>("decay_rate", "Decay rate rho", kDecayRange)};
  }
  struct Rule {
    Scalar rest, eps, correct;
    template <class T>
    T operator()(T g, T, std::array<T, 0>&) const {
      const T m = rest * g * correct;
      const T v = rest * g * g * correct;
      return m / (sqrt(v) + eps);
    }
  };
  Rule rule(const StepInfo& s, double&) const {
    return {scalar(1 - decay_rate), scalar(epsilon), scalar(1 / (1 - power(decay_rate, s.step)))};
  }
};

struct ArticleRmsprop {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  static constexpr Info info{
      "article_rmsprop",
      "RMSprop as printed",
      R"(u = m/\sqrt{v+\epsilon})",
      "article 001, section 3.2.2",
      "The mean of the gradients in place of the gradient: Adam without bias correction, whose "
      "first steps are three times too long.",
      true};
  static constexpr int kMoments = 2;
  static constexpr auto fields() {
    return std::array{
        real<&ArticleRmsprop::beta1>("beta1", "beta 1", kDecayRange),
        real<&ArticleRmsprop::beta2>("beta2", "beta 2", kDecayRange),
        real<&ArticleRmsprop::epsilon>("eps", "Added inside the root", kEpsilonRange)};
  }
  struct Rule {
    Scalar b1, rest1, b2, rest2, eps;
    template <class T>
    T operator()(T g, T, std::array<T, 2>& m) const {
      m[0] = b1 * m[0] + rest1 * g;
      m[1] = b2 * m[1] + rest2 * g * g;
      return m[0] / sqrt(m[1] + eps);
    }
  };
  Rule rule(const StepInfo&, double&) const {
    return {scalar(beta1), scalar(1 - beta1), scalar(beta2), scalar(1 - beta2), scalar(epsilon)};
  }
};

struct ArticleClip {
  double limit = 1;
  static constexpr Info info{
      "article_clip",
      "Clipping as printed",
      R"(|u|>c\;?\; -\mathrm{sign}(u)\,c : u)",
      "article 002, section 3.2",
      "Truncates to the opposite direction of the threshold: a large gradient "
      "drives the weights uphill.",
      true};
  static constexpr int kMoments = 0;
  static constexpr auto fields() {
    return std::array{real<&ArticleClip::limit>("limit", "Threshold c", {0, 1e30, true})};
  }
  struct Rule {
    Scalar limit;
    template <class T>
    T operator()(T u, T, std::array<T, 0>&) const {
      return abs(u) > splat<T>(0) + limit ? -limit * sign(u) : u;
    }
  };
  Rule rule(const StepInfo&, double&) const { return {scalar(limit)}; }
};

struct ArticleConstantGradient {
  double constant = 0.05;
  static constexpr Info info{"article_constant_gradient",
                             "Gradient reset to a fixed value",
                             R"(u \gets c)",
                             "article 004, section 3.3",
                             "Ignores the loss: walks through the minimum and never stops.",
                             true};
  static constexpr int kMoments = 0;
  static constexpr auto fields() {
    return std::array{
        real<&ArticleConstantGradient::constant>("value", "The fixed value c", {-100, 100})};
  }
  struct Rule {
    Scalar constant;
    template <class T>
    T operator()(T, T, std::array<T, 0>&) const {
      return splat<T>(0) + constant;
    }
  };
  Rule rule(const StepInfo&, double&) const { return {scalar(constant)}; }
};

struct ArticleAscent {
  static constexpr Info info{"article_ascent",
                             "Towards the gradient",
                             R"(u \gets -u)",
                             "articles 001 (code) and 003, section 2.1",
                             "The sign is wrong: the loss climbs.",
                             true};
  static constexpr int kMoments = 0;
  struct Rule {
    template <class T>
    T operator()(T u, T, std::array<T, 0>&) const {
      return -u;
    }
  };
  Rule rule(const StepInfo&, double&) const { return {}; }
};

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
