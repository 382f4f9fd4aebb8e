// Asking for the active alternative of a variant. Knows no family.
#pragma once

#include <array>
#include <variant>

#include "engine/core/scalar.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

/// f(active alternative), as std::visit. Compares the index, of which a compiler makes a switch,
/// instead of calling through a table of functions: f can be inlined, and what is the same for
/// several alternatives is there once.
template <class F, class Variant, std::size_t i = 0>
[[gnu::always_inline]] inline decltype(auto) visit_active(F&& f, Variant& variant) {
  if constexpr (i + 1 < std::variant_size_v<std::remove_const_t<Variant>>) {
    if (variant.index() != i) return visit_active<F, Variant, i + 1>(std::forward<F>(f), variant);
  }
  return f(*std::get_if<i>(&variant));
}

/// f<T>() for the type T of the active alternative, read from a table: for numbers that do not
/// depend on its parameters.
template <class... T, class F>
auto of_active_type(const std::variant<T...>& variant, F) {
  static constexpr std::array kTable{F{}.template operator()<T>()...};
  return kTable[variant.index()];
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
