// Which remedies fit a diagnosis: at most two of the table, the likelier one first. Nothing here
// says that they will help; `gradscope remedies` measures that.
#pragma once

#include <span>

#include "engine/train/cause.hpp"
#include "engine/train/remedies.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Keys of kRemedies. None for a run that is green or not decided yet, for a formula that is
/// printed wrong (beside it stands the right one), for a penalty (leave it out), and for a rate of
/// 0 (choose another).
std::span<const char* const> advice_on(const Findings& findings, Cause cause);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
