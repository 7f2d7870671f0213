#include "scenarios/faults/server_faults.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scenarios/faults/answer_edit.h"
#include "scenarios/faults/request_faults.h"
#include "values/hash.h"
#include "wire/sip/headers/header_name.h"

namespace dialtone {
namespace {

std::string_view path_of(const http::Request& request) {
  return std::string_view(request.target).substr(0, request.target.find('?'));
}

SeenRequest seen(Moment now, const http::Request& request) {
  return {.now = now,
          .method = request.method,
          .path = path_of(request),
          .is_authorized = request.headers.find("Authorization") != nullptr,
          .http = &request};
}

http::Response response_of(const ScriptedAnswer& answer) {
  http::Response response;
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) response.headers.add(name, value);
  response.body = answer.body;
  return response;
}

// The settings sent last, for faults that send a device those of another.
class SentSettings {
 public:
  // The body last sent to another device; empty: none.
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

// The edits of an answer: those of faults on the request, then those of faults on the answer.
class AnswerEdits {
 public:
  AnswerEdits(std::vector<const AnswerEdit*> edits, KeptRequest request)
      : edits_(std::move(edits)), request_(std::move(request)) {}

  void apply(RequestFaults& faults, SentSettings& sent, http::Response& answer, HttpAct& act) const {
    const RequestVerdict verdict = faults.see_answer(request_, answer.status);
    verdict.add_to(act);
    std::vector<const AnswerEdit*> edits = edits_;
    edits.insert(edits.end(), verdict.edits.begin(), verdict.edits.end());
    const bool swaps = std::any_of(edits.begin(), edits.end(), [](const AnswerEdit* edit) { return edit->swaps; });
    std::string own = swaps ? answer.body : std::string();
    const std::uint64_t device = request_.requester.key;
    for (const AnswerEdit* edit : edits) {
      edit_answer(*edit, edit->swaps ? sent.of_another(device) : std::string_view(), answer);
    }
    if (swaps && answer.status == 200) sent.note(device, std::move(own));
  }

 private:
  std::vector<const AnswerEdit*> edits_;
  KeptRequest request_;
};

class ProvisioningFaults : public HttpScript {
 public:
  explicit ProvisioningFaults(RequestFaults faults) : faults_(std::move(faults)) {}

  HttpAct on_request(Moment now, const Endpoint& peer, const http::Request& request) override {
    const SeenRequest what = seen(now, request);
    RequestVerdict verdict = faults_.decide(what, [&] { return requester_of(request, peer); });
    HttpAct act;
    act.delay = verdict.delay;
    act.drop = verdict.drops;
    verdict.add_to(act);
    if (verdict.answer != nullptr) act.answer = response_of(*verdict.answer);
    if (!verdict.edits.empty() || faults_.looks_at_answers()) {
      act.edit = [this, edits = AnswerEdits(std::move(verdict.edits), faults_.keep(what, requester_of(request, peer)))](
                     http::Response& answer, HttpAct& rest) { edits.apply(faults_, sent_, answer, rest); };
    }
    return act;
  }

 private:
  RequestFaults faults_;
  SentSettings sent_;
};

// The headers after several edits: the last edit of a name wins.
sip::ExtraHeaders headers_of(sip::ExtraHeaders headers, const std::vector<const AnswerEdit*>& edits) {
  for (const AnswerEdit* edit : edits) {
    std::erase_if(headers, [&](const auto& header) {
      return std::any_of(edit->headers.begin(), edit->headers.end(),
                         [&](const auto& other) { return sip::is_same_header(header.first, other.first); });
    });
    headers.insert(headers.end(), edit->headers.begin(), edit->headers.end());
  }
  return headers;
}

class CallAgentFaults : public sip::ServerScript {
 public:
  explicit CallAgentFaults(RequestFaults faults) : faults_(std::move(faults)) {}

  sip::ServerAct on_request(Moment now, const Endpoint& peer, const sip::Message& request) override {
    const bool is_authorized = request.first(sip::HeaderName::kAuthorization).has_value();
    // RFC 3261 17.2.3.
    const std::uint64_t transaction = hash_text(request.first(sip::HeaderName::kVia).value_or(""));
    const SeenRequest what{.now = now,
                           .method = request.method_name(),
                           .is_authorized = is_authorized,
                           .transaction = transaction,
                           .sip = &request};
    const RequestVerdict verdict = faults_.decide(what, [&] { return requester_of(request, peer); });
    sip::ServerAct act;
    act.delay = verdict.delay;
    act.drop = verdict.drops;
    act.close = verdict.closes;
    if (verdict.answer != nullptr) {
      act.answer = verdict.answer->status;
      act.headers = verdict.answer->headers;
    }
    act.headers = headers_of(std::move(act.headers), verdict.edits);
    if (faults_.looks_at_answers()) {
      act.on_answer = [this, kept = faults_.keep(what, requester_of(request, peer))](int status, sip::ServerAct& rest) {
        const RequestVerdict answered = faults_.see_answer(kept, status);
        rest.headers = headers_of(std::move(rest.headers), answered.edits);
        rest.close = rest.close || answered.closes;
      };
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
    const SeenRequest what = seen(now, request);
    RequestVerdict verdict = faults_.decide(what, [&] { return requester_of(request, client); });
    ProxyAct act;
    act.delay = verdict.delay;
    act.drop = verdict.drops;
    if (verdict.answer != nullptr) act.answer = response_of(*verdict.answer);
    if (verdict.cache_for > Duration::zero()) act.caches_for = verdict.cache_for;
    if (!verdict.edits.empty() || faults_.looks_at_answers()) {
      act.edit = [this,
                  edits = AnswerEdits(std::move(verdict.edits), faults_.keep(what, requester_of(request, client)))](
                     http::Response& answer, HttpAct& rest) { edits.apply(faults_, sent_, answer, rest); };
    }
    for (const RequestEdit* edit : verdict.requests) change_request(*edit, request);
    return act;
  }

 private:
  RequestFaults faults_;
  SentSettings sent_;
};

}  // namespace

std::unique_ptr<HttpScript> provisioning_script(const Scenario& scenario, const OpenWindows& open) {
  RequestFaults faults(scenario, kProvisioningTarget, open);
  return faults.empty() ? nullptr : std::make_unique<ProvisioningFaults>(std::move(faults));
}

std::unique_ptr<sip::ServerScript> call_agent_script(const Scenario& scenario, std::string_view target,
                                                     const OpenWindows& open) {
  RequestFaults faults(scenario, target, open);
  return faults.empty() ? nullptr : std::make_unique<CallAgentFaults>(std::move(faults));
}

std::unique_ptr<ProxyScript> proxy_script(const Scenario& scenario, std::string_view target, const OpenWindows& open) {
  return std::make_unique<ProxyFaults>(RequestFaults(scenario, target, open));
}

}  // namespace dialtone
