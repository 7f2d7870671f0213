// The challenges of one realm as they stand in messages, written once: only the nonce differs from one to the next.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/digest/algorithm.h"

namespace dialtone {

class ChallengeTexts {
 public:
  // One text for each algorithm, in order. All nonces of a process are equally long.
  std::vector<std::string> of(std::string_view realm, const std::vector<digest::Algorithm>& algorithms,
                              std::string_view nonce, bool stale);

 private:
  struct Text {
    std::string text;
    std::size_t nonce_at = 0;
  };
  void write(std::string_view realm, const std::vector<digest::Algorithm>& algorithms, std::string_view nonce,
             bool stale);

  // Of the last call.
  std::string realm_;
  std::vector<digest::Algorithm> algorithms_;
  std::size_t nonce_size_ = 0;
  bool stale_ = false;
  std::vector<Text> texts_;
};

}  // namespace dialtone
