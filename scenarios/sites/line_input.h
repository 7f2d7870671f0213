// Reads lines from a pipe as they arrive.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace dialtone {

class LineInput {
 public:
  // Reads from the descriptor and does not close it; the descriptor may be blocking or not.
  explicit LineInput(int descriptor) : descriptor_(descriptor) {}

  // Returns the complete lines that have arrived; does not wait.
  std::vector<std::string> take();
  // Waits for the next line; nullopt at the end or after a signal.
  std::optional<std::string> wait();
  bool at_end() const { return at_end_; }

 private:
  // Reads the available bytes, waiting at most `timeout_ms`; -1 waits without limit. Returns false if no bytes came.
  bool read(int timeout_ms);

  int descriptor_;
  bool at_end_ = false;
  std::string partial_;
  std::deque<std::string> lines_;
};

}  // namespace dialtone
