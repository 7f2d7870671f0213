// Injects faults into a SIP server: the server asks its script once for each request what to do with it.
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

// What a server does with a request. The default: answers it as usual.
struct ServerAct {
  // How long the request waits before the server handles it. Other requests do not wait for it.
  Duration delay{};
  // Whether the server ignores the request.
  bool drop = false;
  // The status of the answer. If it is set, the service is not asked.
  std::optional<int> answer = std::nullopt;
  // Replace the headers of the same names in the answer, or are added to it. An empty value only removes the header.
  ExtraHeaders headers{};
  // The answer is sent so many times.
  std::uint32_t copies = 1;
  // Whether the answer waits until the next one to the same peer was sent. If one waits already, this one does not.
  bool after_next = false;
  // Over UDP: whether the answer comes from another port of the server; and who gets it in place of the sender.
  bool from_another_port = false;
  std::optional<Endpoint> to = std::nullopt;
  // Changes what of this act is still to come, when the status of the answer is known, whoever gives it. May be empty;
  // is called at most once.
  std::function<void(int status, ServerAct& act)> on_answer = nullptr;
  // Whether the server closes the request's connection: at once with `drop`, otherwise after the answer. No effect over
  // UDP.
  bool close = false;
  // Called with the answer as it is sent, not when it is sent again. May be empty.
  std::function<void(const Message& answer)> sent = nullptr;
};

class ServerScript {
 public:
  virtual ~ServerScript() = default;
  // Called for each request, also for a retransmitted one. `now` is a moment of the world's clock.
  virtual ServerAct on_request(Moment now, const Endpoint& peer, const Message& request) = 0;
};

}  // namespace dialtone::sip
