// Non-INVITE server transactions over UDP (RFC 3261 17.2.2): a retransmitted request gets the same answer again until
// Timer J fires.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "values/ip_address.h"
#include "values/time.h"

namespace dialtone::sip {

// 64 times T1 (RFC 3261 17.1.2.2).
inline constexpr Duration kTimerJ = std::chrono::seconds(32);

class ServerTransactions {
 public:
  // Keeps at most `most` answers with at most `most_bytes` in total; beyond that, forgets the oldest before their Timer
  // J fires.
  ServerTransactions(std::size_t most, std::size_t most_bytes) : most_(most), most_bytes_(most_bytes) {}

  enum class State {
    kNew,         // the request comes for the first time, and its transaction has begun
    kInProgress,  // the request was not answered yet: drop it
    kAnswered,    // send answer() again
  };
  // Names a transaction by the MD5 of its key and the client's address, which are about ten times as long.
  using Name = std::array<std::uint8_t, 16>;
  // `key` is a result of server_transaction_key(). The client's address is included because an answer holds a nonce
  // issued to that address: a request from another address must not get it.
  static Name name_of(std::string_view key, const IpAddress& client);

  State begin(const Name& name, Moment now);
  // The answer of the transaction for which begin() has just returned kAnswered; valid until the next change.
  std::string_view answer(const Name& name) const;
  // Keeps the answer of a transaction in progress, and starts its Timer J.
  void finish(const Name& name, std::string answer, Moment now);

  // Forgets the transactions whose Timer J has fired by `now`.
  void forget(Moment now);
  // When the next Timer J fires; kNever if none runs.
  Moment next_to_forget() const { return finished_.empty() ? kNever : finished_.front().timer_j; }
  std::size_t size() const { return answers_.size(); }

 private:
  // Asserts the bounds, and the order of the timers at both ends of the queue.
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
  std::size_t bytes_ = 0;  // the total size of all answers
  // Answers by name; an empty answer marks a transaction in progress.
  std::unordered_map<Name, std::string, NameHash> answers_;
  // Ordered by the moment when Timer J fires, which is also the order of finish(): all timers have the same length.
  std::deque<Finished> finished_;
};

}  // namespace dialtone::sip
