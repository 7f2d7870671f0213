#include "scenarios/engine/server_faults.h"

#include <utility>

namespace dialtone {
namespace {

// The faults of one server, in the scenario's order.
class Windows {
 public:
  Windows(const std::vector<Fault>& faults, std::string_view target) {
    for (const Fault& fault : faults) {
      if (fault.target == target && std::holds_alternative<ServerAction>(fault.action)) faults_.push_back(&fault);
    }
  }

  bool empty() const { return faults_.empty(); }

  // Null where none is open and matches.
  template <typename Matches>
  const ServerAction* find(Moment now, const Matches& matches) const {
    for (const Fault* fault : faults_) {
      const bool open = Moment(fault->at) <= now && now < Moment(fault->until);
      if (open && matches(fault->match)) return &std::get<ServerAction>(fault->action);
    }
    return nullptr;
  }

 private:
  std::vector<const Fault*> faults_;
};

class ProvisioningFaults : public ServerScript {
 public:
  explicit ProvisioningFaults(Windows windows) : windows_(std::move(windows)) {}

  ServerAct on_request(Moment now, const Endpoint&, const http::Request& request) override {
    const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
    const ServerAction* action = windows_.find(now, [&](const RequestMatch& match) {
      return (match.method.empty() || match.method == request.method) && (match.path.empty() || match.path == path);
    });
    ServerAct act;
    if (action == nullptr) return act;
    act.delay = action->delay;
    act.drop = action->drops;
    if (action->answer) act.answer = response_of(*action->answer);
    return act;
  }

 private:
  static http::Response response_of(const ScriptedAnswer& answer) {
    http::Response response;
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
    response.body = answer.body;
    return response;
  }

  Windows windows_;
};

class CallAgentFaults : public SipScript {
 public:
  explicit CallAgentFaults(Windows windows) : windows_(std::move(windows)) {}

  SipAct on_request(Moment now, const Endpoint&, const sip::Message& request) override {
    const ServerAction* action = windows_.find(
        now, [&](const RequestMatch& match) { return match.method.empty() || match.method == request.method_name(); });
    SipAct act;
    if (action == nullptr) return act;
    act.delay = action->delay;
    act.drop = action->drops;
    if (!action->answer) return act;
    act.answer = action->answer->status;
    act.headers = action->answer->headers;
    return act;
  }

 private:
  Windows windows_;
};

}  // namespace

std::unique_ptr<ServerScript> provisioning_script(const std::vector<Fault>& faults) {
  Windows windows(faults, kProvisioningTarget);
  return windows.empty() ? nullptr : std::make_unique<ProvisioningFaults>(std::move(windows));
}

std::unique_ptr<SipScript> call_agent_script(const std::vector<Fault>& faults, std::string_view target) {
  Windows windows(faults, target);
  return windows.empty() ? nullptr : std::make_unique<CallAgentFaults>(std::move(windows));
}

}  // namespace dialtone
