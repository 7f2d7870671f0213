// The call agent as a party: a registrar behind SIP over UDP, from power-on until its power button is pressed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar_options.h"
#include "call_agent_sim/sip_server.h"
#include "subscribers/subscriber_store.h"
#include "values/endpoint.h"
#include "world/host.h"

namespace dialtone {

struct CallAgentOptions {
  // Where it listens; port 0 takes a free one. Empty: the host's own address, port 5060.
  std::vector<Endpoint> listen;
  RegistrarOptions registrar;
  SipServerOptions sip;
};

// Bindings, nonces and answers live as long as run() does: a call agent that lost power has forgotten them.
class CallAgent {
 public:
  // The store, and the script where there is one, must outlive it.
  CallAgent(CallAgentOptions options, SubscriberStore& store, SipScript* script = nullptr)
      : options_(std::move(options)), store_(store), script_(script) {}

  // What runs on its host. Records server.started for each socket; where one cannot be opened, server.failed, and
  // returns. When the power button is pressed it answers what has come, and returns.
  Task<void> run(Host& host);

  // Where it listens, once it has started.
  const std::vector<Endpoint>& endpoints() const { return endpoints_; }
  // Why it did not start: the endpoint and the error. None where it did.
  const std::optional<std::string>& failure() const { return failure_; }

 private:
  using Sockets = std::vector<std::unique_ptr<UdpSocket>>;

  // Empty where it failed.
  Sockets open_sockets(Host& host);

  CallAgentOptions options_;
  SubscriberStore& store_;
  SipScript* script_;
  std::vector<Endpoint> endpoints_;
  std::optional<std::string> failure_;
};

}  // namespace dialtone
