// Writes the catalogue from the variants and tables of the other rooms.
#include "engine/catalog.hpp"

#include "engine/schema.hpp"
#include "engine/train/config.hpp"
#include "engine/train/diagnosis.hpp"
#include "engine/train/gradient_check.hpp"
#include "engine/train/presets.hpp"
#include "engine/train/remedies.hpp"
#include "engine/train/theory.hpp"

namespace gradscope {
inline namespace GRADSCOPE_PRECISION {

namespace {

template <class T>
Value describe_fields() {
  constexpr std::array kTypes = {"real",     "integer", "boolean", "word",
                                 "integers", "choice",  "choices"};
  T made;
  Value::List list;
  for (const Field& field : kFields<T>) {
    const Slot& slot = field.slot;
    Value::Object o{{"key", slot.key},
                    {"label", field.label},
                    {"type", kTypes[static_cast<std::size_t>(slot.type)]}};
    if (slot.range.min != slot.range.max) {
      o.emplace_back("min", slot.range.min);
      o.emplace_back("max", slot.range.max);
    }
    if (slot.range.logarithmic) o.emplace_back("log", true);
    if (!slot.words.empty())
      o.emplace_back("words", Value::List(slot.words.begin(), slot.words.end()));
    if (slot.family != nullptr) o.emplace_back("family", slot.family->key);
    o.emplace_back("default", write_slot(slot, slot.in(&made)));
    list.push_back(std::move(o));
  }
  return list;
}

template <class T>
Value describe_member() {
  Value::Object o{{"kind", T::info.kind},          {"title", T::info.title},
                  {"formula", T::info.formula},    {"source", T::info.source},
                  {"summary", T::info.summary},    {"specimen", T::info.specimen},
                  {"fields", describe_fields<T>()}};
  if constexpr (requires { T::kTarget; }) {
    if (T::kTarget != Target::kLabel) o.emplace_back("threshold", threshold_of(T{}));
  }
  return o;
}

template <class Variant>
struct DescribeFamily;
template <class... T>
struct DescribeFamily<std::variant<T...>> {
  static Value::Member run() {
    return {kFamilyKey<std::variant<T...>>, Value::List{describe_member<T>()...}};
  }
};

template <class Names>
Value describe_states(const Names& names) {
  Value::List list;
  for (const auto& n : names) list.push_back(Value::Object{{"key", n.key}, {"meaning", n.meaning}});
  return list;
}

template <class Columns>
Value describe_columns(const Columns& columns) {
  Value::List list;
  for (const auto& c : columns) list.push_back(Value::Object{{"key", c.key}, {"label", c.label}});
  return list;
}

template <class Words>
Value describe_words(const Words& words) {
  Value::List list;
  for (const Word& w : words) list.push_back(Value::Object{{"key", w.key}, {"meaning", w.meaning}});
  return list;
}

/// The key of a word whose place in its list is that of an enumerator.
template <class Words, class Enum>
const char* key_at(const Words& words, Enum place) {
  return words[static_cast<std::size_t>(place)].key;
}

Value describe_presets() {
  Value::List list;
  for (const Preset& p : kPresets) {
    list.push_back(Value::Object{{"id", p.id},
                                 {"group", key_at(kPresetGroups, p.group)},
                                 {"title", p.title},
                                 {"summary", p.summary},
                                 {"link", p.link},
                                 {"beside", p.beside}});
  }
  return list;
}

Value describe_remedies() {
  Value::List list;
  for (const Remedy& r : kRemedies) {
    if (!r.offered) continue;
    list.push_back(Value::Object{{"id", r.key},
                                 {"group", key_at(kRemedyGroups, r.group)},
                                 {"title", r.title},
                                 {"effect", r.effect},
                                 {"change", r.change},
                                 {"chaining", key_at(kChainings, r.chaining)},
                                 {"rate", r.rate}});
  }
  return list;
}

}  // namespace

Value catalog() {
  Value::List verdicts;
  for (const VerdictInfo& v : kVerdicts) {
    verdicts.push_back(Value::Object{{"key", v.key}, {"meaning", v.meaning}});
  }
  Value::List thresholds;
  for (const Threshold& t : kThresholds) {
    thresholds.push_back(Value::Object{{"key", t.key}, {"value", t.value}, {"meaning", t.meaning}});
  }
  return Value::Object{
      {"schema", schema_hash()},
      {"families",
       Value::Object{DescribeFamily<Data>::run(), DescribeFamily<Activation>::run(),
                     DescribeFamily<Initializer>::run(), DescribeFamily<Normalization>::run(),
                     DescribeFamily<Loss>::run(), DescribeFamily<Transform>::run(),
                     DescribeFamily<Schedule>::run(), DescribeFamily<Reset>::run()}},
      {"config", describe_fields<Config>()},
      {"columns", Value::Object{{"step", describe_columns(kStepColumns)},
                                {"layer", describe_columns(kLayerColumns)}}},
      {"findings", Value::Object{{"gradient", describe_states(kGradientStates)},
                                 {"learning", describe_states(kLearningStates)},
                                 {"units", describe_states(kUnitStates)}}},
      {"causes", describe_states(kCauses)},
      {"verdicts", std::move(verdicts)},
      {"thresholds", std::move(thresholds)},
      {"agreements", describe_words(kAgreements)},
      {"no_theory", describe_words(kNoTheory)},
      {"statuses", describe_words(kStatuses)},
      {"preset_groups", describe_words(kPresetGroups)},
      {"presets", describe_presets()},
      {"remedy_groups", describe_words(kRemedyGroups)},
      {"remedies", describe_remedies()}};
}

}  // namespace GRADSCOPE_PRECISION
}  // namespace gradscope
