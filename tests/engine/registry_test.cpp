// Reading and writing of choices, for every member of every family: what is written reads back, and
// what may not be is refused with its path, its value and what is allowed.
#include <catch2/catch.hpp>

#include "tests/engine/choices.hpp"
#include "tests/engine/support.hpp"

using namespace gradscope;

namespace {

/// Reads one setting by the path that a whole config takes, with the cross-checks left out.
struct Reading {
  Config config;
  ConfigErrors errors;

  Reading(const char* key, const Value& value, bool specimens = true) {
    ReadContext context;
    context.allow_specimens = specimens;
    read_fields(Value::Object{{key, value}}, kSlots<Config>, &config, "", context);
    errors = context.errors;
  }
};

/// The setting as written: a choice, or the first of a list of choices.
Value written(const Config& config, const char* key) {
  const Value value = setting(config, key);
  return value.as_list() != nullptr ? value.as_list()->front() : value;
}

/// Calls f(setting key, member, default parameters) for every member of every family.
template <class F>
void for_every_member(F&& f) {
  for (const ChoiceKey& choice : all_families()) {
    for (const Member& member : choice.family->members) {
      const Reading defaults(choice.key, Value(member.kind));
      INFO(choice.family->key << ' ' << member.kind);
      REQUIRE(defaults.errors.empty());
      f(choice.key, member, written(defaults.config, choice.key));
    }
  }
}

Value with(const Member& member, const char* key, Value value) {
  return Value::Object{{"kind", member.kind}, {key, std::move(value)}};
}

void expect_fault(const char* setting_key, const Member& member, const Slot& slot,
                  const Value& value, const std::string& shown) {
  const Reading reading(setting_key, with(member, slot.key, value));
  INFO(setting_key << ' ' << member.kind << '.' << slot.key << " = " << text_of(value));
  REQUIRE(reading.errors.size() == 1);
  const char* item = slot.type == FieldType::kIntegers ? "[0]" : "";  // one number: a list of one
  CHECK(reading.errors[0].path == std::string(setting_key) + '.' + slot.key + item);
  CHECK_THAT(reading.errors[0].message, Catch::Contains(shown));
}

bool is_number(const Slot& slot) {
  return slot.type == FieldType::kReal || slot.type == FieldType::kInteger;
}

std::string interval(const Slot& slot) {
  return '[' + format_number(slot.range.min) + ", " + format_number(slot.range.max) + ']';
}

}  // namespace

TEST_CASE("registry: every member with every parameter changed is written as it was read") {
  for_every_member([](const char* key, const Member& member, const Value& defaults) {
    const Value other = changed(member, defaults);
    INFO(key << ' ' << text_of(other));
    if (!member.slots.empty()) CHECK(text_of(other) != text_of(defaults));
    const Reading reading(key, other);
    REQUIRE(reading.errors.empty());
    CHECK(text_of(written(reading.config, key)) == text_of(other));
  });
}

TEST_CASE("registry: a kind alone means its defaults") {
  for_every_member([](const char* key, const Member& member, const Value& defaults) {
    const Reading reading(key, Value::Object{{"kind", member.kind}});
    CHECK(text_of(written(reading.config, key)) == text_of(defaults));
    CHECK(*defaults.find("kind")->as_string() == member.kind);
  });
}

TEST_CASE("registry: both ends of every range are allowed, the next numbers are not") {
  for_every_member([](const char* key, const Member& member, const Value&) {
    for (const Slot& slot : member.slots) {
      if (!is_number(slot)) continue;
      const bool whole = slot.type == FieldType::kInteger;
      const auto [min, max, log] = slot.range;
      const double below = whole ? min - 1 : std::nextafter(min, -kInfinity);
      const double above = whole ? max + 1 : std::nextafter(max, kInfinity);
      for (const double end : {min, max}) {
        const Reading reading(key, with(member, slot.key, end));
        INFO(member.kind << '.' << slot.key << " = " << end);
        for (const ConfigError& e : reading.errors) CHECK(e.path == key);  // parameters together
      }
      for (const double wrong : {below, above, kInfinity, -kInfinity, kNan}) {
        expect_fault(key, member, slot, wrong, "is outside " + interval(slot));
        expect_fault(key, member, slot, wrong, format_number(wrong));
      }
    }
  });
}

TEST_CASE("registry: whole numbers are whole") {
  for_every_member([](const char* key, const Member& member, const Value&) {
    for (const Slot& slot : member.slots) {
      if (slot.type != FieldType::kInteger) continue;
      expect_fault(key, member, slot, slot.range.min + 0.5, "is not a whole number");
    }
  });
}

TEST_CASE("registry: a value of the wrong type is refused, with what is expected") {
  const std::string long_text(100, 'x');
  for_every_member([&](const char* key, const Member& member, const Value&) {
    for (const Slot& slot : member.slots) {
      const bool number = is_number(slot);
      const std::string expected = number ? "number in " + interval(slot) : "";
      for (const Value& wrong : {Value(), Value(long_text), Value(Value::Object{})}) {
        expect_fault(key, member, slot, wrong,
                     slot.type == FieldType::kIntegers ? "expected a whole number" : expected);
      }
      if (number) expect_fault(key, member, slot, true, "got true");
      if (number)
        expect_fault(key, member, slot, long_text, '"' + long_text.substr(0, 40) + "...\"");
      if (slot.type == FieldType::kBoolean)
        expect_fault(key, member, slot, 1, "true or false, got 1");
      if (slot.type == FieldType::kWord) {
        for (const char* word : slot.words) expect_fault(key, member, slot, "no", word);
      }
    }
  });
}

