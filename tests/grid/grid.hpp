// The labelled grid: runs over depth, width, activation, initialiser, normalisation, skip,
// optimizer, rate and data, and what is true of each by a rule that uses nothing of the diagnosis.
#pragma once

#include <string>
#include <vector>

#include "engine/train/session.hpp"

namespace grid {

struct Case {
  std::string link;
  std::string gradient;  ///< The label at step 0: healthy, vanishing, exploding or starved.
  std::string learning;  ///< The label after kSteps: learning, learned, stuck, rising, diverged.
  std::string said_gradient;    ///< What the diagnosis said at step 0,
  std::string said_learning;    ///< after kSteps,
  std::string said_verdict;     ///< in one word at that time.
  std::string gradient_at_end;  ///< The label of the gradient at the last weights.
};

inline constexpr gradscope::Index kSteps = 2000;
inline constexpr int kSeeds = 3;

/// The links of a grid, "first" (which the thresholds were chosen with), "second" (drawn after they
/// were frozen) or "third" (after the last change of rules and labels): kSeeds behind each other
/// for every configuration.
std::vector<std::string> links_of(const std::string& grid);

/// Trains a link for kSteps; labels it and asks the diagnosis.
Case examine(const std::string& link);

/// Green over a run that does not learn, or whose gradient is unusable at the last weights, whether
/// it has learned or not.
bool false_green(const Case& c);

}  // namespace grid
