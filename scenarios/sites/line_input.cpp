#include "scenarios/sites/line_input.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iterator>

namespace dialtone {

bool LineInput::read(int timeout_ms) {
  if (at_end_) return false;
  pollfd input{descriptor_, POLLIN, 0};
  if (::poll(&input, 1, timeout_ms) <= 0) return false;
  std::array<char, 65'536> buffer;
  const ssize_t count = ::read(descriptor_, buffer.data(), buffer.size());
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return false;
  if (count <= 0) {
    at_end_ = true;
    return false;
  }
  partial_.append(buffer.data(), static_cast<std::size_t>(count));
  std::size_t begin = 0;
  for (std::size_t end = partial_.find('\n'); end != std::string::npos; end = partial_.find('\n', begin)) {
    lines_.push_back(partial_.substr(begin, end - begin));
    begin = end + 1;
  }
  partial_.erase(0, begin);
  return true;
}

std::vector<std::string> LineInput::take() {
  while (read(0)) {
  }
  std::vector<std::string> lines(std::make_move_iterator(lines_.begin()), std::make_move_iterator(lines_.end()));
  lines_.clear();
  return lines;
}

std::optional<std::string> LineInput::wait() {
  while (lines_.empty()) {
    if (!read(-1)) return std::nullopt;
  }
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace dialtone
