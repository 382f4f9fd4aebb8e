// A progress bar on standard error, if that is a terminal. Knows no run.
#pragma once

#include <string>

namespace gradscope::tools {

class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Redraws the line, unless nothing would change.
  void show(double share, const std::string& note);

 private:
  bool terminal_;
  std::string shown_;
};

}  // namespace gradscope::tools
