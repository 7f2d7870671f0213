#include "call_agent_sim/service/call_agent.h"

#include <chrono>
#include <deque>

#include "call_agent_sim/registrar/binding_journal.h"
#include "call_agent_sim/registrar/call_agent_events.h"
#include "call_agent_sim/registrar/call_agent_secrets.h"
#include "call_agent_sim/service/notifier.h"
#include "call_agent_sim/service/prober.h"
#include "call_agent_sim/service/registrar_service.h"
#include "wire/sip/headers/via.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

// How long the call agent still answers after the power button was pressed.
constexpr Duration kLeaveTaking = std::chrono::seconds(5);

LocalAddresses local_addresses(Host& host, const std::vector<Endpoint>& endpoints) {
  std::vector<IpAddress> addresses = {host.address()};
  for (const Endpoint& endpoint : endpoints) addresses.push_back(endpoint.address);
  return LocalAddresses(std::move(addresses));
}

CallAgentSecrets draw_secrets(Host& host) {
  return draw_call_agent_secrets([&host](Purpose purpose, std::uint64_t key) { return host.chance(purpose, key); });
}

}  // namespace

// The parts of a call agent between power-on and power-off.
class CallAgent::Life {
 public:
  Life(Host& host, CallAgent& agent, std::vector<sip::ServerSockets> sockets)
      : host_(host),
        agent_(agent),
        sockets_(std::move(sockets)),
        secrets_(draw_secrets(host)),
        registrar_(host, agent.store_, agent.options_.registrar, local_addresses(host, agent.endpoints_),
                   secrets_.nonce_key()),
        service_(registrar_),
        server_(host, service_, agent.options_.sip, sockets_, tag_secret(secrets_, agent.options_), agent.script_),
        notifier_(host, registrar_.bindings(), server_.client()) {}
  Life(const Life&) = delete;
  Life& operator=(const Life&) = delete;

  // Fails if the file of bindings cannot be used.
  Task<Result<void>> begin(Flash& flash) {
    Bindings& bindings = registrar_.bindings();
    const CallAgentOptions& options = agent_.options_;
    if (options.probe_period > Duration::zero()) {
      prober_.emplace(host_, bindings, server_.client(), options.probe_period);
      bindings.tell(*prober_);
    }
    const bool forgets = options.registrar.quirks.has(RegistrarQuirk::kForgetsBindingsAtARestart);
    if (!options.keep_bindings.empty() && !forgets) {
      journal_.emplace(host_, flash, options.keep_bindings, agent_.endpoints_, bindings);
      const Result<void> restored = co_await journal_->restore();
      if (!restored) co_return restored;
      registrar_.keep_in(*journal_);
    }
    start_workers();
    start_receivers();
    co_return Result<void>();
  }

  Task<void> end() {
    receivers_.clear();
    co_await server_.finish(host_.now() + kLeaveTaking);
  }

  Registrar& registrar() { return registrar_; }
  Notifier& notifier() { return notifier_; }

 private:
  void start_workers() {
    work("expiry of bindings", registrar_.bindings().expire_all());
    work("timer J", server_.forget_transactions());
    for (std::size_t lane = 0; lane < sip::Server::kLanes; ++lane) {
      work("lane " + std::to_string(lane), server_.work_lane(lane));
    }
    if (prober_) work("probes", prober_->probe_all());
    if (journal_) work("journal", journal_->write_all());
  }

  void start_receivers() {
    for (std::size_t i = 0; i < sockets_.size(); ++i) {
      const auto address = static_cast<std::uint16_t>(i);
      const std::string endpoint = to_text(agent_.endpoints_[i]);
      receivers_.emplace_back(host_, "sip-udp " + endpoint, server_.receive(address), strand_ended_);
      receivers_.emplace_back(host_, "sip-tcp " + endpoint, server_.accept(address), strand_ended_);
      for (std::string_view protocol : {sip::kSipUdp, sip::kSipTcp}) {
        host_.record(host_events::ServerStarted{.protocol = protocol, .endpoint = endpoint});
      }
    }
  }

  static std::uint64_t tag_secret(const CallAgentSecrets& secrets, const CallAgentOptions& options) {
    return options.registrar.lockout.rule ? secrets.hashed_tags() : secrets.tags;
  }
  void work(std::string name, Task<void> task) {
    workers_.emplace_back(host_, std::move(name), std::move(task), strand_ended_);
  }

  Host& host_;
  CallAgent& agent_;
  std::vector<sip::ServerSockets> sockets_;
  CallAgentSecrets secrets_;
  Registrar registrar_;
  RegistrarService service_;
  sip::Server server_;
  Notifier notifier_;
  std::optional<BindingJournal> journal_;
  std::optional<Prober> prober_;
  Signal strand_ended_;
  std::deque<Child> workers_;
  std::deque<Child> receivers_;
};

std::vector<sip::ServerSockets> CallAgent::open_sockets(Host& host) {
  std::vector<Endpoint> listen = options_.listen;
  if (listen.empty()) listen.push_back({host.address(), sip::kDefaultPort});
  std::vector<sip::ServerSockets> all;
  for (const Endpoint& endpoint : listen) {
    Result<sip::ServerSockets, sip::ServerSocketsError> sockets = sip::open_server_sockets(host, endpoint);
    if (!sockets) {
      fail(host, sockets.error().protocol, "cannot listen on " + sockets.error().reason + "; give another --sip");
      return {};
    }
    all.push_back(*std::move(sockets));
  }
  return all;
}

void CallAgent::fail(Host& host, std::string_view protocol, std::string reason) {
  failure_ = std::move(reason);
  host.record(call_agent_events::ServerFailed{.protocol = protocol, .reason = *failure_});
}

Task<void> CallAgent::run(Host& host, Flash* flash) {
  endpoints_.clear();
  failure_.reset();
  std::vector<sip::ServerSockets> sockets = open_sockets(host);
  if (sockets.empty()) co_return;
  for (const sip::ServerSockets& each : sockets) endpoints_.push_back(each.local());
  const auto life = std::make_shared<Life>(host, *this, std::move(sockets));
  life_ = life;
  const Result<void> begun = co_await life->begin(flash != nullptr ? *flash : host.flash());
  if (!begun) {
    fail(host, sip::kSipUdp,
         "--keep-bindings " + options_.keep_bindings + " " + begun.error().reason + "; name another file");
    co_return;
  }
  while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
  co_await life->end();
}

void CallAgent::notify_all(std::string event) {
  if (const auto life = life_.lock()) life->notifier().notify("", std::move(event));
}

void CallAgent::notify(std::string address_of_record, std::string event) {
  if (const auto life = life_.lock()) life->notifier().notify(std::move(address_of_record), std::move(event));
}

void CallAgent::change(const RegistrarOptions& options) {
  options_.registrar = options;
  if (const auto life = life_.lock()) life->registrar().change(options);
}

void CallAgent::forget_bindings() {
  if (const auto life = life_.lock()) life->registrar().bindings().forget();
}

}  // namespace dialtone
