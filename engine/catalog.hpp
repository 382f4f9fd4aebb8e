// Everything that can be chosen or measured, as one value. Menus, TypeScript types, the methods
// page and `gradscope catalog` follow from it. Linked into programs only; the module knows its
// hash.
#pragma once

#include "engine/registry/value.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

/// {"schema": hash,
///  "families": {family: [{kind, title, formula, source, summary, specimen, fields}]},
///  "config": [field], "columns": {"step": [{key, label}], "layer": [...]},
///  "verdicts": [{key, meaning}], "thresholds": [{key, value, meaning}],
///  "presets": [{id, title, summary, link, beside}]}
/// A field is {key, label, type, default, and min, max, log, words or family where they apply}.
Value catalog();

}  // namespace gradscope::inline GRADSCOPE_PRECISION
