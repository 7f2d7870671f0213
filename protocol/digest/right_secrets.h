// Keeps the last right secrets of each owner: a user at an address, with a realm and a hash function. A wrong answer
// made with an earlier right secret comes from a device whose password was changed, and is not a guess. Memory is
// bounded.
#pragma once

#include <array>
#include <cstddef>
#include <list>
#include <map>
#include <string_view>

#include "protocol/digest/wrong_secrets.h"
#include "wire/digest/credentials.h"

namespace dialtone {

class RightSecrets {
 public:
  static constexpr std::size_t kMostKept = 100'000;

  // Keeps the secrets of at most `most` owners; beyond that, forgets the owner whose last right answer is the oldest.
  explicit RightSecrets(std::size_t most = kMostKept) : most_(most) {}
  RightSecrets(const RightSecrets&) = delete;
  RightSecrets& operator=(const RightSecrets&) = delete;

  // Remembers `ha1`, the result of digest::ha1(). Each owner keeps its last two different secrets.
  void note(const Guesser& owner, const digest::HexHash& ha1);
  // Returns true if the answer was made with one of the owner's secrets.
  bool prove(const Guesser& owner, const digest::Credentials& credentials, std::string_view method) const;

  std::size_t size() const { return places_.size(); }

 private:
  struct Entry {
    Guesser owner;
    // The newest first; the second is empty if the owner had only one.
    std::array<digest::HexHash, 2> secrets{};
  };

  std::size_t most_;
  // The owner whose last right answer is the oldest comes first.
  std::list<Entry> entries_;
  std::map<Guesser, std::list<Entry>::iterator> places_;
};

}  // namespace dialtone
