// Caches the texts of one realm's challenges: only the nonce differs from one challenge to the next.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "wire/digest/algorithm.h"

namespace dialtone {

class ChallengeTexts {
 public:
  // Returns one text per algorithm, in order. All nonces of a process have the same length.
  std::vector<std::string> of(std::string_view realm, const std::vector<digest::Algorithm>& algorithms,
                              std::string_view nonce, bool stale);

 private:
  struct Text {
    std::string text;
    std::size_t nonce_at = 0;
  };
  void write(std::string_view realm, const std::vector<digest::Algorithm>& algorithms, std::string_view nonce,
             bool stale);

  // The arguments of the last call.
  std::string realm_;
  std::vector<digest::Algorithm> algorithms_;
  std::size_t nonce_size_ = 0;
  bool stale_ = false;
  std::vector<Text> texts_;
};

}  // namespace dialtone
