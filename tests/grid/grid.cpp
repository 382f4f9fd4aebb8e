// The configurations, drawn from lists by a fixed sequence, and the rules of their labels.
#include "tests/grid/grid.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>

#include "engine/data/digits.hpp"
#include "engine/registry/error.hpp"
#include "tests/grid/recursion.hpp"

extern const char* const kDigitsText;

namespace grid {

namespace {

using namespace gradscope;
using Words = std::vector<std::string>;

struct Axes {
  Words depths, widths, activations, initialisers, extras, updates, data;
  std::uint64_t draw;
  int configurations, first_seed;
};

const Axes kFirst = {
    {"1", "2", "3", "5", "8", "12", "20"},
    {"8", "16", "32"},
    {"sigmoid", "tanh", "relu", "leaky_relu", "selu", "gelu", "identity", "relu6", "elu"},
    {"xavier_normal", "xavier_uniform", "he_normal", "lecun_normal", "orthogonal", "lsuv",
     "normal(std:0.01)", "normal(std:0.1)", "normal(std:0.5)", "normal(std:2)",
     "xavier_normal(gain:4)", "xavier_normal(gain:0.5)"},
    {"", "", "", "&normalization=batch_norm", "&normalization=layer_norm",
     "&normalization=batch_norm(position:post)", "&residual=true", "&l2=0.01"},
    {"&learning_rate=0.1", "&learning_rate=0.01", "&learning_rate=1", "&learning_rate=0.0001",
     "&update=momentum&learning_rate=0.03", "&update=adam&learning_rate=0.001",
     "&update=adam&learning_rate=0.1", "&update=rmsprop&learning_rate=0.003"},
    {"moons", "circles", "xor", "gaussians", "sine"},
    0x9E3779B97F4A7C15,
    400,
    1};

// Drawn when the thresholds were no longer to move: nothing of it was seen before.
const Axes kSecond = {
    {"4", "6", "7", "10", "15", "18", "25"},
    {"6", "12", "20", "24", "40"},
    {"silu", "softplus", "softsign", "hard_tanh", "erf", "mish", "hard_swish"},
    {"he_uniform", "lecun_uniform", "xavier_normal(gain:1.5)", "orthogonal(gain:1.3)", "lsuv",
     "normal(std:0.02)", "normal(std:0.25)", "normal(std:1.2)", "uniform(lo:-0.6;hi:0.6)",
     "xavier_uniform(gain:2.5)"},
    {"", "", "", "&normalization=batch_norm", "&normalization=layer_norm", "&residual=true",
     "&residual=true&normalization=layer_norm", "&bias_std=0.4"},
    {"&learning_rate=0.2", "&learning_rate=0.04", "&learning_rate=4", "&learning_rate=0.00005",
     "&update=momentum(nesterov:true)&learning_rate=0.015", "&update=adam&learning_rate=0.004",
     "&update=adam&learning_rate=0.2", "&update=adagrad&learning_rate=0.02"},
    {"moons", "circles(noise:0.06)", "xor", "spiral", "sine"},
    0x8CB92BA72F3D8DD7,
    400,
    701};

// Drawn when green had come to need all three, and the label of its gradient had been chosen.
const Axes kThird = {
    {"3", "5", "9", "11", "14", "16", "22"},
    {"10", "14", "16", "28", "36"},
    {"silu", "tanh", "relu", "softsign", "elu", "hard_tanh", "gelu", "sigmoid"},
    {"he_uniform", "lecun_uniform", "xavier_normal(gain:1.5)", "orthogonal(gain:1.3)", "lsuv",
     "normal(std:0.02)", "normal(std:0.25)", "normal(std:1.2)", "uniform(lo:-0.6;hi:0.6)",
     "xavier_uniform(gain:2.5)"},
    {"", "", "", "&normalization=batch_norm", "&normalization=layer_norm", "&residual=true",
     "&residual=true&normalization=layer_norm", "&bias_std=0.4"},
    {"&learning_rate=0.2", "&learning_rate=0.04", "&learning_rate=4", "&learning_rate=0.00005",
     "&update=momentum(nesterov:true)&learning_rate=0.015", "&update=adam&learning_rate=0.004",
     "&update=adam&learning_rate=0.2", "&update=adagrad&learning_rate=0.02"},
    {"moons", "circles(noise:0.06)", "xor", "spiral", "sine"},
    0x51A3C5D7E9F1B357,
    400,
    9001};

/// Numbers of a fixed sequence (Vigna 2015, splitmix64).
class Draw {
 public:
  explicit Draw(std::uint64_t state) : state_(state) {}
  const std::string& operator()(const Words& words) {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return words[(z ^ (z >> 31)) % words.size()];
  }

