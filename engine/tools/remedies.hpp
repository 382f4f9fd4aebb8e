// What `gradscope remedies` compares: three sick networks, which remedies are tried on each, and
// the loss that other programs (PyTorch, NumPy) ended at. The remedies are in train/remedies.hpp.
//
// Their data were two moons too, but other ones, so a loss is not expected to agree in its digits:
// a linear model ends at 0.31 there and at 0.24 here.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "engine/train/remedies.hpp"

namespace gradscope::tools {

inline constexpr double kDiverged = std::numeric_limits<double>::infinity();
inline constexpr std::int64_t kRemedySteps = 2000;

/// The network as it is.
inline constexpr Remedy kNone{"none", RemedyGroup::kSignal, "none", "", ""};

struct Trial {
  const Remedy& remedy;
  double expected;  ///< Median of the last loss over seven seeds.
};

consteval Trial trial(std::string_view key, double expected) {
  return {kRemedies[place_of(kRemedies, key)], expected};
}

struct SickNetwork {
  const char* name;
  const char* title;
  const char* link;
  std::span<const Trial> trials;
  const char* note;  ///< Why rows may end otherwise.
};

inline constexpr std::array kAgainstVanishing = {
    Trial{kNone, 0.6932},          trial("faster", 0.6933),       trial("faster100", 1.00),
    trial("momentum", 0.6932),     trial("exponential", 0.6931),  trial("step_decay", 0.6931),
    trial("inverse_sqrt", 0.6931), trial("clip", 0.6932),         trial("clip_value", 0.6932),
    trial("decay", 0.6932),        trial("strong_decay", 0.6932), trial("small_rmsprop", 0.3201),
    trial("small_adam", 0.3828),   trial("he", 0.6932),           trial("lsuv", 0.6931),
    trial("gain", 0.0036),         trial("batch_norm", 0.0032),   trial("layer_norm", 0.24),
    trial("residual", 0.32),       trial("identity", 0.3138),     trial("tanh_alone", 0.0002),
    trial("relu_he", 6e-5),        trial("leaky_he", 6e-5),       trial("selu_lecun", 6e-5),
};

inline constexpr std::array kAgainstExploding = {
    Trial{kNone, kDiverged},
    trial("slower", 0.0011),
    trial("slower100", 0.019),
    trial("slower10000", 0.28),
    trial("momentum", kDiverged),
    trial("exponential", kDiverged),
    trial("step_decay", kDiverged),
    trial("inverse_sqrt", kDiverged),
    trial("warmup", kDiverged),
    trial("clip", 2e-5),
    trial("clip_value", 1.5e-5),
    trial("decay", kDiverged),
    trial("strong_decay", kDiverged),
    trial("small_rmsprop", 3e-6),
    trial("small_adam", 2e-4),
    trial("he", 5e-5),
    trial("xavier", 4e-5),
    trial("lsuv", 5e-5),
    trial("batch_norm", 7e-4),
    trial("layer_norm", 3e-4),
    trial("tanh_alone", 2e-4),
};

inline constexpr std::array kAgainstFarTooLarge = {
    Trial{kNone, kDiverged},    trial("clip", 1943),        trial("decay", kDiverged),
    trial("small_rmsprop", 14), trial("small_adam", 3.9),   trial("he", 0.0008),
    trial("lsuv", 0.0019),      trial("batch_norm", 0.027),
};

/// Weights of N(0, 4/n) with n inputs, as the others had them, are 2.153 times Xavier's here, and
/// of N(0, 8/n) 2.935 times: that gives the same product of standard deviations over the layers.
inline constexpr std::array kSickNetworks = {
    SickNetwork{"V", "vanishing: 8 layers, sigmoid, Xavier, learning rate 0.1",
                "v1&test_fraction=0&width=32&batch=64&depth=7", kAgainstVanishing,
                "Layer norm is mixed, elsewhere and here: see least and most."},
    SickNetwork{"X", "exploding: 10 layers, ReLU, weights of N(0, 4/n), learning rate 0.2",
                "v1&test_fraction=0&width=32&batch=64&depth=9&activation=relu&"
                "init=xavier_normal(gain:2.153)&learning_rate=0.2",
                kAgainstExploding, "Warm-up is a coin: 4 of 7 seeds diverged elsewhere."},
    SickNetwork{
        "XX", "20 layers, ReLU, weights of N(0, 8/n), learning rate 0.02",
        "v1&test_fraction=0&width=32&batch=64&depth=19&activation=relu&"
        "init=xavier_normal(gain:2.935)&learning_rate=0.02",
        kAgainstFarTooLarge,
        "The logits are tens of thousands: the loss is 0 as soon as all 400 samples are right, "
        "and hundreds if a few are wrong. Which of both is luck of the data. Clipping and the "
        "adaptive optimizers keep training finite; only the scale makes the network sound."},
};

}  // namespace gradscope::tools