TEST_CASE("registry: an unknown parameter is refused, and the known ones are named") {
  for_every_member([](const char* key, const Member& member, const Value&) {
    const Reading reading(key, with(member, "alhpa", 1));
    REQUIRE(reading.errors.size() == 1);
    CHECK(reading.errors[0].path == std::string(key) + ".alhpa");
    CHECK_THAT(reading.errors[0].message, Catch::Contains("is not a setting"));
    for (const Slot& slot : member.slots) {
      CHECK_THAT(reading.errors[0].message, Catch::Contains(slot.key));
    }
  });
}

TEST_CASE("registry: an unknown kind is refused, and all but the specimens are named") {
  for (const ChoiceKey& choice : all_families()) {
    for (const Value& wrong :
         {Value("adma"), Value(3), Value(), Value(Value::Object{{"kind", 1}})}) {
      const Reading reading(choice.key, wrong);
      INFO(choice.key << " = " << text_of(wrong));
      REQUIRE(reading.errors.size() == 1);
      CHECK(reading.errors[0].path == choice.key);
      CHECK_THAT(reading.errors[0].message, Catch::Contains(choice.family->key));
      for (const Member& m : choice.family->members) {
        const std::string message = reading.errors[0].message + ',';
        CHECK((message.find(' ' + std::string(m.kind) + ',') == std::string::npos) == m.specimen);
      }
    }
    const Reading no_kind(choice.key, Value::Object{{"alpha", 1}});
    REQUIRE(no_kind.errors.size() == 1);
    CHECK(no_kind.errors[0].message == "has no \"kind\"");
  }
}

TEST_CASE("registry: specimens need permission, whatever their family") {
  int specimens = 0;
  for_every_member([&](const char* key, const Member& member, const Value&) {
    const Reading refused(key, Value(member.kind), false);
    CHECK(refused.errors.empty() == !member.specimen);
    if (!member.specimen) return;
    ++specimens;
    CHECK(refused.errors.at(0).path == key);
    CHECK_THAT(refused.errors[0].message, Catch::Contains("specimen"));
    CHECK_THAT(refused.errors[0].message, Catch::Contains("\"specimens\" to true"));
  });
  CHECK(specimens == 13);
}

TEST_CASE("registry: parameters that contradict each other are a fault of the choice") {
  const auto message = [](const char* key, Value::Object object) {
    const Reading reading(key, Value(std::move(object)));
    REQUIRE(reading.errors.size() == 1);
    CHECK(reading.errors[0].path == key);
    return reading.errors[0].message;
  };
  CHECK(message("init", {{"kind", "uniform"}, {"lo", 0.5}, {"hi", 0.5}}) == "lo must be below hi");
  CHECK(message("init", {{"kind", "truncated_normal"}, {"lo", 1}}) == "lo must be below hi");
  CHECK(message("update", {{"kind", "rprop"}, {"step_min", 60}}) == "step_min is above step_max");
}

TEST_CASE("registry: a config with every setting changed is written as it was read") {
  const Value defaults = write_config({});
  Value::Object other;
  std::size_t i = 0;
  for (const Slot& slot : kSlots<Config>) {
    Value value = other_value(slot, i++ % 7, *defaults.find(slot.key));
    if (slot.family != nullptr) {
      const Family& family = *slot.family;
      const Member& last = family.members.back();
      const Reading plain(slot.key, Value(last.kind));
      const Value choice = changed(last, written(plain.config, slot.key));
      value = slot.type == FieldType::kChoices ? Value(Value::List{choice}) : choice;
    }
    other.emplace_back(slot.key, value);
  }
  Config config;
  ReadContext context;
  context.allow_specimens = true;
  read_fields(other, kSlots<Config>, &config, "", context);
  for (const ConfigError& e : context.errors) UNSCOPED_INFO(e.path << ' ' << e.message);
  CHECK(context.errors.empty());
  CHECK(text_of(write_config(config)) == text_of(other));
}

TEST_CASE("registry: numbers in messages have at most ten digits, as short as possible") {
  for (const auto& [number, text] :
       std::initializer_list<std::pair<double, const char*>>{{0, "0"},
                                                             {1, "1"},
                                                             {-2.5, "-2.5"},
                                                             {0.1, "0.1"},
                                                             {1e-5, "0.00001"},
                                                             {1e-6, "0.000001"},
                                                             {1.2e-8, "1.2e-8"},
                                                             {0.99999, "0.99999"},
                                                             {1e9, "1000000000"},
                                                             {123456789012, "123456789000"},
                                                             {1e12, "1e12"},
                                                             {1e300, "1e300"},
                                                             {4294967295, "4294967295"},
                                                             {1.0 / 3, "0.3333333333"},
                                                             {9999999999.7, "10000000000"},
                                                             {kInfinity, "infinity"},
                                                             {-kInfinity, "-infinity"},
                                                             {kNan, "NaN"}}) {
    CHECK(format_number(number) == text);
  }
}
