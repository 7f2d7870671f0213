#include "scenarios/faults/server_faults.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/faults/answer_edit.h"
#include "scenarios/faults/request_faults.h"
#include "scenarios/language/faults/header_texts.h"
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

template <typename Value>
const Value& in_turn(const std::vector<Value>& cycle, const Value& only, std::uint64_t turn) {
  return cycle.empty() ? only : cycle[static_cast<std::size_t>(turn % cycle.size())];
}

http::Response response_of(const ScriptedAnswer& answer, std::uint64_t turn) {
  http::Response response;
  response.status = in_turn(answer.statuses, answer.status, turn);
  for (const auto& [name, value] : lines_of(answer.headers, turn)) response.headers.add(name, value);
  response.body = in_turn(answer.bodies, answer.body, turn);
  return response;
}

using Edits = std::vector<RequestVerdict::InTurn<AnswerEdit>>;

// The settings sent last, for faults that send a device the settings of another device.
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
  // The last bodies of two different devices, the newer first.
  std::array<Sent, 2> last_;
};

// The edits of an answer: those of faults on the request, then those of faults on the answer.
class AnswerEdits {
 public:
  AnswerEdits(Edits edits, KeptRequest request) : edits_(std::move(edits)), request_(std::move(request)) {}

  void apply(RequestFaults& faults, SentSettings& sent, http::Response& answer, HttpAct& act) const {
    const RequestVerdict verdict = faults.see_answer(request_, answer.status);
    verdict.add_to(act);
    Edits edits = edits_;
    edits.insert(edits.end(), verdict.edits.begin(), verdict.edits.end());
    const bool swaps = std::any_of(edits.begin(), edits.end(), [](const auto& edit) { return edit.part->swaps; });
    std::string own = swaps ? answer.body : std::string();
    const std::uint64_t device = request_.requester.key;
    for (const auto& [edit, turn] : edits) {
      edit_answer(*edit, edit->swaps ? sent.of_another(device) : std::string_view(), answer, turn);
    }
    frame(edits, answer, act);
    if (swaps && answer.status == 200) sent.note(device, std::move(own));
  }

 private:
  // Frames the body as the last edit that sets a framing says.
  static void frame(const Edits& edits, http::Response& answer, HttpAct& act) {
    AnswerEdit last;
    for (const auto& [edit, turn] : edits) {
      if (edit->framing != Framing::kOwn) last.framing = edit->framing;
      if (edit->framing != Framing::kOwn) last.declared_length = edit->declared_length;
      if (edit->keeps_connection) last.keeps_connection = edit->keeps_connection;
    }
    frame_answer(last, answer, act);
  }

  Edits edits_;
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
    if (verdict.answer != nullptr) act.answer = response_of(*verdict.answer, verdict.answer_turn);
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
sip::ExtraHeaders headers_of(sip::ExtraHeaders headers, const Edits& edits) {
  for (const auto& [edit, turn] : edits) {
    const TextPairs lines = lines_of(edit->headers, turn);
    std::erase_if(headers, [&](const auto& header) {
      return std::any_of(lines.begin(), lines.end(),
                         [&](const auto& other) { return sip::is_same_header(header.first, other.first); });
    });
    headers.insert(headers.end(), lines.begin(), lines.end());
  }
  return headers;
}

// The senders of the last requests over UDP, for faults that send a device's answer to another device.
class LastSenders {
 public:
  // The endpoint of the latest sender other than `device`; nullopt if there was none.
  std::optional<Endpoint> other_than(std::uint64_t device) const {
    for (const Sender& sender : last_) {
      if (sender.place && sender.device != device) return sender.place;
    }
    return std::nullopt;
  }
  void note(std::uint64_t device, const Endpoint& place) {
    if (last_[0].device != device) last_[1] = last_[0];
    last_[0] = {device, place};
  }

 private:
  struct Sender {
    std::uint64_t device = 0;
    std::optional<Endpoint> place;
  };
  // The last endpoints of two different devices, the newer first.
  std::array<Sender, 2> last_;
};

bool sends_to_others(const Fault& fault) {
  const auto* action = std::get_if<ServerAction>(&fault.action);
  return action != nullptr && action->sending && action->sending->to_another_device;
}

// The transport of the first Via; nothing: there is none, or another one.
std::optional<Transport> transport_of(const sip::Message& request) {
  const std::string_view via = request.first(sip::HeaderName::kVia).value_or("");
  if (via.starts_with("SIP/2.0/UDP")) return Transport::kUdp;
  return via.starts_with("SIP/2.0/TCP") ? std::optional(Transport::kTcp) : std::nullopt;
}

class CallAgentFaults : public sip::ServerScript {
 public:
  CallAgentFaults(RequestFaults faults, bool notes_senders)
      : faults_(std::move(faults)), notes_senders_(notes_senders) {}

