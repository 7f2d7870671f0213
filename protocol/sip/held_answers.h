// Answers that a script wants to be sent after the next one to the same peer.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "protocol/sip/flow.h"
#include "protocol/sip/server_script.h"
#include "values/endpoint.h"

namespace dialtone::sip {

class HeldAnswers {
 public:
  struct Held {
    ServerAct act;
    Flow flow;
    std::string bytes;
  };

  // False if one waits for this peer already, or too many wait: then the answer is to be sent now.
  bool hold(const Endpoint& peer, Held answer) {
    if (held_.size() >= kMostHeldAnswers) return false;
    return held_.try_emplace(peer, std::move(answer)).second;
  }
  bool holds_for(const Endpoint& peer) const { return held_.contains(peer); }
  // The answer that waits for this peer, which waits no longer; nothing if there is none.
  std::optional<Held> take(const Endpoint& peer) {
    if (held_.empty()) return std::nullopt;
    auto node = held_.extract(peer);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
  }

 private:
  static constexpr std::size_t kMostHeldAnswers = 10'000;

  // Never iterated.
  std::unordered_map<Endpoint, Held> held_;
};

}  // namespace dialtone::sip
