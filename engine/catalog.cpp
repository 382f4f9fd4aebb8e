// Writes the catalogue from the variants and tables of the other rooms.
#include "engine/catalog.hpp"

#include "engine/schema.hpp"
#include "engine/train/config.hpp"
#include "engine/train/diagnosis.hpp"
#include "engine/train/presets.hpp"

namespace gradscope::inline GRADSCOPE_PRECISION {

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
    if (slot.family != nullptr) o.emplace_back("family", slot.family()->key);
    o.emplace_back("default", write_slot(slot, slot.in(&made)));
    list.push_back(std::move(o));
  }
  return list;
}

template <class T>
Value describe_member() {
  return Value::Object{{"kind", T::info.kind},          {"title", T::info.title},
                       {"formula", T::info.formula},    {"source", T::info.source},
                       {"summary", T::info.summary},    {"specimen", T::info.specimen},
                       {"fields", describe_fields<T>()}};
}

template <class Variant>
struct DescribeFamily;
template <class... T>
struct DescribeFamily<std::variant<T...>> {
  static Value::Member run() {
    return {kFamilyKey<std::variant<T...>>, Value::List{describe_member<T>()...}};
  }
};

template <class Columns>
Value describe_columns(const Columns& columns) {
  Value::List list;
  for (const auto& c : columns) list.push_back(Value::Object{{"key", c.key}, {"label", c.label}});
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
  Value::List presets;
  for (const Preset& p : kPresets) {
    presets.push_back(Value::Object{{"id", p.id},
                                    {"title", p.title},
                                    {"summary", p.summary},
                                    {"link", p.link},
                                    {"beside", p.beside}});
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
      {"verdicts", std::move(verdicts)},
      {"thresholds", std::move(thresholds)},
      {"presets", std::move(presets)}};
}

}  // namespace gradscope::inline GRADSCOPE_PRECISION
