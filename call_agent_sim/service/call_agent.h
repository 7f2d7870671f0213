// The call agent as a party: a registrar behind SIP over UDP and TCP, from power-on until its power button is pressed.
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
  // Where it listens, over UDP and TCP; port 0 takes a number that is free for both. Empty: the host's own address,
  // port 5060.
  std::vector<Endpoint> listen;
  RegistrarOptions registrar;
  sip::ServerOptions sip;
  // How often each binding is asked with OPTIONS whether its device is there; zero: never.
  Duration probe_period{};
  // A file of the flash in which bindings survive the power; empty: they do not.
  std::string keep_bindings{};
};

// Nonces and answers live as long as run() does, and so do bindings that are not kept: a call agent that lost power has
// forgotten them.
class CallAgent {
 public:
  // The store, and the script where there is one, must outlive it.
  CallAgent(CallAgentOptions options, SubscriberStore& store, sip::ServerScript* script = nullptr)
      : options_(std::move(options)), store_(store), script_(script) {}

  // What runs on its host. Records server.started for each socket; where one cannot be opened, or the file of bindings
  // not be used, server.failed, and returns. When the power button is pressed it answers what has come, and returns.
  // `flash` holds the file of bindings and outlives the task; null: the host's own.
  Task<void> run(Host& host, Flash* flash = nullptr);

  // Where it listens, once it has started.
  const std::vector<Endpoint>& endpoints() const { return endpoints_; }
  // Why it did not start, and what to do. None where it did.
  const std::optional<std::string>& failure() const { return failure_; }

  // --- from the world's loop, between events; while it does not run, nothing happens ---
  // Sends NOTIFY with `Event: <event>` (`check-sync`) to all bindings, or to those of one address of record
  // (`sip:line1@voip.example.net`).
  void notify_all(std::string event);
  void notify(std::string address_of_record, std::string event);
  // The registrar's options from the next request on, also for its next life. Bindings stay as they are.
  void change(const RegistrarOptions& options);
  const RegistrarOptions& registrar_options() const { return options_.registrar; }
  // It has no bindings any more; each is recorded as binding.removed.
  void forget_bindings();

 private:
  class Life;

  // Empty where it failed.
  std::vector<sip::ServerSockets> open_sockets(Host& host);
  void fail(Host& host, std::string_view protocol, std::string reason);

  CallAgentOptions options_;
  SubscriberStore& store_;
  sip::ServerScript* script_;
  std::vector<Endpoint> endpoints_;
  std::optional<std::string> failure_;
  // While it runs; the life may outlast this party, where its host does.
  std::weak_ptr<Life> life_;
};

}  // namespace dialtone
