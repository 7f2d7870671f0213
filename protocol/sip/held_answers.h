// Answers that the script delays until the next answer to the same peer was sent.
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

  // Keeps the answer. Returns false if an answer is already kept for this peer, or too many are kept: then the caller
  // must send the answer now.
  bool hold(const Endpoint& peer, Held answer) {
    if (held_.size() >= kMostHeldAnswers) return false;
    return held_.try_emplace(peer, std::move(answer)).second;
  }
  bool holds_for(const Endpoint& peer) const { return held_.contains(peer); }
  // Removes and returns the answer kept for this peer; nullopt if there is none.
  std::optional<Held> take(const Endpoint& peer) {
    if (held_.empty()) return std::nullopt;
    auto node = held_.extract(peer);
    return node ? std::optional(std::move(node.mapped())) : std::nullopt;
  }

 private:
  static constexpr std::size_t kMostHeldAnswers = 10'000;

  // Never iterated, because its order may differ between builds.
  std::unordered_map<Endpoint, Held> held_;
};

}  // namespace dialtone::sip
