// The server's side of non-INVITE transactions over UDP (RFC 3261 17.2.2): a request that comes again gets the same
// bytes again, until Timer J has fired.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "values/time.h"

namespace dialtone::sip {

// 64 times T1.
inline constexpr Duration kTimerJ = std::chrono::seconds(32);

class ServerTransactions {
 public:
  // `most` answers are kept, of `most_bytes` together; beyond that the oldest go before their time.
  ServerTransactions(std::size_t most, std::size_t most_bytes) : most_(most), most_bytes_(most_bytes) {}

  enum class State {
    kNew,         // and now it has begun
    kInProgress,  // its answer is still to come: the request is dropped
    kAnswered,    // see answer()
  };
  // The MD5 of a key: a tenth of its size.
  using Name = std::array<std::uint8_t, 16>;
  // `key` is server_transaction_key's.
  static Name name_of(std::string_view key);

  State begin(const Name& name, Moment now);
  // Of a transaction that begin() has just found answered. A view until the next change.
  std::string_view answer(const Name& name) const;
  // Timer J starts.
  void finish(const Name& name, std::string answer, Moment now);

  // Forgets those whose Timer J has fired by `now`.
  void forget(Moment now);
  // When the next Timer J fires; kNever where none runs.
  Moment next_to_forget() const { return finished_.empty() ? kNever : finished_.front().timer_j; }
  std::size_t size() const { return answers_.size(); }

 private:
  // That what is to be forgotten is there, in its order. Looks at the ends alone.
  void check() const;

  struct NameHash {
    std::size_t operator()(const Name& name) const noexcept;
  };
  struct Finished {
    Moment timer_j;
    Name name;
  };

  void forget_first();

  std::size_t most_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;  // of all answers
  // An empty text: in progress.
  std::unordered_map<Name, std::string, NameHash> answers_;
  // All timers are equally long, so the first to start is the first to fire.
  std::deque<Finished> finished_;
};

}  // namespace dialtone::sip
