// The text of a shared link, as a value. Knows the grammar, not the settings.
//
//   #v1&depth=10&activation=leaky_relu(alpha:0.2)&update=clip_by_global_norm(max_norm:1),adam
//
//   link  = [anything "#"] "v1" { "&" key "=" value }     percent-encoding is undone first
//   value = item { "," item }                              two or more items, or none: a list
//   item  = number | "true" | "false" | kind [ "(" [ key ":" value { ";" key ":" value } ] ")" ]
//
// A kind with parameters becomes an object with "kind" and the parameters. Keys that begin with
// "ui." belong to the page and are left out. web/src/config/link.ts is the same grammar in
// TypeScript; both are held to tests/links.json.
#pragma once

#include <string_view>

#include "engine/registry/read.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// Parses a link of at most 4096 bytes into an object; faults name the key. Whatever is given
/// twice, a setting or a parameter, is a fault.
Value parse_link(std::string_view text, ReadContext& context);

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
