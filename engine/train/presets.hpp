// Named runs: the one list of them. Each is a link, so it is read and checked like any other.
#pragma once

#include <array>

#include "engine/core/scalar.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

struct Preset {
  const char* id;
  const char* title;
  const char* summary;
  const char* link;
};

inline constexpr std::array kPresets = {
    Preset{"vanishing", "Vanishing",
           "Ten sigmoid layers: the first gets a millionth of the gradient.", "v1"},
    Preset{"exploding", "Exploding", "Ten ReLU layers with weights twice too large.",
           "v1&activation=relu&width=32&init=normal(std:0.5)&batch=64"},
    Preset{"starved", "Starved",
           "Tiny weights and tanh: every layer gets next to nothing, equally.",
           "v1&activation=tanh&init=normal(std:0.05)"},
    Preset{"healthy", "Healthy", "The same depth with tanh and Xavier.", "v1&activation=tanh"},
    Preset{"digits", "Digits", "Real handwritten digits, five tanh layers.",
           "v1&data=digits&depth=5&width=32&activation=tanh&update=adam&learning_rate=0.003"},
    Preset{"article_003_line", "Article 003: line",
           "Batch gradient descent on X = 1..4 goes to theta = 1.",
           "v1&data=article_proportional&depth=0&bias=false&batch=0&init=zeros&learning_rate=0.01&"
           "test_fraction=0"},
    Preset{"article_001_adam", "Article 001: Adam", "One weight, fitted with Adam as it should be.",
           "v1&data=article_line&depth=0&bias=false&batch=0&init=constant(value:0.5)&loss=half_mse&"
           "update=adam"
           "&test_fraction=0"},
    Preset{"article_001_adam_bias", "Article 001: Adam, with bias",
           "The same with the bias that the data need.",
           "v1&data=article_line&depth=0&batch=0&init=constant(value:0.5)&loss=half_mse&update="
           "adam&test_fraction=0"},
    Preset{"article_001_rmsprop", "Article 001: RMSprop",
           "One weight, fitted with RMSprop, eps inside the root.",
           "v1&data=article_line&depth=0&bias=false&batch=0&init=constant(value:0.5)&loss=half_mse"
           "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01&test_fraction=0"},
    Preset{"article_001_rmsprop_bias", "Article 001: RMSprop, with bias",
           "The same with the bias that the data need.",
           "v1&data=article_line&depth=0&batch=0&init=constant(value:0.5)&loss=half_mse"
           "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01&test_fraction=0"},
    Preset{"article_002_dense", "Article 002: Dense 10-10-1",
           "Two ReLU layers and a sigmoid output on noise.",
           "v1&data=article_noise(samples:32;labels:true)&depth=2&width=10&activation=relu&output_"
           "activation=sigmoid"
           "&init=xavier_uniform&loss=bce&update=adam&learning_rate=0.01&batch=0&test_fraction=0"},
    Preset{
        "article_004_dense", "Article 004: Dense 10-1", "RMSprop for 100 epochs: it fits noise.",
        "v1&data=article_noise&depth=1&width=10&activation=relu&init=xavier_uniform&loss=mse"
        "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.001&batch=0&test_fraction=0"},
};

}  // namespace gradscope::inline GRADSCOPE_PRECISION
