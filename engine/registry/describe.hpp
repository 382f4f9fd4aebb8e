// How a choice describes itself, so that menus, links, JSON, errors, docs and tests follow from it.
// Knows no algorithm.
//
// A choice is a small struct with default member values, an `info` and, if it has parameters,
// `fields()`. A family is a std::variant of such structs: the one list of its members.
//
//   struct LeakyRelu {
//     double alpha = 0.01;  // the default lives here and nowhere else
//     static constexpr Info info{"leaky_relu", "Leaky ReLU", ...};
//     static constexpr auto fields() {
//       return std::array{real<&LeakyRelu::alpha>("alpha", "Slope below 0", {0, 0.99})};
//     }
//   };
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/scalar.hpp"
#include "engine/registry/visit.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

struct Info {
  const char* kind;     ///< Its name in JSON and links.
  const char* title;    ///< Its name for people, in English.
  const char* formula;  ///< LaTeX.
  const char* source;   ///< The paper, or why there is none.
  const char* summary;  ///< One English sentence: what it does, and where libraries differ.
  /// Wrong on purpose: a formula as an article prints it. A config must allow specimens to use one.
  bool specimen = false;
};

enum class FieldType { kReal, kInteger, kBoolean, kWord, kIntegers, kChoice, kChoices };

/// Allowed values, both ends included. `logarithmic` is a hint for sliders.
struct Range {
  double min;
  double max;
  bool logarithmic = false;
};

struct Family;

/// A parameter, as far as reading it goes: where it lies in its struct and what it may be.
struct Slot {
  const char* key;
  FieldType type;
  void* (*in)(
      void* object);  ///< The member: double, int64, bool, int, vector<int64>, variant or vector.
  Range range{0, 0};  ///< Of the number; of each number of kIntegers; of the length of kChoices.
  std::span<const char* const> words{};  ///< kWord: the allowed words; the member is their index.
  const Family* (*family)() = nullptr;   ///< kChoice and kChoices.
};

/// A parameter with its name for people. Only the catalogue looks at that, so the module for the
/// web does not carry it.
struct Field {
  Slot slot;
  const char* label;
};

/// One alternative of a variant.
struct Member {
  const char* kind;
  bool specimen;
  std::span<const Slot> slots;
  void (*select)(void* variant);  ///< Makes it the active one, with default parameters.
  /// Null, or what is wrong with the parameters taken together.
  const char* (*fault)(const void* active);
};

struct Family {
  const char* key;
  std::span<const Member> members;
  std::size_t (*index)(const void* variant);
  void* (*active)(void* variant);            ///< The active struct.
  void* (*append)(void* vector_of_variant);  ///< Adds one and returns it.
  std::size_t (*size)(const void* vector_of_variant);
  void* (*item)(void* vector_of_variant, std::size_t i);
  void (*clear)(void* vector_of_variant);
};

namespace detail {
template <class M>
struct MemberPointer;
template <class C, class T>
struct MemberPointer<T C::*> {
  using Class = C;
  using Type = T;
};

template <auto member>
void* in(void* object) {
  using Class = typename MemberPointer<decltype(member)>::Class;
  return &(static_cast<Class*>(object)->*member);
}

template <class T>
concept HasFields = requires {
  T::fields();
};

template <class T>
constexpr auto fields_of() {
  if constexpr (HasFields<T>) {
    return T::fields();
  } else {
    return std::array<Field, 0>{};
  }
}

template <class T>
constexpr auto slots_of() {
  constexpr auto fields = fields_of<T>();
  std::array<Slot, fields.size()> slots{};
  for (std::size_t i = 0; i < fields.size(); ++i) slots[i] = fields[i].slot;
  return slots;
}

/// A struct whose parameters constrain each other has `const char* fault() const`.
template <class T>
const char* fault(const void* active) {
  if constexpr (requires(const T t) { t.fault(); }) {
    return static_cast<const T*>(active)->fault();
  } else {
    return nullptr;
  }
}
}  // namespace detail

template <auto member>
constexpr Field real(const char* key, const char* label, Range range) {
  return {{key, FieldType::kReal, detail::in<member>, range}, label};
}

template <auto member>
constexpr Field integer(const char* key, const char* label, Range range) {
  return {{key, FieldType::kInteger, detail::in<member>, range}, label};
}

template <auto member>
constexpr Field boolean(const char* key, const char* label) {
  return {{key, FieldType::kBoolean, detail::in<member>}, label};
}

template <auto member>
constexpr Field word(const char* key, const char* label, std::span<const char* const> words) {
  return {{key, FieldType::kWord, detail::in<member>, {0, 0}, words}, label};
}

template <auto member>
constexpr Field integers(const char* key, const char* label, Range range) {
  return {{key, FieldType::kIntegers, detail::in<member>, range}, label};
}

/// The fields of T, with and without labels, in static storage.
template <class T>
inline constexpr auto kFields = detail::fields_of<T>();
template <class T>
inline constexpr auto kSlots = detail::slots_of<T>();

/// The key of a family; each room gives it beside the variant.
template <class Variant>
inline constexpr const char* kFamilyKey = nullptr;

namespace detail {
template <class Variant>
struct FamilyOf;

template <class... T>
struct FamilyOf<std::variant<T...>> {
  using Variant = std::variant<T...>;
  using List = std::vector<Variant>;
  static constexpr std::array<Member, sizeof...(T)> kMembers = {
      Member{T::info.kind, T::info.specimen, kSlots<T>,
             [](void* v) { static_cast<Variant*>(v)->template emplace<T>(); }, fault<T>}...};
  static constexpr Family kFamily = {
      kFamilyKey<Variant>,
      kMembers,
      [](const void* v) { return static_cast<const Variant*>(v)->index(); },
      [](void* v) {
        return visit_active([](auto& choice) -> void* { return &choice; },
                            *static_cast<Variant*>(v));
      },
      [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); },
      [](const void* list) { return static_cast<const List*>(list)->size(); },
      [](void* list, std::size_t i) -> void* { return &(*static_cast<List*>(list))[i]; },
      [](void* list) { static_cast<List*>(list)->clear(); }};
};
}  // namespace detail

/// The description of a variant.
template <class Variant>
const Family& family() {
  static_assert(kFamilyKey<Variant> != nullptr, "give the family a key beside its variant");
  return detail::FamilyOf<Variant>::kFamily;
}

template <auto member>
constexpr Field choice(const char* key, const char* label) {
  using Variant = typename detail::MemberPointer<decltype(member)>::Type;
  return {{key,
           FieldType::kChoice,
           detail::in<member>,
           {0, 0},
           {},
           []() -> const Family* { return &family<Variant>(); }},
          label};
}

/// A list of choices with at most `most` members.
template <auto member>
constexpr Field choices(const char* key, const char* label, double most) {
  using Variant = typename detail::MemberPointer<decltype(member)>::Type::value_type;
  return {{key,
           FieldType::kChoices,
           detail::in<member>,
           {0, most},
           {},
           []() -> const Family* { return &family<Variant>(); }},
          label};
}

/// The kind of the active choice.
template <class Variant>
const char* kind_of(const Variant& variant) {
  return family<Variant>().members[variant.index()].kind;
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
