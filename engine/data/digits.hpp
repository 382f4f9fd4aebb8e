// The handwritten digits: 1,797 images of 8 x 8 pixels from digits.txt.
#pragma once

#include <string>

#include "engine/data/dataset.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Gives the engine the text of digits.txt. Programs have it built in; the page loads it when a run
/// asks for it. Returns false, and changes nothing, if it is not that file.
bool provide_digits(std::string text);
bool has_digits();

/// All digits, pixels scaled to [0, 1], in the order of the file. provide_digits() must have been
/// called.
Dataset read_digits();

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
