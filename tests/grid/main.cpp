// Measures the diagnosis against a labelled grid:
//   grid_float32 first|second|third           all of it; prints matrices and disagreements
//   grid_float32 first --write DIRECTORY      ... and writes <grid>.tsv, a line for each run, and
//                                             <grid>.json, the matrices
//   grid_float32 first --every N --of FILE    a sample, held against such a .tsv
// Fails below the agreement that is promised, with a false green, or if the diagnosis of a sample
// is no longer what the file says.
#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include "tests/grid/grid.hpp"

namespace {

struct Options {
  std::string grid = "first", directory, file;
  std::size_t every = 1;
};

Options options_of(int count, char** arguments) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    const std::string next = i + 1 < count ? arguments[i + 1] : "";
    if (word == "--write") options.directory = next;
    if (word == "--of") options.file = next;
    if (word == "--every") options.every = static_cast<std::size_t>(std::atoi(next.c_str()));
    if (word.substr(0, 2) == "--") {
      ++i;
    } else {
      options.grid = word;
    }
  }
  return options;
}

/// Every n-th run of a grid, examined on all cores; [i] is run i * every.
std::vector<grid::Case> examine_all(const Options& options) {
  const auto links = grid::links_of(options.grid);
  std::vector<grid::Case> cases((links.size() + options.every - 1) / options.every);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t i = next++; i < cases.size(); i = next++) {
      cases[i] = grid::examine(links[i * options.every]);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned t = 1; t < std::thread::hardware_concurrency(); ++t) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return cases;
}

/// What is said of a run, for the file.
std::string line_of(std::size_t run, const grid::Case& c) {
  std::string line = std::to_string(run);
  for (const auto& word :
       {c.gradient, c.said_gradient, c.learning, c.said_learning, c.said_verdict}) {
    line += '\t' + word;
  }
  return line;
}

/// [label][word] -> runs, over all words of both.
class Matrix {
 public:
  void count(const std::string& label, const std::string& word) {
    for (const auto& w : {label, word}) names_[w];
    ++counts_[{label, word}];
    ++all_;
    same_ += label == word ? 1 : 0;
  }
  double agreement() const { return static_cast<double>(same_) / all_; }

  void print(const std::string& title) const {
    std::cout << "\n" << std::left << std::setw(22) << title + ": label \\ said" << std::right;
    for (const auto& [word, unused] : names_) std::cout << std::setw(12) << word;
    for (const auto& [label, unused] : names_) {
      std::cout << '\n' << std::left << std::setw(22) << label << std::right;
      for (const auto& [word, none] : names_) std::cout << std::setw(12) << of(label, word);
    }
    std::cout << "\nagreement " << std::setprecision(4) << 100 * agreement() << " %\n";
  }

  std::string json() const {
    std::ostringstream text;
    const auto list = [&](const char* open, auto&& item) {
      text << open;
      for (const auto& name : names_) {
        text << (&name == &*names_.begin() ? "" : ", ");
        item(name.first);
      }
      text << "]";
    };
    list("{\"words\": [", [&](const std::string& name) { text << '"' << name << '"'; });
    list(", \"counts\": [", [&](const std::string& label) {
      list("[", [&](const std::string& word) { text << of(label, word); });
    });
    text << ", \"agreement\": " << std::setprecision(6) << agreement() << "}";
    return text.str();
  }

 private:
  int of(const std::string& label, const std::string& word) const {
    const auto found = counts_.find({label, word});
    return found == counts_.end() ? 0 : found->second;
  }

  std::map<std::string, int> names_;
  std::map<std::pair<std::string, std::string>, int> counts_;
  int all_ = 0, same_ = 0;
};

/// How many lines the file has otherwise; labels are not compared, which rest on the C library.
int changed(const std::string& file, std::size_t every, const std::vector<grid::Case>& cases) {
  std::ifstream in(file);
  int changes = 0;
  std::string line;
  for (std::size_t run = 0; std::getline(in, line); ++run) {
    if (run % every != 0) continue;
    grid::Case c = cases[run / every];
    std::istringstream words(line);
    std::string number;
    words >> number >> c.gradient >> number >> c.learning;
    if (line_of(run, c) == line) continue;
    std::cout << "was " << line << "\nis  " << line_of(run, c) << '\n';
    ++changes;
  }
  return in.is_open() && !cases.empty() ? changes : 1;
}

}  // namespace

int main(int count, char** arguments) {
  const Options options = options_of(count, arguments);
  const auto cases = examine_all(options);
  if (!options.file.empty()) return changed(options.file, options.every, cases) == 0 ? 0 : 1;

  Matrix gradient, learning;
  int green = 0, wrong = 0;
  std::string lines;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const grid::Case& c = cases[i];
    gradient.count(c.gradient, c.said_gradient);
    learning.count(c.learning, c.said_learning);
    green += c.said_verdict == "healthy" ? 1 : 0;
    wrong += grid::false_green(c) ? 1 : 0;
    lines += line_of(i * options.every, c) + '\n';
    const bool same = c.gradient == c.said_gradient && c.learning == c.said_learning;
    if (same && !grid::false_green(c)) continue;
    std::cout << (grid::false_green(c) ? "FALSE GREEN " : "differs ") << c.link << "\n    "
              << lines.substr(lines.rfind('\n', lines.size() - 2) + 1);
  }
  gradient.print("gradient");
  learning.print("learning");
  std::cout << "\n" << cases.size() << " runs, " << green << " green, " << wrong << " wrongly\n";
  if (!options.directory.empty()) {
    const std::string path = options.directory + "/" + options.grid;
    std::ofstream(path + ".tsv") << lines;
    std::ofstream(path + ".json") << "{\"runs\": " << cases.size() << ", \"green\": " << green
                                  << ", \"false_green\": " << wrong
                                  << ",\n \"gradient\": " << gradient.json()
                                  << ",\n \"learning\": " << learning.json() << "}\n";
  }
  const double promised = options.grid == "first" ? 0.97 : 0.95;
  return gradient.agreement() >= promised && learning.agreement() >= promised && wrong == 0 ? 0 : 1;
}
