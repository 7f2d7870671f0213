// Lines from a pipe, taken as they come.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace dialtone {

class LineInput {
 public:
  // Reads from it and leaves it open; it may block or not.
  explicit LineInput(int descriptor) : descriptor_(descriptor) {}

  // The complete lines that have come, without waiting.
  std::vector<std::string> take();
  // Waits for the next; nothing at the end, or where a signal came first.
  std::optional<std::string> wait();
  bool at_end() const { return at_end_; }

 private:
  // Reads what there is, at most for `timeout_ms`; -1: until something comes. False where nothing came.
  bool read(int timeout_ms);

  int descriptor_;
  bool at_end_ = false;
  std::string partial_;
  std::deque<std::string> lines_;
};

}  // namespace dialtone
