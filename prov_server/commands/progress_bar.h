// A progress bar on a terminal for long commands.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace dialtone {

class ProgressBar {
 public:
  // `terminal` must outlive the bar; null draws nothing.
  explicit ProgressBar(std::ostream* terminal) : terminal_(terminal) {}
  // Erases the line.
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws `what [#####.....]  50 %`, if it has changed.
  void show(std::string_view what, std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  std::ostream* terminal_;
  std::string drawn_;
};

}  // namespace dialtone
