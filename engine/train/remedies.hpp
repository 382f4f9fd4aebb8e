// What is said to help against gradients that vanish or explode: the one list, for the page and for
// `gradscope remedies`. Not all of it helps, and none of it helps everywhere.
#pragma once

#include "engine/registry/word.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// By what they change.
enum class RemedyGroup { kSignal, kStructure, kStep };
inline constexpr std::array kRemedyGroups = {
    Word{"signal", "Activation"},
    Word{"structure", "Structure"},
    Word{"step", "Optimizer"},
};

/// Where the transforms of a remedy go, as to those that the run has.
enum class Chaining { kReplace, kBefore, kBehind };
inline constexpr std::array kChainings = {
    Word{"replace", "In their place"},
    Word{"before", "Before them"},
    Word{"behind", "Behind them"},
};

struct Remedy {
  const char* key;
  RemedyGroup group;
  const char* title;
  const char* effect;  ///< What it is expected to do.
  const char* change;  ///< Settings as in a link, without "v1&", over those of the run.
  Chaining chaining = Chaining::kReplace;  ///< Of the change's `update`.
  double rate = 1;                         ///< Times the learning rate of the run.
  bool offered = true;                     ///< By the page; the others are for comparison.
};

// For comparison only.
#define GRADSCOPE_COMPARED Chaining::kReplace, 1, false

inline constexpr std::array kRemedies = {
    Remedy{"tanh", RemedyGroup::kSignal, "Tanh + Xavier",
           "A slope of up to 1, where the sigmoid has 1/4, and weights to match.",
           "activation=tanh&activations=&init=xavier_normal"},
    Remedy{"relu_he", RemedyGroup::kSignal, "ReLU + He",
           "Slope 1 on the positive side, and weights that make up for the other.",
           "activation=relu&activations=&init=he_normal"},
    Remedy{"leaky_he", RemedyGroup::kSignal, "Leaky ReLU + He",
           "As ReLU, and units that are off still learn.",
           "activation=leaky_relu&activations=&init=he_normal"},
    Remedy{"gain", RemedyGroup::kSignal, "Xavier × 4",
           "Weights four times as large make up for the sigmoid's slope of 1/4.",
           "init=xavier_normal(gain:4)"},
    Remedy{"he", RemedyGroup::kSignal, "He weights", "Weights of the scale that ReLU needs.",
           "init=he_normal"},
    Remedy{"xavier", RemedyGroup::kSignal, "Xavier weights",
           "Weights of the scale that keeps a linear network level.", "init=xavier_normal",
           GRADSCOPE_COMPARED},
    Remedy{"lsuv", RemedyGroup::kSignal, "LSUV",
           "Weights scaled until z of every hidden layer has variance 1; slopes are not looked at.",
           "init=lsuv", GRADSCOPE_COMPARED},
    Remedy{"identity", RemedyGroup::kSignal, "Identity",
           "Slope 1 everywhere, and no more than a linear model.", "activation=identity",
           GRADSCOPE_COMPARED},
    Remedy{"tanh_alone", RemedyGroup::kSignal, "Tanh",
           "A slope of up to 1; large weights saturate it, which bounds the signal.",
           "activation=tanh", GRADSCOPE_COMPARED},
    Remedy{"selu_lecun", RemedyGroup::kSignal, "SELU + LeCun",
           "Mean and variance of the activations settle on 0 and 1.",
           "activation=selu&init=lecun_normal", GRADSCOPE_COMPARED},

    Remedy{"batch_norm", RemedyGroup::kStructure, "Batch norm",
           "Every unit is brought to mean 0 and variance 1 over the batch, whatever the weights.",
           "normalization=batch_norm"},
    Remedy{"layer_norm", RemedyGroup::kStructure, "Layer norm",
           "The units of each sample are brought to mean 0 and variance 1, whatever the weights.",
           "normalization=layer_norm"},
    Remedy{"residual", RemedyGroup::kStructure, "Skip connections",
           "A path round every layer, on which the gradient keeps its size.", "residual=true"},
    Remedy{"shallower", RemedyGroup::kStructure, "3 layers",
           "Fewer factors in the product that is the gradient.", "depth=3&activations="},

    Remedy{"adam", RemedyGroup::kStep, "Adam",
           "Steps of one size in every layer, however small its gradient.",
           "update=adam&learning_rate=0.01"},
    Remedy{"rmsprop", RemedyGroup::kStep, "RMSprop",
           "Steps of about one size in every layer, without a mean of past gradients.",
           "update=rmsprop&learning_rate=0.01"},
    Remedy{"momentum", RemedyGroup::kStep, "Momentum",
           "Steps up to ten times as long, in every layer alike.", "update=momentum",
           Chaining::kBehind},
    Remedy{"clip", RemedyGroup::kStep, "Clip norm",
           "Bounds the step; does nothing where gradients are small.", "update=clip_by_global_norm",
           Chaining::kBefore},
    Remedy{"faster", RemedyGroup::kStep, "Rate × 10", "Larger steps, in every layer alike.", "",
           Chaining::kReplace, 10},
    Remedy{"slower", RemedyGroup::kStep, "Rate ÷ 10", "Smaller steps, in every layer alike.", "",
           Chaining::kReplace, 0.1},
    Remedy{"decay", RemedyGroup::kStep, "L2",
           "Weights shrink a little at every step; the gradient's size does not follow from that.",
           "l2=0.001"},
    Remedy{"faster100", RemedyGroup::kStep, "Rate × 100",
           "Much larger steps, in every layer alike.", "", Chaining::kReplace, 100, false},
    Remedy{"slower100", RemedyGroup::kStep, "Rate ÷ 100",
           "Much smaller steps, in every layer alike.", "", Chaining::kReplace, 1e-2, false},
    Remedy{"slower10000", RemedyGroup::kStep, "Rate ÷ 10000",
           "Steps so small that little is learned.", "", Chaining::kReplace, 1e-4, false},
    Remedy{"exponential", RemedyGroup::kStep, "Exponential decay",
           "Ever smaller steps; the first ones are as they were.", "schedule=exponential",
           GRADSCOPE_COMPARED},
    Remedy{"step_decay", RemedyGroup::kStep, "Step decay",
           "Smaller steps from time to time; the first ones are as they were.", "schedule=step",
           GRADSCOPE_COMPARED},
    Remedy{"inverse_sqrt", RemedyGroup::kStep, "1/sqrt decay",
           "Ever smaller steps; the first ones are as they were.", "schedule=inverse_sqrt",
           GRADSCOPE_COMPARED},
    Remedy{"warmup", RemedyGroup::kStep, "Warm-up 500",
           "Small steps at first, while the gradient is at its largest.",
           "warmup_steps=500&warmup_start=0", GRADSCOPE_COMPARED},
    Remedy{"clip_value", RemedyGroup::kStep, "Clip value",
           "Bounds every number of the gradient; does nothing where they are small.",
           "update=clip_by_value", GRADSCOPE_COMPARED},
    Remedy{"strong_decay", RemedyGroup::kStep, "L2 0.1", "Weights shrink to nothing.", "l2=0.1",
           GRADSCOPE_COMPARED},
    Remedy{"small_adam", RemedyGroup::kStep, "Adam, rate 0.001", "As Adam, with smaller steps.",
           "update=adam&learning_rate=0.001", GRADSCOPE_COMPARED},
    Remedy{"small_rmsprop", RemedyGroup::kStep, "RMSprop, rate 0.001",
           "As RMSprop, with smaller steps.", "update=rmsprop&learning_rate=0.001",
           GRADSCOPE_COMPARED},
};

#undef GRADSCOPE_COMPARED

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
