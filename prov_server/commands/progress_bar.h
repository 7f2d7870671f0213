// A bar on a terminal that shows how far a long command is.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace dialtone {

class ProgressBar {
 public:
  // `terminal` may be null: then nothing is drawn. It outlives the bar.
  explicit ProgressBar(std::ostream* terminal) : terminal_(terminal) {}
  // Wipes the line.
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // `what [#####.....]  50 %`; draws only what has changed.
  void show(std::string_view what, std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  std::ostream* terminal_;
  std::string drawn_;
};

}  // namespace dialtone