  sip::ServerAct on_request(Moment now, const Endpoint& peer, const sip::Message& request) override {
    const bool is_authorized = request.first(sip::HeaderName::kAuthorization).has_value();
    // The branch in Via identifies the transaction (RFC 3261 17.2.3).
    const std::uint64_t transaction = hash_text(request.first(sip::HeaderName::kVia).value_or(""));
    std::optional<Endpoint> other;
    if (notes_senders_) other = note_sender(request, peer);
    const SeenRequest what{.now = now,
                           .method = request.method_name(),
                           .is_authorized = is_authorized,
                           .transaction = transaction,
                           .sip = &request,
                           .way = {transport_of(request), !notes_senders_ || other}};
    const RequestVerdict verdict = faults_.decide(what, [&] { return requester_of(request, peer); });
    sip::ServerAct act;
    act.delay = verdict.delay;
    act.drop = verdict.drops;
    act.close = verdict.closes;
    if (verdict.answer != nullptr) {
      act.answer = in_turn(verdict.answer->statuses, verdict.answer->status, verdict.answer_turn);
      act.headers = lines_of(verdict.answer->headers, verdict.answer_turn);
    }
    send(verdict, other, act);
    act.headers = headers_of(std::move(act.headers), verdict.edits);
    if (faults_.looks_at_answers()) {
      KeptRequest kept = faults_.keep(what, requester_of(request, peer));
      kept.sending = verdict.sending;
      act.on_answer = [this, other, kept = std::move(kept)](int status, bool is_again, sip::ServerAct& rest) {
        const RequestVerdict answered = faults_.see_answer(kept, status, is_again);
        rest.headers = headers_of(std::move(rest.headers), answered.edits);
        rest.close = rest.close || answered.closes;
        send(answered, other, rest);
      };
    }
    return act;
  }

 private:
  // Records the sender, and returns the sender of the last UDP request of another device; nullopt if this request is
  // not over UDP.
  std::optional<Endpoint> note_sender(const sip::Message& request, const Endpoint& peer) {
    if (transport_of(request) != Transport::kUdp) return std::nullopt;
    const std::uint64_t device = requester_of(request, peer).key;
    senders_.note(device, peer);
    return senders_.other_than(device);
  }
  static void send(const RequestVerdict& verdict, const std::optional<Endpoint>& other, sip::ServerAct& act) {
    if (verdict.sending == nullptr) return;
    act.copies = verdict.sending->copies;
    act.after_next = verdict.sending->after_next;
    act.from_another_port = verdict.sending->from_another_port;
    if (verdict.sending->to_another_device) act.to = other;
  }

  RequestFaults faults_;
  bool notes_senders_;
  LastSenders senders_;
};

void change_request(const RequestEdit& edit, std::uint64_t turn, http::Request& request) {
  if (!edit.method.empty()) request.method = edit.method;
  if (edit.strips_body) request.body.clear();
  for (const auto& [from, to] : edit.replacements) replace_all(request.body, from, to);
  set_headers(edit.headers, request.headers, turn);
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
    if (verdict.answer != nullptr) act.answer = response_of(*verdict.answer, verdict.answer_turn);
    if (verdict.cache_for > Duration::zero()) act.caches_for = verdict.cache_for;
    if (!verdict.edits.empty() || faults_.looks_at_answers()) {
      act.edit = [this,
                  edits = AnswerEdits(std::move(verdict.edits), faults_.keep(what, requester_of(request, client)))](
                     http::Response& answer, HttpAct& rest) { edits.apply(faults_, sent_, answer, rest); };
    }
    for (const auto& [edit, turn] : verdict.requests) change_request(*edit, turn, request);
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
  if (faults.empty()) return nullptr;
  const bool notes_senders = std::any_of(scenario.faults.begin(), scenario.faults.end(), sends_to_others);
  return std::make_unique<CallAgentFaults>(std::move(faults), notes_senders);
}

std::unique_ptr<ProxyScript> proxy_script(const Scenario& scenario, std::string_view target, const OpenWindows& open) {
  return std::make_unique<ProxyFaults>(RequestFaults(scenario, target, open));
}

}  // namespace dialtone
