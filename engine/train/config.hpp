// A run, completely described: the one struct behind JSON, links, menus and the command line.
#pragma once

#include <string>
#include <string_view>

#include "engine/data/batches.hpp"
#include "engine/nn/activation.hpp"
#include "engine/nn/initializer.hpp"
#include "engine/nn/loss.hpp"
#include "engine/nn/normalization.hpp"
#include "engine/optim/schedule.hpp"
#include "engine/optim/transform.hpp"
#include "engine/registry/read.hpp"
#include "engine/train/reset.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

inline constexpr std::array<const char*, 2> kOrders = {"shuffled", "sequential"};
inline constexpr std::array<const char*, 2> kPrecisions = {"float32", "float64"};

struct Config {
  std::int64_t seed = 1;
  int precision = 0;
  Data data = Moons{};
  double test_fraction = 0.25;
  std::int64_t batch = 32;  ///< 0: all samples.
  int order = 0;

  std::int64_t depth = 10;
  std::int64_t width = 8;
  Activation activation = Sigmoid{};
  std::vector<Activation> activations;  ///< One per hidden layer, instead of `activation`.
  Activation output_activation = Identity{};
  Initializer initializer = XavierNormal{};
  bool bias = true;
  double bias_std = 0;
  Normalization normalization = NoNormalization{};
  bool residual = false;
  double dropout = 0;

  std::vector<Loss> loss;  ///< Empty: what suits the data.
  double l1 = 0;
  double l2 = 0;

  std::vector<Transform> update;  ///< Empty: plain gradient descent.
  double learning_rate = 0.1;
  Schedule schedule = ConstantRate{};
  std::int64_t warmup_steps = 0;
  double warmup_start = 0.1;
  Reset reset = NoReset{};

  std::int64_t test_every = 20;
  bool specimens = false;

  static constexpr auto fields() {
    return std::array{
        integer<&Config::seed>("seed", "Seed of all random numbers", {0, 4294967295}),
        word<&Config::precision>("precision", "Number type", kPrecisions),
        choice<&Config::data>("data", "Data set"),
        real<&Config::test_fraction>("test_fraction", "Share of the data kept for testing",
                                     {0, 0.9}),
        integer<&Config::batch>("batch", "Samples a step; 0: all", {0, 20000, true}),
        word<&Config::order>("order", "Order of the samples", kOrders),
        integer<&Config::depth>("depth", "Hidden layers", {0, 64}),
        integer<&Config::width>("width", "Units of a hidden layer", {1, 256, true}),
        choice<&Config::activation>("activation", "Activation of the hidden layers"),
        choices<&Config::activations>("activations",
                                      "Activation of each hidden layer, if they differ", 64),
        choice<&Config::output_activation>("output_activation", "Activation of the output"),
        choice<&Config::initializer>("init", "Initial weights"),
        boolean<&Config::bias>("bias", "Biases"),
        real<&Config::bias_std>("bias_std", "Standard deviation of the initial biases", {0, 100}),
        choice<&Config::normalization>("normalization", "Normalisation of the hidden layers"),
        boolean<&Config::residual>("residual", "Skip connections, y = x + f(x)"),
        real<&Config::dropout>("dropout", "Probability of dropping a unit", {0, 0.95}),
        choices<&Config::loss>("loss", "Loss; empty: what suits the data", 1),
        real<&Config::l1>("l1", "L1 penalty on the weights", {0, 10, true}),
        real<&Config::l2>("l2", "L2 penalty on the weights", {0, 10, true}),
        choices<&Config::update>(
            "update", "Optimizer and clipping, in order; empty: plain gradient descent", 8),
        real<&Config::learning_rate>("learning_rate", "Learning rate", {0, 1e6, true}),
        choice<&Config::schedule>("schedule", "Learning-rate schedule"),
        integer<&Config::warmup_steps>(
            "warmup_steps", "Steps of linear warm-up before the schedule", {0, 1e9, true}),
        real<&Config::warmup_start>("warmup_start",
                                    "Share of the learning rate at step 0 of the warm-up", {0, 1}),
        choice<&Config::reset>("reset", "Resetting units that stopped learning"),
        integer<&Config::test_every>(
            "test_every", "Steps between evaluations on the test set; 0: never", {0, 1e9, true}),
        boolean<&Config::specimens>("specimens", "Allow formulas that the articles print wrong")};
  }
};

/// What the engine makes of a text: a config, or all that is wrong with it.
struct ConfigResult {
  Config config;
  ConfigErrors errors;
};

/// Reads an object of settings. Every fault is reported, not only the first.
ConfigResult read_config(const Value& settings);

/// Reads JSON (if the text begins with "{") or a link (config_text.cpp, not part of the module).
ConfigResult read_config_text(std::string_view text);

/// All settings as one object; read_config gives the same config back.
Value write_config(const Config& config);

/// Faults that only show when the settings are taken together, and the memory they need.
ConfigErrors check_config(const Config& config);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
