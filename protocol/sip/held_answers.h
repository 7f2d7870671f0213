// Answers that the script delays until the next answer to the same peer was sent.
#pragma once

#include <cstddef>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "protocol/sip/flow.h"
#include "protocol/sip/server_script.h"
#include "protocol/sip/server_transactions.h"
#include "values/endpoint.h"
#include "values/time.h"

namespace dialtone::sip {

class HeldAnswers {
 public:
  struct Held {
    ServerAct act;
    Flow flow;
    std::string bytes;
  };

  // Keeps the answer. If too many are kept, the oldest is lost, provided that its client no longer waits for it (64 T1,
  // RFC 3261 17.1.2.2). Returns false if an answer is already kept for this peer, or none could be lost: then the
  // caller must send the answer now.
  bool hold(const Endpoint& peer, Held answer, Moment now) {
    if (held_.contains(peer)) return false;
    if (held_.size() >= kMostHeldAnswers) {
      if (by_age_.front().since + kTimerJ > now) return false;
      take(Endpoint(by_age_.front().peer));
    }
    by_age_.push_back({peer, now, std::move(answer)});
    held_.emplace(peer, std::prev(by_age_.end()));
    return true;
  }
  bool holds_for(const Endpoint& peer) const { return held_.contains(peer); }
  // Removes and returns the answer kept for this peer; nullopt if there is none.
  std::optional<Held> take(const Endpoint& peer) {
    if (held_.empty()) return std::nullopt;
    const auto node = held_.extract(peer);
    if (!node) return std::nullopt;
    std::optional<Held> taken(std::move(node.mapped()->answer));
    by_age_.erase(node.mapped());
    return taken;
  }
  // Removes the answer that waits for this connection to be used again.
  void lose(const Flow& connection) {
    const auto found = held_.find(connection.peer);
    if (found != held_.end() && found->second->answer.flow == connection) take(Endpoint(connection.peer));
  }

 private:
  static constexpr std::size_t kMostHeldAnswers = 10'000;

  struct Waiting {
    Endpoint peer;
    Moment since;
    Held answer;
  };

  std::list<Waiting> by_age_;  // the oldest first
  // Never iterated, because its order may differ between builds.
  std::unordered_map<Endpoint, std::list<Waiting>::iterator> held_;
};

}  // namespace dialtone::sip
