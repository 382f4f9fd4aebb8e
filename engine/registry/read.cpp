// Reading and writing described structs: one function per type of field.
#include "engine/registry/read.hpp"

#include <algorithm>

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

constexpr std::size_t kShown = 40;  // characters of a wrong text that a message repeats

std::string describe(const Value& value) {
  if (const auto* s = value.as_string()) {
    return '"' + s->substr(0, kShown) + (s->size() > kShown ? "...\"" : "\"");
  }
  if (const auto* d = value.as_number()) return format_number(*d);
  if (const auto* b = value.as_bool()) return *b ? "true" : "false";
  if (value.is_null()) return "null";
  return value.as_list() != nullptr ? "a list" : "an object";
}

std::string interval(Range range) {
  return '[' + format_number(range.min) + ", " + format_number(range.max) + ']';
}

bool whole(double number) {
  return number == static_cast<double>(static_cast<std::int64_t>(number));
}

/// The number, if it is one and within range; a fault otherwise.
const double* read_number(const Value& value, const Slot& slot, const std::string& path,
                          ReadContext& context) {
  const bool integer = slot.type != FieldType::kReal;
  const double* number = value.as_number();
  if (number == nullptr) {
    context.fault(path,
                  std::string(integer ? "expected a whole number in " : "expected a number in ") +
                      interval(slot.range) + ", got " + describe(value));
    return nullptr;
  }
  if (!(*number >= slot.range.min && *number <= slot.range.max)) {
    context.fault(path, format_number(*number) + " is outside " + interval(slot.range));
    return nullptr;
  }
  if (integer && !whole(*number)) {
    context.fault(path, format_number(*number) + " is not a whole number");
    return nullptr;
  }
  return number;
}

void read_word(const Value& value, const Slot& slot, void* member, const std::string& path,
               ReadContext& context) {
  // A word may look like a number: norm_type:2 of a link arrives as one.
  const Value text = value.as_number() != nullptr ? format_number(*value.as_number()) : value;
  std::string allowed;
  for (std::size_t i = 0; i < slot.words.size(); ++i) {
    if (text.as_string() != nullptr && *text.as_string() == slot.words[i]) {
      *static_cast<int*>(member) = static_cast<int>(i);
      return;
    }
    allowed += (i == 0 ? "" : ", ") + std::string(slot.words[i]);
  }
  context.fault(path, describe(value) + " is not one of " + allowed);
}

std::string item(const std::string& path, std::size_t i) {
  return path + '[' + std::to_string(i) + ']';
}

void read_integers(const Value& value, const Slot& slot, void* member, const std::string& path,
                   ReadContext& context) {
  const Value::List single{value};
  const Value::List& list = value.as_list() != nullptr ? *value.as_list() : single;
  if (list.size() > Integers::kMost) {
    context.fault(path, std::to_string(list.size()) + " numbers; at most 64 are allowed");
    return;
  }
  Integers result{};
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (const double* n = read_number(list[i], slot, item(path, i), context)) {
      result.push_back(static_cast<std::int64_t>(*n));
    }
  }
  *static_cast<Integers*>(member) = result;
}

void read_choices(const Value& value, const Slot& slot, void* member, const std::string& path,
                  ReadContext& context) {
  const Family& family = *slot.family;
  slot.list->clear(member);
  const Value::List* list = value.as_list();
  if (list == nullptr) {  // one choice stands for a list of one
    read_choice(value, family, slot.list->append(member), path, context);
  } else if (static_cast<double>(list->size()) > slot.range.max) {
    context.fault(path, std::to_string(list->size()) + " entries; at most " +
                            format_number(slot.range.max) + " are allowed");
  } else {
    for (std::size_t i = 0; i < list->size(); ++i) {
      read_choice((*list)[i], family, slot.list->append(member), item(path, i), context);
    }
  }
}

void read_slot(const Value& value, const Slot& slot, void* member, const std::string& path,
               ReadContext& context) {
  switch (slot.type) {
    case FieldType::kReal:
      if (const double* n = read_number(value, slot, path, context))
        *static_cast<double*>(member) = *n;
      return;
    case FieldType::kInteger:
      if (const double* n = read_number(value, slot, path, context)) {
        *static_cast<std::int64_t*>(member) = static_cast<std::int64_t>(*n);
      }
      return;
    case FieldType::kBoolean:
      if (const bool* b = value.as_bool()) {
        *static_cast<bool*>(member) = *b;
      } else {
        context.fault(path, "expected true or false, got " + describe(value));
      }
      return;
    case FieldType::kWord:
      return read_word(value, slot, member, path, context);
    case FieldType::kIntegers:
      return read_integers(value, slot, member, path, context);
    case FieldType::kChoice:
      return read_choice(value, *slot.family, member, path, context);
    case FieldType::kChoices:
      return read_choices(value, slot, member, path, context);
  }
}