 private:
  std::uint64_t state_;
};

Config config_of(const std::string& link) {
  static const bool provided = provide_digits(kDigitsText);
  const ConfigResult result = read_config_text(link);
  if (!provided || !result.errors.empty()) {
    throw std::runtime_error(link + ": " + result.errors.front().path + ' ' +
                             result.errors.front().message);
  }
  return result.config;
}

/// Three decades between the first and the last hidden layer are vanishing or exploding; so is a
/// norm of dL/dW above 100. Below 1e-6 in every hidden layer a gradient is next to nothing: at a
/// rate of 0.1 its step is lost in the rounding of a float32. Of a run that has learned, 1e-6 of
/// what is left of the loss: once nothing is left to learn, no gradient is what there should be.
std::string gradient_label(const std::vector<LayerGradient>& layers, double left = 1) {
  const std::size_t hidden = layers.size() > 1 ? layers.size() - 1 : 1;
  const LayerGradient& first = layers[0];
  const LayerGradient& last = layers[hidden - 1];
  double largest = 0;
  for (std::size_t l = 0; l < hidden; ++l) largest = std::max(largest, layers[l].gradient);
  const auto below = [](double a, double b, double decades) {
    return a < b * std::pow(10, -decades);
  };
  if (largest > 100 || below(last.delta, first.delta, 3)) return "exploding";
  const bool gradient_falls = below(first.gradient, last.gradient, 3);
  if (largest < 1e-6 * left && !gradient_falls) return "starved";
  return gradient_falls || below(first.delta, last.delta, 3) ? "vanishing" : "healthy";
}

/// What the best answer is worth that does not look at the input: the entropy of the classes, or
/// the variance of the values; and the share of the most frequent class.
std::pair<double, double> constant_answer(Session& session) {
  const auto view = session.values("train.answers");
  const auto n = static_cast<double>(view.size());
  if (session.trainer().run().data.train.task == Task::kRegression) {
    double mean = 0, variance = 0;
    for (const Scalar y : view) mean += static_cast<double>(y) / n;
    for (const Scalar y : view) variance += std::pow(static_cast<double>(y) - mean, 2) / n;
    return {variance, 0};
  }
  std::map<Scalar, double> shares;
  for (const Scalar c : view) shares[c] += 1 / n;
  double entropy = 0, most = 0;
  for (const auto& [c, share] : shares) {
    entropy -= share * std::log(share);
    most = std::max(most, share);
  }
  return {entropy, most};
}

/// Loss and accuracy over the whole training set, at quarters of the run. A run that swings has no
/// one loss at a step: each is the median of kLooks looks at the kLooks * kApart steps before it.
constexpr Index kLooks = 5, kApart = 10;
struct Course {
  std::vector<double> losses;  // at 0, 500, 1000, 1500, 2000 steps
  double accuracy = 0;
  bool finite = true;
};

/// NaN if one of them is.
double median(std::vector<double> values) {
  for (const double v : values) {
    if (std::isnan(v)) return v;
  }
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

std::string learning_label(const Course& course, std::pair<double, double> constant) {
  const auto [guess, most] = constant;
  const double now = course.losses.back();
  const double start = course.losses.front();
  if (!course.finite || !(now - now == 0) || now > 1000 * std::max(guess, start)) return "diverged";
  const bool better = std::isnan(course.accuracy) || course.accuracy > most;
  if (better && now < 0.2 * guess) return "learned";
  if (better && now < 0.9 * guess) return "learning";
  double lowest = start;
  for (const double loss : course.losses) lowest = std::min(lowest, loss);
  if (now > 1.25 * std::max(guess, lowest)) return "rising";
  return now < 0.95 * course.losses[course.losses.size() / 2] ? "learning" : "stuck";
}

std::string word(const Value& diagnosis, const char* key) {
  return *diagnosis.find(key)->as_string();
}

}  // namespace

std::vector<std::string> links_of(const std::string& grid) {
  const Axes& axes = grid == "third" ? kThird : grid == "second" ? kSecond : kFirst;
  Draw draw(axes.draw);
  std::vector<std::string> links;
  for (int i = 0; i < axes.configurations; ++i) {
    // One after the other: which operand of a sum a compiler takes first is its own affair.
    std::string link = "v1&test_fraction=0&depth=" + draw(axes.depths);
    const std::string activation = draw(axes.activations);
    link += "&width=" + draw(axes.widths);
    const std::string update = draw(axes.updates);
    const std::string extra = draw(axes.extras);
    link += "&activation=" + activation + "&init=" + draw(axes.initialisers) + extra + update;
    link += "&data=" + draw(axes.data);
    for (int s = 0; s < kSeeds; ++s) {
      links.push_back(link + "&seed=" + std::to_string(axes.first_seed + s));
    }
  }
  return links;
}

Case examine(const std::string& link) {
  Case c;
  c.link = link;
  Session session(config_of(link));
  session.probe();
  c.gradient = gradient_label(gradient_of(session));
  c.said_gradient = word(session.diagnosis(), "gradient");
  Course course;
  course.losses.push_back(score_of(session).loss);
  for (int quarter = 0; quarter < 4; ++quarter) {
    session.run(kSteps / 4 - kLooks * kApart, 2);
    std::vector<double> losses, accuracies;
    for (Index look = 0; look < kLooks; ++look) {
      session.run(kApart, 2);
      const Score score = score_of(session);
      losses.push_back(score.loss);
      accuracies.push_back(score.accuracy);
    }
    course.losses.push_back(median(losses));
    course.accuracy = median(accuracies);
  }
  course.finite = !session.trainer().trouble();
  const auto constant = constant_answer(session);
  c.learning = learning_label(course, constant);
  const double left = std::min(1.0, score_of(session).loss / constant.first);
  c.gradient_at_end =
      course.finite ? gradient_label(gradient_of_batches(session), left) : "exploding";
  const Value said = session.diagnosis();
  c.said_learning = word(said, "learning");
  c.said_verdict = word(said, "verdict");
  return c;
}

bool false_green(const Case& c) {
  if (c.said_verdict != "healthy") return false;
  const bool learns = c.learning == "learning" || c.learning == "learned";
  return !learns || c.gradient_at_end != "healthy";
}

}  // namespace grid
