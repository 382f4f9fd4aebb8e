// The program `gradscope`: finds the command, reads its config, runs it. Every message about bad
// input comes from here.
#include <algorithm>
#include <array>
#include <exception>
#include <new>

#include "engine/data/digits.hpp"
#include "engine/tools/commands.hpp"
#include "engine/tools/config.hpp"
#include "engine/tools/output.hpp"

namespace gradscope::tools {

namespace {

/// In float64 if the option or the config says so.
int train(const Request& request) {
  const bool wide = request.options.has("--float64") || float32::config_of(request).precision == 1;
  return wide ? float64::train(request) : float32::train(request);
}

constexpr OptionInfo kJson{"--json", nullptr, "JSON instead of text"};

constexpr std::array kTrainOptions = {
    OptionInfo{"--steps", "N", "Updates to make, 1000 unless given; 0: only look at step 0"},
    OptionInfo{"--every", "N", "Steps between measured ones; a hundredth of all unless given"},
    OptionInfo{"--float64", nullptr, "In double precision"},
    OptionInfo{"--json", nullptr, "A line of JSON for the run, each measured step and the end"}};
constexpr std::array kCheckOptions = {
    OptionInfo{"--step", "N", "The step whose batch is used, 0 unless given"},
    OptionInfo{"--entries", "N",
               "Parameters of each layer to look at; as many as take about a second, two at least"},
    kJson};
constexpr std::array kTheoryOptions = {kJson};
constexpr std::array kCatalogOptions = {kJson};
constexpr std::array kRemediesOptions = {
    OptionInfo{"--seeds", "N", "Runs of each row, 7 unless given"}, kJson};

struct Command {
  const char* name;
  bool takes_config;
  const char* help;
  std::span<const OptionInfo> options;
  int (*run)(const Request&);
};

constexpr std::array kCommands = {
    Command{"train", true, "Trains, and shows every layer's gradient.", kTrainOptions, train},
    Command{"check", true, "Checks the gradient of every layer against differences of the loss.",
            kCheckOptions, float64::check},
    Command{"theory", true, "What mean-field theory says about the run before it trains.",
            kTheoryOptions, float64::theory},
    Command{"remedies", false, "Trains the remedies against vanishing and exploding gradients.",
            kRemediesOptions, remedies},
    Command{"catalog", false, "Lists everything that can be chosen or measured.", kCatalogOptions,
            catalog}};

std::string help_of(const Command& command) {
  std::string text = std::string("gradscope ") + command.name;
  text += std::string(command.takes_config ? " CONFIG" : "") + "\n    " + command.help + '\n';
  for (const OptionInfo& option : command.options) {
    std::string name = option.name;
    if (option.value != nullptr) name += std::string(" ") + option.value;
    name.resize(14, ' ');
    text += "    " + name + option.help + '\n';
  }
  return text + '\n';
}

/// Of the command of that name; of all, if there is none.
void print_help(const std::string& name) {
  constexpr const char* kConfig =
      "CONFIG is a JSON file, JSON, a link (v1&depth=3&activation=tanh) or - for standard\n"
      "input. `gradscope catalog` lists the settings.\n";
  for (const Command& command : kCommands) {
    if (name != command.name) continue;
    return write_lines(help_of(command) + (command.takes_config ? kConfig : ""));
  }
  std::string text = "gradscope " GRADSCOPE_VERSION
                     ": trains small, deep networks and measures every layer's gradient.\n\n";
  for (const Command& command : kCommands) text += help_of(command);
  write_lines(text + kConfig +
              "`gradscope COMMAND --help` shows one command.\n"
              "Exit codes: 0 done, 1 the check failed or the program did, 2 bad input.\n");
}

bool is_help(const std::string& word) { return word == "--help" || word == "-h"; }

/// Prints all that is wrong with the config; true if nothing is.
bool accepts(const std::string& config) {
  const ConfigErrors errors = read_config_text(config).errors;
  for (const ConfigError& e : errors) {
    complain((e.path.empty() ? "the config" : e.path) + ": " + e.message);
  }
  return errors.empty();
}

int run(std::span<const std::string> words) {
  if (words.empty() || words[0] == "help" || is_help(words[0])) {
    print_help(words.size() > 1 ? words[1] : "");
    return words.empty() ? kUsage : kSuccess;
  }
  if (words[0] == "--version") {
    write_lines("gradscope " GRADSCOPE_VERSION "\n");
    return kSuccess;
  }
  for (const Command& command : kCommands) {
    if (words[0] != command.name) continue;
    if (std::any_of(words.begin(), words.end(), is_help)) {
      print_help(command.name);
      return kSuccess;
    }
    Request request{"", Options(words.subspan(1), command.options)};
    const std::vector<std::string>& rest = request.options.rest();
    const std::size_t expected = command.takes_config ? 1 : 0;
    if (rest.size() < expected) throw UsageError("a config is missing: a file, JSON or a link");
    if (rest.size() > expected) throw UsageError("\"" + rest[expected] + "\" is too much");
    if (!command.takes_config) return command.run(request);
    request.config = text_of(rest[0]);
    return accepts(request.config) ? command.run(request) : kUsage;
  }
  throw UsageError("there is no command \"" + words[0].substr(0, 40) + '"');
}

}  // namespace

}  // namespace gradscope::tools

int main(int count, char** words) {
  using namespace gradscope::tools;
  end_on_signals();
  try {
    gradscope::provide_digits(kDigitsText);
    const std::vector<std::string> arguments(words + 1, words + count);
    return run(arguments);
  } catch (const UsageError& e) {
    complain(e.what());
    complain("try `gradscope help`");
    return kUsage;
  } catch (const std::bad_alloc&) {
    complain("there is not enough memory");
  } catch (const std::exception& e) {
    complain(e.what());
  }
  return kFailure;
}