Value write_choice(const Family& family, void* variant) {
  const Member& member = family.members[family.index(variant)];
  Value::Object object{{"kind", member.kind}};
  const Value fields = write_fields(member.slots, family.active(variant));
  object.insert(object.end(), fields.as_object()->begin(), fields.as_object()->end());
  return object;
}

}  // namespace

void ReadContext::fault(const std::string& path, std::string message) {
  if (errors.size() < kMostErrors) errors.push_back({path, std::move(message)});
}

void read_fields(const Value& object, std::span<const Slot> slots, void* target,
                 const std::string& path, ReadContext& context) {
  if (object.as_object() == nullptr) {
    context.fault(path, "expected an object, got " + describe(object));
    return;
  }
  const std::string prefix = path.empty() ? path : path + '.';
  for (const Value::Member& member : *object.as_object()) {
    const std::string& key = member.first;
    if (key == "kind" && !path.empty()) continue;  // read_choice has used it
    const auto slot =
        std::find_if(slots.begin(), slots.end(), [&](const Slot& s) { return key == s.key; });
    if (slot != slots.end()) {
      read_slot(member.second, *slot, slot->in(target), prefix + key, context);
      continue;
    }
    std::string known;
    for (const Slot& s : slots) known += (known.empty() ? "" : ", ") + std::string(s.key);
    context.fault(prefix + key.substr(0, kShown),
                  "is not a setting; known: " + (known.empty() ? "none" : known));
  }
}

void read_choice(const Value& value, const Family& family, void* variant, const std::string& path,
                 ReadContext& context) {
  const Value* kind = &value;
  if (value.as_object() != nullptr) {
    kind = value.find("kind");
    if (kind == nullptr) return context.fault(path, "has no \"kind\"");
  }
  std::string known;
  for (std::size_t i = 0; i < family.members.size(); ++i) {
    const Member& member = family.members[i];
    if (kind->as_string() == nullptr || *kind->as_string() != member.kind) {
      if (!member.specimen) known += (known.empty() ? "" : ", ") + std::string(member.kind);
      continue;
    }
    if (member.specimen && !context.allow_specimens) {
      return context.fault(path,
                           std::string(member.kind) +
                               " is a specimen: wrong on purpose, as an article prints it; set "
                               "\"specimens\" to true to run it");
    }
    family.select(variant, i);
    void* active = family.active(variant);
    if (value.as_object() != nullptr) read_fields(value, member.slots, active, path, context);
    const char* fault = member.fault == nullptr ? nullptr : member.fault(active);
    if (fault != nullptr) context.fault(path, fault);
    return;
  }
  context.fault(path, describe(*kind) + " is no " + family.key + "; known: " + known);
}

Value write_slot(const Slot& slot, void* member) {
  switch (slot.type) {
    case FieldType::kReal:
      return *static_cast<double*>(member);
    case FieldType::kInteger:
      return static_cast<double>(*static_cast<std::int64_t*>(member));
    case FieldType::kBoolean:
      return *static_cast<bool*>(member);
    case FieldType::kWord:
      return slot.words[static_cast<std::size_t>(*static_cast<int*>(member))];
    case FieldType::kChoice:
      return write_choice(*slot.family, member);
    case FieldType::kIntegers: {
      Value::List list;
      for (const auto i : *static_cast<Integers*>(member)) {
        list.emplace_back(static_cast<double>(i));
      }
      return list;
    }
    case FieldType::kChoices:
      break;
  }
  Value::List list;
  for (std::size_t i = 0; i < slot.list->size(member); ++i) {
    list.push_back(write_choice(*slot.family, slot.list->item(member, i)));
  }
  return list;
}

Value write_fields(std::span<const Slot> slots, void* target) {
  Value::Object object;
  for (const Slot& slot : slots) object.emplace_back(slot.key, write_slot(slot, slot.in(target)));
  return object;
}

std::string format_number(double number) {
  if (number != number) return "NaN";
  if (number < 0) return '-' + format_number(-number);
  if (number - number != 0) return "infinity";
  int exponent = 0;  // number = mantissa * 10^exponent, mantissa of ten digits
  double mantissa = number;
  for (; mantissa >= 1e10; mantissa /= 10) ++exponent;
  for (; mantissa > 0 && mantissa < 1e9; mantissa *= 10) --exponent;
  std::string digits = std::to_string(static_cast<std::int64_t>(mantissa + 0.5));
  for (; digits.size() > 1 && digits.back() == '0'; ++exponent) digits.pop_back();
  const int point = static_cast<int>(digits.size()) + exponent;  // digits before the point
  const auto length = static_cast<int>(digits.size());
  if (point > 12 || point < -5) {
    const std::string rest = length > 1 ? '.' + digits.substr(1) : "";
    return digits[0] + rest + 'e' + std::to_string(point - 1);
  }
  if (point <= 0) return "0." + std::string(static_cast<std::size_t>(-point), '0') + digits;
  if (point >= length) return digits + std::string(static_cast<std::size_t>(point - length), '0');
  return digits.substr(0, static_cast<std::size_t>(point)) + '.' +
         digits.substr(static_cast<std::size_t>(point));
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
