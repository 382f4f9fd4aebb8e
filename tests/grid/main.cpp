// Measures the diagnosis against the labelled grid: grid_float32 [first|second] [--every N]
// [--cases]. Prints two confusion matrices, the agreements and every false green; with --cases the
// disagreements too. Fails below the agreement that is promised (of a sample, less is asked), or
// with a false green.
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <map>

#include "tests/grid/grid.hpp"

namespace {

using Counts = std::map<std::string, std::map<std::string, int>>;

double agreement(const Counts& counts) {
  int same = 0, all = 0;
  for (const auto& [label, said] : counts) {
    for (const auto& [word, count] : said) {
      all += count;
      same += word == label ? count : 0;
    }
  }
  return static_cast<double>(same) / all;
}

void print(const std::string& title, const Counts& counts) {
  std::map<std::string, int> columns;
  for (const auto& [label, said] : counts) {
    for (const auto& [word, count] : said) columns[word] += count;
  }
  std::cout << "\n" << std::left << std::setw(22) << title + ": label \\ said";
  for (const auto& [word, count] : columns) std::cout << std::right << std::setw(12) << word;
  std::cout << '\n';
  for (const auto& [label, said] : counts) {
    std::cout << std::left << std::setw(22) << label;
    for (const auto& [word, count] : columns) {
      std::cout << std::right << std::setw(12) << (said.count(word) > 0 ? said.at(word) : 0);
    }
    std::cout << '\n';
  }
  std::cout << "agreement " << std::setprecision(4) << 100 * agreement(counts) << " %\n";
}

}  // namespace

int main(int count, char** arguments) {
  std::string name = "first";
  std::size_t every = 1;
  bool cases = false;
  for (int i = 1; i < count; ++i) {
    const std::string word = arguments[i];
    if (word == "--cases") {
      cases = true;
    } else if (word == "--every" && i + 1 < count) {
      every = static_cast<std::size_t>(std::atoi(arguments[++i]));
    } else {
      name = word;
    }
  }
  Counts gradient, learning;
  int green = 0, wrong_green = 0, examined = 0;
  const auto links = grid::links_of(name);
  for (std::size_t i = 0; i < links.size(); i += every) {
    const grid::Case c = grid::examine(links[i]);
    ++examined;
    ++gradient[c.gradient][c.said_gradient];
    ++learning[c.learning][c.said_learning];
    green += c.said_verdict == "healthy" ? 1 : 0;
    const bool wrong = grid::false_green(c);
    wrong_green += wrong ? 1 : 0;
    const bool differs = c.gradient != c.said_gradient || c.learning != c.said_learning;
    if (!wrong && !(cases && differs)) continue;
    std::cout << (wrong ? "FALSE GREEN " : "differs ") << c.link << "  gradient " << c.gradient
              << " said " << c.said_gradient << ", at the end " << c.gradient_at_end
              << "; learning " << c.learning << " said " << c.said_learning << "; "
              << c.said_verdict << std::endl;
  }
  print("gradient", gradient);
  print("learning", learning);
  std::cout << "\n"
            << examined << " runs, " << green << " green, " << wrong_green << " of them wrongly\n";
  const double whole = name == "second" ? 0.95 : 0.97;
  const double promised = every > 1 ? 0.9 : whole;
  const bool kept = agreement(gradient) >= promised && agreement(learning) >= promised;
  return kept && wrong_green == 0 ? 0 : 1;
}
