#include "prov_server/commands/progress_bar.h"

#include <algorithm>

namespace dialtone {

void ProgressBar::show(std::string_view what, std::uint64_t done, std::uint64_t all) {
  if (terminal_ == nullptr) return;
  constexpr std::uint64_t kWidth = 40;
  const std::uint64_t percent = all == 0 ? 100 : std::min<std::uint64_t>(done * 100 / all, 100);
  const auto filled = static_cast<std::size_t>(percent * kWidth / 100);
  const std::string number = std::to_string(percent);
  std::string line(what);
  line += " [" + std::string(filled, '#') + std::string(kWidth - filled, '.') + "] ";
  line += std::string(3 - number.size(), ' ') + number + " %";
  if (line == drawn_) return;
  drawn_ = line;
  *terminal_ << '\r' << line << "\x1b[K" << std::flush;
}

void ProgressBar::clear() {
  if (terminal_ != nullptr && !drawn_.empty()) *terminal_ << "\r\x1b[K" << std::flush;
  drawn_.clear();
}

}  // namespace dialtone
