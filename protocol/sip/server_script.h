// Injects faults into a SIP server: the server asks its script once about each request.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/sip/flow.h"
#include "values/endpoint.h"
#include "values/time.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

using ExtraHeaders = std::vector<std::pair<std::string, std::string>>;

// What a server does with a request. The default: it answers as usual.
struct ServerAct {
  // How long the request waits before the server handles it. Other requests are not delayed.
  Duration delay{};
  // If true, the server ignores the request.
  bool drop = false;
  // The status of the answer. If set, the service is not asked.
  std::optional<int> answer = std::nullopt;
  // Replace the answer's headers of the same names, or are added. An empty value only removes the header. No effect on
  // an answer that is sent again.
  ExtraHeaders headers{};
  // How many times the answer is sent.
  std::uint32_t copies = 1;
  // If true, the answer is held until the next answer to the same peer was sent. If one is held already, this one is
  // not.
  bool after_next = false;
  // Over UDP only. `from_another_port`: the answer comes from another port of the server. `to`: the answer goes there
  // instead of to the sender.
  bool from_another_port = false;
  std::optional<Endpoint> to = std::nullopt;
  // Called once the status of the answer is known, whether from the service or the script. May change the parts of this
  // act that come after. `is_again`: the request is a retransmission, and the answer is sent again with its first
  // headers. May be empty; called at most once.
  std::function<void(int status, bool is_again, ServerAct& act)> on_answer = nullptr;
  // If true, the server closes the request's connection: at once with `drop`, otherwise after the answer. No effect
  // over UDP.
  bool close = false;
  // Called with the answer when it is sent for the first time. May be empty.
  std::function<void(const Message& answer)> sent = nullptr;
};

class ServerScript {
 public:
  virtual ~ServerScript() = default;
  // Called for each request, retransmitted ones included. `now` is a moment of the world's clock.
  virtual ServerAct on_request(Moment now, const Endpoint& peer, const Message& request) = 0;
};

}  // namespace dialtone::sip
