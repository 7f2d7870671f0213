// Counts the different wrong secrets of each guesser, and locks a guesser that has sent too many. Memory is bounded.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <vector>

#include "values/ip_address.h"
#include "values/time.h"

namespace dialtone {

// Who is counted and locked: a user name at an address, or an address with all of its user names.
struct Guesser {
  IpAddress address;
  // A hash of the user name; 0 for all user names.
  std::uint64_t account = 0;

  friend auto operator<=>(const Guesser&, const Guesser&) = default;
};

class WrongSecrets {
 public:
  // `bound` different wrong secrets within `period` lock their guesser for `period` from the last of them. At most
  // `most` guessers are kept. Beyond that, the unlocked guesser whose last wrong secret is the oldest is dropped, or,
  // if all are locked, the guesser that was locked first.
  WrongSecrets(std::size_t bound, Duration period, std::size_t most);
  WrongSecrets(const WrongSecrets&) = delete;
  WrongSecrets& operator=(const WrongSecrets&) = delete;

  // Returns how long the guesser is still locked; zero if it is not locked.
  Duration locked_for(const Guesser& guesser, Moment now) const;
  // Counts a wrong secret, unless the guesser is locked. `mark` identifies the secret: a secret that comes again within
  // the period still counts as one, with the time of its last coming.
  void note(const Guesser& guesser, std::uint64_t mark, Moment now);

  // The number of guessers that are kept.
  std::size_t size() const { return places_.size(); }

 private:
  struct Wrong {
    Moment at;
    std::uint64_t mark = 0;
  };
  struct Entry {
    Guesser guesser;
    // Different secrets, each with the moment when it came last, ordered by that moment. Empty only during note().
    std::vector<Wrong> wrong{};
  };
  // The entry whose last wrong secret is the oldest comes first.
  using Entries = std::list<Entry>;

  bool is_over(const Entry& entry, Moment now) const { return now - entry.wrong.back().at >= period_; }
  void forget_first(Entries& entries);
  void forget_what_is_over(Moment now);
  Entries::iterator entry_of(const Guesser& guesser);

  std::size_t bound_;
  Duration period_;
  std::size_t most_;
  Entries open_;
  Entries locked_;
  std::map<Guesser, Entries::iterator> places_;
};

}  // namespace dialtone
