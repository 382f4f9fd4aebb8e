// `gradscope catalog`: everything that can be chosen or measured, from the engine's registry.
#include "engine/catalog.hpp"

#include <sstream>

#include "engine/registry/json.hpp"
#include "engine/tools/commands.hpp"
#include "engine/tools/output.hpp"
#include "engine/tools/table.hpp"

namespace gradscope::tools {

namespace {

const std::string& text_at(const Value& object, const char* key) {
  return *object.find(key)->as_string();
}

/// "alpha = 0.01, from 0 to 0.99: Slope below 0"
std::string describe_field(const Value& field) {
  const Value& value = *field.find("default");
  std::string text = text_at(field, "key") + " = ";
  text += value.as_string() != nullptr ? *value.as_string() : write_json(value);
  const bool list = text_at(field, "type") == "choices";
  if (const Value* family = field.find("family")) {
    text +=
        list ? ", at most " + write_json(*field.find("max")) + " of family " : ", any of family ";
    text += '"' + *family->as_string() + '"';
  } else if (const Value* min = field.find("min")) {
    text += ", from " + write_json(*min) + " to " + write_json(*field.find("max"));
  }
  if (const Value* words = field.find("words")) {
    for (const Value& word : *words->as_list()) {
      text += (&word == words->as_list()->data() ? ", one of " : " | ") + *word.as_string();
    }
  }
  return text + ": " + text_at(field, "label");
}

void print_member(std::ostream& out, const Value& member) {
  out << "  " << text_at(member, "kind") << "  " << text_at(member, "title") << '\n';
  const auto print = [&](const char* key, const char* before) {
    if (!text_at(member, key).empty()) out << wrapped(before + text_at(member, key), 6);
  };
  print("formula", "");
  print("summary", "");
  print("source", "Source: ");
  if (*member.find("specimen")->as_bool()) {
    out << "      Printed wrong on purpose: needs specimens=true.\n";
  }
  if (const Value* threshold = member.find("threshold")) {
    out << "      Two classes part at an output of " << write_json(*threshold) << ".\n";
  }
  for (const Value& field : *member.find("fields")->as_list()) {
    out << wrapped(describe_field(field), 8);
  }
}

/// A list of objects of the catalogue, each as "key  text".
void print_list(std::ostream& out, const char* title, const Value& list, const char* key,
                const char* text) {
  out << title << '\n';
  for (const Value& item : *list.as_list()) {
    out << wrapped(text_at(item, key) + "  " + text_at(item, text), 2);
  }
  out << '\n';
}

void print_preset(std::ostream& out, const Value& preset) {
  out << "  " << text_at(preset, "id") << "  " << text_at(preset, "title") << ". "
      << text_at(preset, "summary") << "\n      " << text_at(preset, "link") << '\n';
}

void print_remedy(std::ostream& out, const Value& remedy) {
  out << wrapped(text_at(remedy, "title") + ": " + text_at(remedy, "effect"), 2);
  const std::string& change = text_at(remedy, "change");
  if (!change.empty()) out << "      " << change << '\n';
}

/// The items of a list, group by group.
void print_groups(std::ostream& out, const std::string& title, const Value& groups,
                  const Value& items, void (*print_item)(std::ostream&, const Value&)) {
  for (const Value& group : *groups.as_list()) {
    out << title << ": " << text_at(group, "meaning") << '\n';
    for (const Value& item : *items.as_list()) {
      if (text_at(item, "group") == text_at(group, "key")) print_item(out, item);
    }
    out << '\n';
  }
}

std::string text_of(const Value& all) {
  std::ostringstream out;
  out << "Settings: key = default, limits: meaning\n";
  for (const Value& field : *all.find("config")->as_list()) {
    out << wrapped(describe_field(field), 2);
  }
  out << '\n';
  for (const auto& [family, members] : *all.find("families")->as_object()) {
    out << "Family \"" << family << "\", " << members.as_list()->size() << " members\n";
    for (const Value& member : *members.as_list()) print_member(out, member);
    out << '\n';
  }
  const Value& columns = *all.find("columns");
  print_list(out, "Measured at a step", *columns.find("step"), "key", "label");
  print_list(out, "Measured in each layer", *columns.find("layer"), "key", "label");
  print_list(out, "Verdicts", *all.find("verdicts"), "key", "meaning");
  out << "Thresholds of the verdicts\n";
  for (const Value& t : *all.find("thresholds")->as_list()) {
    out << wrapped(
        text_at(t, "key") + "  " + text_at(t, "meaning") + ": " + write_json(*t.find("value")), 2);
  }
  out << '\n';
  print_list(out, "Results of the gradient check", *all.find("agreements"), "key", "meaning");
  print_list(out, "No theory for a run", *all.find("no_theory"), "key", "meaning");
  print_list(out, "What becomes of q", *all.find("statuses"), "key", "meaning");
  print_groups(out, "Presets", *all.find("preset_groups"), *all.find("presets"), print_preset);
  print_groups(out, "Remedies", *all.find("remedy_groups"), *all.find("remedies"), print_remedy);
  return out.str();
}

}  // namespace

int catalog(const Request& request) {
  const Value all = gradscope::catalog();
  write_lines(request.options.has("--json") ? write_json(all, 1) + '\n' : text_of(all));
  return kSuccess;
}

}  // namespace gradscope::tools
