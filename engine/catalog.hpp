// Everything that can be chosen or measured, as one value. Menus, TypeScript types, the methods
// page and `gradscope catalog` follow from it. Linked into programs only; the module knows its
// hash.
#pragma once

#include "engine/registry/value.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// {"schema": hash,
///  "families": {family: [{kind, title, formula, source, summary, specimen, fields}]},
///  "config": [field], "columns": {"step": [{key, label}], "layer": [...]},
///  "findings": {"gradient": [word], "learning": [word], "units": [word]}, "causes": [word],
///  "verdicts": [word] (the first that holds is said), "thresholds": [{key, value, meaning}],
///  "agreements": [word], "no_theory": [word], "statuses": [word],
///  "preset_groups": [word], "presets": [{id, group, title, summary, link, beside}],
///  "remedy_groups": [word],
///  "remedies": [{id, group, title, effect, change, chaining, rate}]}
/// A field is {key, label, type, default, and min, max, log, words or family where they apply}, a
/// word is {key, meaning}. Losses that part two classes by one output have a "threshold" too.
Value catalog();

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
