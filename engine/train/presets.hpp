// Named runs: the one list of them. Each is a link, so it is read and checked like any other.
#pragma once

#include "engine/registry/word.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// What a run is there for.
enum class PresetGroup { kFirst, kExample, kPrinted };
inline constexpr std::array kPresetGroups = {
    Word{"first", "To begin with"},
    Word{"example", "Worked examples"},
    Word{"printed", "As printed, wrong"},
};

struct Preset {
  const char* id;
  PresetGroup group;
  const char* title;
  const char* summary;
  const char* link;
  /// A run to show it beside: for a formula printed wrong, the same run with the right one.
  const char* beside = "";
};

// One weight on the line of article 001; ten ReLU layers.
#define GRADSCOPE_ONE_WEIGHT                                                               \
  "v1&data=article_line&depth=0&bias=false&batch=0&init=constant(value:0.5)&loss=half_mse" \
  "&test_fraction=0"
#define GRADSCOPE_RELU "v1&activation=relu&width=32&batch=64"

inline constexpr std::array kPresets = {
    Preset{"vanishing", PresetGroup::kFirst, "Vanishing",
           "Ten sigmoid layers: the first gets a millionth of the gradient.", "v1"},
    Preset{"exploding", PresetGroup::kFirst, "Exploding",
           "Ten ReLU layers with weights twice too large.",
           "v1&activation=relu&width=32&init=normal(std:0.5)&batch=64"},
    Preset{"starved", PresetGroup::kFirst, "Starved",
           "Tiny weights and tanh: every layer gets next to nothing, equally.",
           "v1&activation=tanh&bias=false&init=normal(std:0.05)"},
    Preset{"healthy", PresetGroup::kFirst, "Healthy", "The same depth with tanh and Xavier.",
           "v1&activation=tanh"},
    Preset{"digits", PresetGroup::kFirst, "Digits", "Real handwritten digits, five tanh layers.",
           "v1&data=digits&depth=5&width=32&activation=tanh&update=adam&learning_rate=0.003"},
    Preset{"article_003_line", PresetGroup::kExample, "Article 003: line",
           "Batch gradient descent on X = 1..4 goes to theta = 1.",
           "v1&data=article_proportional&depth=0&bias=false&batch=0&init=zeros&learning_rate=0.01&"
           "test_fraction=0"},
    Preset{"article_001_adam", PresetGroup::kExample, "Article 001: Adam",
           "One weight, fitted with Adam as it should be.",
           "v1&data=article_line&depth=0&bias=false&batch=0&init=constant(value:0.5)&loss=half_mse&"
           "update=adam"
           "&test_fraction=0"},
    Preset{"article_001_adam_bias", PresetGroup::kExample, "Article 001: Adam, with bias",
           "The same with the bias that the data need.",
           "v1&data=article_line&depth=0&batch=0&init=constant(value:0.5)&loss=half_mse&update="
           "adam&test_fraction=0"},
    Preset{"article_001_rmsprop", PresetGroup::kExample, "Article 001: RMSprop",
           "One weight, fitted with RMSprop, eps inside the root.",
           "v1&data=article_line&depth=0&bias=false&batch=0&init=constant(value:0.5)&loss=half_mse"
           "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01&test_fraction=0"},
    Preset{"article_001_rmsprop_bias", PresetGroup::kExample, "Article 001: RMSprop, with bias",
           "The same with the bias that the data need.",
           "v1&data=article_line&depth=0&batch=0&init=constant(value:0.5)&loss=half_mse"
           "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01&test_fraction=0"},
    Preset{"article_002_dense", PresetGroup::kExample, "Article 002: Dense 10-10-1",
           "Two ReLU layers and a sigmoid output on noise.",
           "v1&data=article_noise(samples:32;labels:true)&depth=2&width=10&activation=relu&output_"
           "activation=sigmoid"
           "&init=xavier_uniform&loss=bce&update=adam&learning_rate=0.01&batch=0&test_fraction=0"},
    Preset{
        "article_004_dense", PresetGroup::kExample, "Article 004: Dense 10-1",
        "RMSprop for 100 epochs: it fits noise.",
        "v1&data=article_noise&depth=1&width=10&activation=relu&init=xavier_uniform&loss=mse"
        "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.001&batch=0&test_fraction=0"},
    Preset{"printed_adam", PresetGroup::kPrinted, "Adam, the formula",
           "No learning rate, no root: article 001's formula leaves the minimum for good.",
           GRADSCOPE_ONE_WEIGHT "&update=article_adam&specimens=true",
           GRADSCOPE_ONE_WEIGHT "&update=adam"},
    Preset{"printed_adam_code", PresetGroup::kPrinted, "Adam, the code",
           "m and v are never stored: article 001's code takes steps of one size.",
           GRADSCOPE_ONE_WEIGHT "&update=article_adam_code&learning_rate=0.01&specimens=true",
           GRADSCOPE_ONE_WEIGHT "&update=adam&learning_rate=0.01"},
    Preset{"printed_rmsprop", PresetGroup::kPrinted, "RMSprop, the code",
           "Nothing is stored: article 001's code follows the sign of the gradient.",
           GRADSCOPE_ONE_WEIGHT "&update=article_rmsprop_code&learning_rate=0.01&specimens=true",
           GRADSCOPE_ONE_WEIGHT "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01"},
    Preset{
        "printed_rmsprop_formula", PresetGroup::kPrinted, "RMSprop, the formula",
        "The mean gradient stands where the gradient should: the first steps are three times too "
        "long.",
        GRADSCOPE_ONE_WEIGHT "&update=article_rmsprop&learning_rate=0.01&specimens=true",
        GRADSCOPE_ONE_WEIGHT "&update=rmsprop(alpha:0.9;eps_inside:true)&learning_rate=0.01"},
    Preset{"printed_ascent", PresetGroup::kPrinted, "Towards the gradient",
           "The sign of articles 001 and 003: every step climbs.",
           GRADSCOPE_ONE_WEIGHT "&update=article_ascent&learning_rate=0.05&specimens=true",
           GRADSCOPE_ONE_WEIGHT "&learning_rate=0.05"},
    Preset{"printed_constant", PresetGroup::kPrinted, "Gradient set to a constant",
           "Article 004's reset of small gradients ignores the loss: it never stops.",
           GRADSCOPE_ONE_WEIGHT
           "&update=article_constant_gradient&learning_rate=0.05&specimens=true",
           GRADSCOPE_ONE_WEIGHT "&learning_rate=0.05"},
    Preset{"printed_clip", PresetGroup::kPrinted, "Clipping to the other side",
           "Article 002 turns a large gradient round: the weights go uphill.",
           GRADSCOPE_RELU "&init=normal(std:0.5)&update=article_clip&specimens=true",
           GRADSCOPE_RELU "&init=normal(std:0.5)&update=clip_by_value"},
    Preset{"printed_he_limit", PresetGroup::kPrinted, "He with the wrong limit",
           "Article 002 takes a standard deviation for a limit: thirty layers go silent.",
           GRADSCOPE_RELU "&depth=30&init=article_he_uniform&specimens=true",
           GRADSCOPE_RELU "&depth=30&init=he_uniform"},
    Preset{"printed_he", PresetGroup::kPrinted, "He, the formula",
           "Article 002 takes the root of a negative number: every weight is NaN.",
           GRADSCOPE_RELU "&init=article_he&specimens=true", GRADSCOPE_RELU "&init=he_normal"},
    Preset{"printed_xavier", PresetGroup::kPrinted, "Xavier, the formula",
           "Article 002 takes the root of a negative number: every weight is NaN.",
           "v1&activation=tanh&init=article_xavier&specimens=true", "v1&activation=tanh"},
    Preset{"printed_loss", PresetGroup::kPrinted, "A loss without labels",
           "Article 002's loss falls while nothing is learned: it never asks for the answer.",
           "v1&activation=tanh&loss=article_log1p_sigmoid&specimens=true", "v1&activation=tanh"},
    Preset{"printed_exponential", PresetGroup::kPrinted, "Exponential decay",
           "In article 001 the decay step hardly matters; the rate is gone in fifty steps.",
           "v1&depth=2&activation=tanh&schedule=article_exponential&specimens=true",
           "v1&depth=2&activation=tanh&schedule=exponential"},
    Preset{"printed_step_decay", PresetGroup::kPrinted, "Step decay",
           "Article 001's rate is never positive: 0 or uphill.",
           "v1&depth=2&activation=tanh&schedule=article_step_decay&specimens=true",
           "v1&depth=2&activation=tanh&schedule=step"},
};

#undef GRADSCOPE_ONE_WEIGHT
#undef GRADSCOPE_RELU

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
