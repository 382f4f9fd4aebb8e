// The kinds of recorded files, and replaying a file or a folder of them.
#pragma once

#include <filesystem>

#include "engine/core/flat.hpp"
#include "tests/golden/report.hpp"

namespace golden {

/// A file, and where it lies: a case may name another file of its set.
struct Document {
  std::filesystem::path folder;  ///< Of the whole set.
  const Json& json;
};

// One function for each kind of file. Each adds a report per case.
void replay_prng(const Document& document, FileReport& report);
void replay_activations(const Document& document, FileReport& report);
void replay_losses(const Document& document, FileReport& report);
void replay_optimizers(const Document& document, FileReport& report);
void replay_schedules(const Document& document, FileReport& report);
void replay_clipping(const Document& document, FileReport& report);
void replay_initializers(const Document& document, FileReport& report);
void replay_articles(const Document& document, FileReport& report);
void replay_mean_field(const Document& document, FileReport& report);
void replay_network(const Document& document, FileReport& report);
void replay_network_index(const Document& document, FileReport& report);

/// Numbers as an array of the engine.
gradscope::Flat to_flat(std::span<const double> values);

/// The kinds that the runner knows.
std::vector<std::string> known_kinds();

/// Replays a parsed file. An unknown kind or schema is a fault of the file.
FileReport replay(const std::string& name, const Document& document);

/// Every *.json of a folder and its subfolders, in alphabetical order. Empty if there is no such
/// folder.
std::vector<std::filesystem::path> find_files(const std::filesystem::path& folder);

/// Parses a file; a fault if it cannot be read or is not JSON.
Json read_file(const std::filesystem::path& path, Faults& faults);

/// Calls body(reader, report) for each object of a list, with a report named after its "id".
template <class Body>
void for_each_case(const Json& json, const char* list, FileReport& file, Body&& body) {
  for (const Reader& entry : Reader(json, file.faults).objects(list)) {
    file.cases.emplace_back(entry.text("id"));
  }
  if (!file.faults.empty()) return;
  const auto count = static_cast<std::size_t>(json[list].size());
  for (std::size_t i = 0; i < count; ++i) {
    CaseReport& report = file.cases[file.cases.size() - count + i];
    body(Reader(json[list][i], report.faults()), report);
    report.finish();
  }
}

}  // namespace golden
