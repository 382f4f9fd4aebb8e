// The table of kinds, and finding files.
#include "tests/golden/replay.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace golden {

namespace {

struct Kind {
  const char* name;
  void (*replay)(const Document&, FileReport&);
};

constexpr std::array kKinds = {Kind{"prng", replay_prng},
                               Kind{"activations", replay_activations},
                               Kind{"losses", replay_losses},
                               Kind{"optimizers", replay_optimizers},
                               Kind{"schedules", replay_schedules},
                               Kind{"clipping", replay_clipping},
                               Kind{"initializers", replay_initializers},
                               Kind{"articles", replay_articles},
                               Kind{"meanfield", replay_mean_field},
                               Kind{"network", replay_network},
                               Kind{"network_index", replay_network_index}};

constexpr const char* kSchema = "gradscope-golden-1";

}  // namespace

gradscope::Flat to_flat(std::span<const double> values) {
  gradscope::Flat flat(static_cast<gradscope::Index>(values.size()));
  std::transform(values.begin(), values.end(), flat.begin(), gradscope::scalar);
  return flat;
}

std::vector<std::string> known_kinds() {
  std::vector<std::string> names;
  for (const Kind& kind : kKinds) names.emplace_back(kind.name);
  return names;
}

FileReport replay(const std::string& name, const Document& document) {
  FileReport report;
  report.name = name;
  const Reader file(document.json, report.faults);
  const std::string schema = file.text("schema");
  report.kind = file.text("kind");
  if (schema != kSchema)
    report.faults.push_back("its schema is \"" + schema + "\", not " + kSchema);
  if (!report.faults.empty()) return report;
  for (const Kind& kind : kKinds) {
    if (report.kind == kind.name) {
      kind.replay(document, report);
      return report;
    }
  }
  report.faults.push_back("its kind \"" + report.kind + "\" is unknown");
  return report;
}

std::vector<std::filesystem::path> find_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code error;
  using Walk = std::filesystem::recursive_directory_iterator;
  for (Walk at(folder, error); !error && at != Walk(); at.increment(error)) {
    if (at->path().extension() == ".json") files.push_back(at->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Json read_file(const std::filesystem::path& path, Faults& faults) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  Json json = Json::parse(text, nullptr, false);
  if (!stream) faults.push_back("cannot be read");
  if (json.is_discarded()) {
    faults.push_back("is not JSON");
    json = nullptr;
  }
  return json;
}

void replay_network_index(const Document& document, FileReport& report) {
  for_each_case(document.json, "cases", report, [&](const Reader& c, CaseReport& out) {
    Faults& faults = out.faults();
    const Json json = read_file(document.folder / "networks" / c.text("file"), faults);
    if (!faults.empty()) return;
    out.equal("id", Reader(json, faults).text("id"), out.id());
  });
}

}  // namespace golden
