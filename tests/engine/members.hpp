// One short run for every member of every family, made from the registry: whoever adds a member has
// a run here at once. Holds no tests.
#pragma once

#include "tests/engine/choices.hpp"
#include "tests/engine/runs.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct MemberRun {
  std::string family;
  std::string kind;
  std::string link;
};

/// Two hidden layers of five units with everything at its default but the member, on all samples at
/// once, which suits data sets of any size. A family that is chosen for hidden layers and for the
/// output has its runs for the hidden layers.
inline std::vector<MemberRun> member_runs() {
  std::vector<MemberRun> runs;
  for (const ChoiceKey& choice : all_families()) {
    for (const Member& member : choice.family->members) {
      std::string link =
          "v1&depth=2&width=5&batch=0&" + std::string(choice.key) + '=' + member.kind;
      const std::string name = member.kind;
      // Losses on probabilities want some; resets and schedules should act within a few steps.
      if (name == "bce") link += "&output_activation=sigmoid";
      if (choice.family == &family<Reset>() && !member.slots.empty()) {
        link += "(tau:0.9;every:3)&activation=tanh";
      }
      runs.push_back({choice.family->key, name, link});
    }
  }
  return runs;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
