// The call agent as a party: a registrar with SIP over UDP and TCP, from power-on until the power button is pressed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar/registrar_options.h"
#include "protocol/sip/server.h"
#include "protocol/sip/server_sockets.h"
#include "subscribers/subscriber_store.h"
#include "values/endpoint.h"
#include "world/host.h"

namespace dialtone {

struct CallAgentOptions {
  // Where the call agent listens, over UDP and TCP. Port 0: any port that is free for both. Empty: the host's own
  // address, port 5060.
  std::vector<Endpoint> listen;
  RegistrarOptions registrar;
  sip::ServerOptions sip;
  // The period in which each binding's device is asked once, by OPTIONS, whether it is reachable; zero: never.
  Duration probe_period{};
  // A file of the flash in which bindings survive the loss of power; empty: they do not survive.
  std::string keep_bindings{};
};

// A call agent that lost power has forgotten its nonces and answers, and its bindings unless they are in a file.
class CallAgent {
 public:
  // `store` and `script` must outlive the call agent. `script` may be null.
  CallAgent(CallAgentOptions options, SubscriberStore& store, sip::ServerScript* script = nullptr)
      : options_(std::move(options)), store_(store), script_(script) {}

  // Runs on the host until the power button is pressed; then answers the requests that have come, and returns. Records
  // server.started for each socket. If a socket cannot be opened, or the file of bindings cannot be used, records
  // server.failed and returns. `flash` has the file of bindings and must outlive the task; null: the host's own flash.
  Task<void> run(Host& host, Flash* flash = nullptr);

  // Where the call agent listens. Empty before it has started.
  const std::vector<Endpoint>& endpoints() const { return endpoints_; }
  // Why the call agent did not start, and what to do about it. Nullopt if it started.
  const std::optional<std::string>& failure() const { return failure_; }

  // --- call these between events of the world's loop; without effect while the call agent does not run ---
  //
  // Sends NOTIFY with `Event: <event>` (`check-sync`) to all bindings, or to those of one address of record
  // (`sip:line1@voip.example.net`).
  void notify_all(std::string event);
  void notify(std::string address_of_record, std::string event);
  // Changes the registrar's options from the next request on, also for the next run(). Bindings stay as they are.
  void change(const RegistrarOptions& options);
  const RegistrarOptions& registrar_options() const { return options_.registrar; }
  // Forgets all bindings. Records binding.removed for each.
  void forget_bindings();

 private:
  class Life;

  // Returns an empty list if a socket cannot be opened.
  std::vector<sip::ServerSockets> open_sockets(Host& host);
  void fail(Host& host, std::string_view protocol, std::string reason);

  CallAgentOptions options_;
  SubscriberStore& store_;
  sip::ServerScript* script_;
  std::vector<Endpoint> endpoints_;
  std::optional<std::string> failure_;
  // Set while run() runs. If the host outlives this object, so does the Life.
  std::weak_ptr<Life> life_;
};

}  // namespace dialtone
