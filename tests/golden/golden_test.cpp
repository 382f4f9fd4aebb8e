// Replays every case of every recorded file through the engine.
//
// The folder is tests/golden/data, or what the environment variable GRADSCOPE_GOLDEN_DIR names:
// other data of the same schema, with other cases.
#include <catch2/catch.hpp>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "tests/golden/replay.hpp"

using namespace golden;

namespace {

const char* other_folder() {
  const char* folder = std::getenv("GRADSCOPE_GOLDEN_DIR");
  return folder == nullptr || *folder == '\0' ? nullptr : folder;
}

}  // namespace

TEST_CASE("golden: every case of every file stays within its tolerance") {
  const std::filesystem::path folder =
      other_folder() == nullptr ? GRADSCOPE_GOLDEN_DATA : other_folder();
  const auto files = find_files(folder);
  INFO("folder " << folder.string());
  CHECK(!files.empty());
  std::set<std::string> kinds;
  for (const auto& path : files) {
    FileReport report;
    report.name = path.lexically_relative(folder).string();
    const Json json = read_file(path, report.faults);
    if (report.faults.empty()) report = replay(report.name, {folder, json});
    std::printf("%s\n", summary(report).c_str());
    kinds.insert(report.kind);
    for (const std::string& failure : report.failures()) FAIL_CHECK(failure);
    CHECK(report.good());
  }
  if (other_folder() != nullptr) return;  // which may hold a part only
  for (const std::string& kind : known_kinds()) {
    INFO("kind " << kind);
    CHECK(kinds.contains(kind));
  }
}
