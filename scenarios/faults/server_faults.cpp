#include "scenarios/faults/server_faults.h"

#include <array>
#include <string>
#include <unordered_map>
#include <utility>

#include "scenarios/faults/request_faults.h"
#include "scenarios/language/answer_edit.h"
#include "values/hash.h"

namespace dialtone {
namespace {

std::string_view path_of(const http::Request& request) {
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

SeenRequest seen(Moment now, const http::Request& request) {
  return {.now = now,
          .method = request.method,
          .path = path_of(request),
          .is_authorized = request.headers.find("Authorization") != nullptr};
}

http::Response response_of(const ScriptedAnswer& answer) {
  http::Response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  response.body = answer.body;
  return response;
}

// The settings that devices were sent last, for those who are to get another's.
class SentSettings {
 public:
  // What was sent last to another device; empty: nothing was.
  std::string_view of_another(std::uint64_t device) const {
    for (const Sent& sent : last_) {
      if (sent.device != device) return sent.body;
    }
    return {};
  }
  void note(std::uint64_t device, std::string body) {
    if (last_[0].device != device) last_[1] = std::move(last_[0]);
    last_[0] = {device, std::move(body)};
  }

 private:
  struct Sent {
    std::uint64_t device = 0;
    std::string body;
  };
  // Of two devices, the newer first.
  std::array<Sent, 2> last_;
};

void edit_for(const AnswerEdit& edit, std::uint64_t device, SentSettings& sent, http::Response& answer) {
  if (!edit.swaps) return edit_answer(edit, {}, answer);
  std::string own = answer.body;
  edit_answer(edit, sent.of_another(device), answer);
  if (answer.status == 200) sent.note(device, std::move(own));
}

// What becomes of the answer to a request: what the fault that decided about the request wants, and behind it what one
// about answers does.
class AnswerEdits {
 public:
  AnswerEdits(const ServerAction* decided, const SeenRequest& request, const Requester& requester)
      : edit_(decided != nullptr && decided->edit ? &*decided->edit : nullptr), request_(request, requester) {}
  // Whether there may be any.
  static bool are_needed(const ServerAction* decided, const RequestFaults& faults) {
    return (decided != nullptr && decided->edit) || faults.looks_at_answers();
  }

  void apply(RequestFaults& faults, SentSettings& sent, http::Response& answer) const {
    const int status = answer.status;
    if (edit_ != nullptr) edit_for(*edit_, request_.requester.key, sent, answer);
    const AnswerEdit* other = faults.find_edit(request_, status);
    if (other != nullptr) edit_for(*other, request_.requester.key, sent, answer);
  }

 private:
  const AnswerEdit* edit_;
  KeptRequest request_;
};

class ProvisioningFaults : public ServerScript {
 public:
  explicit ProvisioningFaults(RequestFaults faults) : faults_(std::move(faults)) {}

  ServerAct on_request(Moment now, const Endpoint& peer, const http::Request& request) override {
    const SeenRequest what = seen(now, request);
    const ServerAction* action = faults_.find(what, [&] { return requester_of(request, peer); });
    ServerAct act;
    if (AnswerEdits::are_needed(action, faults_)) {
      act.edit = [this, edits = AnswerEdits(action, what, requester_of(request, peer))](http::Response& answer) {
        edits.apply(faults_, sent_, answer);
      };
    }
    if (action == nullptr) return act;
    act.delay = action->delay;
    act.drop = action->drops;
    act.close_at_byte = action->close_at_byte;
    if (action->answer) act.answer = response_of(*action->answer);
    if (action->stall) {
      act.stall_at_byte = action->stall->at_byte;
      act.stall = action->stall->length;
    }
    return act;
  }

 private:
  RequestFaults faults_;
  SentSettings sent_;
};

class CallAgentFaults : public SipScript {
 public:
  explicit CallAgentFaults(RequestFaults faults) : faults_(std::move(faults)) {}

  SipAct on_request(Moment now, const Endpoint& peer, const sip::Message& request) override {
    const bool is_authorized = request.first(sip::HeaderName::kAuthorization).has_value();
    // RFC 3261 17.2.3.
    const std::uint64_t transaction = hash_text(request.first(sip::HeaderName::kVia).value_or(""));
    const SeenRequest what{
        .now = now, .method = request.method_name(), .is_authorized = is_authorized, .transaction = transaction};
    const ServerAction* action = faults_.find(what, [&] { return requester_of(request, peer); });
    SipAct act;
    if (faults_.looks_at_answers()) {
      act.headers_for = [this, kept = KeptRequest(what, requester_of(request, peer))](int status) {
        const AnswerEdit* edit = faults_.find_edit(kept, status);
        return edit == nullptr ? SipHeaders() : edit->headers;
      };
    }
    if (action == nullptr) return act;
    act.delay = action->delay;
    act.drop = action->drops;
    act.close = action->closes;
    if (action->answer) {
      act.answer = action->answer->status;
      act.headers = action->answer->headers;
    }
    if (action->edit) {
      act.headers.insert(act.headers.end(), action->edit->headers.begin(), action->edit->headers.end());
    }
    return act;
  }

 private:
  RequestFaults faults_;
};

void change_request(const RequestEdit& edit, http::Request& request) {
  if (!edit.method.empty()) request.method = edit.method;
  if (edit.strips_body) request.body.clear();
  for (const auto& [from, to] : edit.replacements) replace_all(request.body, from, to);
  set_headers(edit.headers, request.headers);
}

class ProxyFaults : public ProxyScript {
 public:
  explicit ProxyFaults(RequestFaults faults) : faults_(std::move(faults)) {}

  ProxyAct on_request(Moment now, const Endpoint& client, http::Request& request) override {
    edits_.erase(client);
    const SeenRequest what = seen(now, request);
    const ServerAction* action = faults_.find(what, [&] { return requester_of(request, client); });
    ProxyAct act;
    if (AnswerEdits::are_needed(action, faults_)) {
      edits_.emplace(client, AnswerEdits(action, what, requester_of(request, client)));
    }
    if (action == nullptr) return act;
    act.delay = action->delay;
    act.drop = action->drops;
    if (action->answer) act.answer = response_of(*action->answer);
    if (action->cache_for > Duration::zero()) act.caches_for = action->cache_for;
    if (action->request) change_request(*action->request, request);
    return act;
  }

  void on_answer(Moment, const Endpoint& client, http::Response& answer) override {
    const auto found = edits_.find(client);
    if (found == edits_.end()) return;
    found->second.apply(faults_, sent_, answer);
    edits_.erase(found);
  }

 private:
  RequestFaults faults_;
  // Of requests whose answers may have to be changed. Looked up only.
  std::unordered_map<Endpoint, AnswerEdits> edits_;
  SentSettings sent_;
};

}  // namespace

std::unique_ptr<ServerScript> provisioning_script(const Scenario& scenario, const OpenWindows& open) {
  RequestFaults faults(scenario, kProvisioningTarget, open);
  return faults.empty() ? nullptr : std::make_unique<ProvisioningFaults>(std::move(faults));
}

std::unique_ptr<SipScript> call_agent_script(const Scenario& scenario, std::string_view target,
                                             const OpenWindows& open) {
  RequestFaults faults(scenario, target, open);
  return faults.empty() ? nullptr : std::make_unique<CallAgentFaults>(std::move(faults));
}

std::unique_ptr<ProxyScript> proxy_script(const Scenario& scenario, std::string_view target, const OpenWindows& open) {
  return std::make_unique<ProxyFaults>(RequestFaults(scenario, target, open));
}

}  // namespace dialtone
