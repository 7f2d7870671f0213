#include "scenarios/language/fault_writer.h"

#include <algorithm>

#include "scenarios/language/bandwidth.h"
#include "scenarios/language/fault_words.h"
#include "scenarios/language/flow_map.h"

namespace dialtone {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string fields_text(const Fields& fields) {
  FlowMap map;
  for (const auto& [name, value] : fields) map.add(quote(name), quote(value));
  return map.text();
}

// A name that stands several times has a list of values.
std::string headers_text(const Fields& headers) {
  FlowMap map;
  for (auto each = headers.begin(); each != headers.end();) {
    const std::string& name = each->first;
    const auto next = std::find_if(each, headers.end(), [&](const auto& other) { return other.first != name; });
    std::string values = quote(each->second);
    for (auto other = each + 1; other != next; ++other) values += ", " + quote(other->second);
    map.add(quote(name), next - each == 1 ? values : "[" + values + "]");
    each = next;
  }
  return map.text();
}

std::string number_text(const std::optional<std::uint64_t>& number) { return std::to_string(number.value_or(0)); }

std::string answer_text(const ScriptedAnswer& answer) {
  FlowMap map;
  map.add("status", std::to_string(answer.status));
  if (!answer.headers.empty()) map.add("headers", headers_text(answer.headers));
  if (!answer.body.empty()) map.add("body", quote(answer.body));
  return map.text();
}

std::string edit_text(const AnswerEdit& edit) {
  FlowMap map;
  if (edit.swaps) map.add("swap", "true");
  if (!edit.replacements.empty()) map.add("replace", fields_text(edit.replacements));
  if (!edit.declared_encoding.empty()) map.add("declared_encoding", quote(edit.declared_encoding));
  if (edit.is_latin1) map.add("latin1", "true");
  if (edit.byte_order_mark) map.add("byte_order_mark", "true");
  if (edit.truncated_to) map.add("truncate_to", number_text(edit.truncated_to));
  if (edit.corrupted_at) map.add("corrupt_at", number_text(edit.corrupted_at));
  if (edit.gzip) map.add("compress", "gzip");
  if (!edit.headers.empty()) map.add("headers", headers_text(edit.headers));
  return map.text();
}

std::string request_text(const RequestEdit& edit) {
  FlowMap map;
  if (!edit.method.empty()) map.add("method", quote(edit.method));
  if (edit.strips_body) map.add("drop", "body");
  if (!edit.replacements.empty()) map.add("replace", fields_text(edit.replacements));
  if (!edit.headers.empty()) map.add("headers", headers_text(edit.headers));
  return map.text();
}

std::string signed_text(Duration duration) {
  return duration < Duration::zero() ? "-" + to_text(-duration) : to_text(duration);
}

struct ActionText {
  std::string operator()(const PowerAction& action) const {
    FlowMap map;
    if (action.how == PowerAction::How::kRestart) map.add("state", word_of(action.forgets, kStateWords));
    map.add("off_for", action.off_for);
    return FlowMap().add(key_of(action.how), map.text()).text();
  }
  std::string operator()(const PauseAction& action) const {
    return FlowMap().add("pause", FlowMap().add("length", action.length).text()).text();
  }
  std::string operator()(const ClockAction& action) const {
    FlowMap map;
    if (action.set) map.add("set", quote(to_rfc3339(*action.set)));
    if (!action.set) map.add("step", signed_text(action.step));
    return FlowMap().add("clock", map.text()).text();
  }
  std::string operator()(const ResetAction&) const { return FlowMap().add("reset", "tcp").text(); }
  std::string operator()(const ForgetAction&) const {
    return FlowMap().add("forget", is_call_agent(target) ? "bindings" : "mappings").text();
  }
  std::string operator()(const NotifyAction& action) const {
    if (action.to.empty()) return FlowMap().add("notify", quote(action.event)).text();
    return FlowMap().add("notify", FlowMap().add("event", quote(action.event)).add("to", action.to).text()).text();
  }
  std::string operator()(const ChangeAction& action) const {
    FlowMap map;
    map.add("of", action.of);
    for (const auto& [column, value] : action.columns) map.add(column, quote(value));
    return FlowMap().add("change", map.text()).text();
  }
  std::string operator()(const PacketAction& action) const {
    FlowMap map;
    if (action.drops) map.add("drop", word_of(action.protocol, kProtocolWords));
    if (action.delay != Duration::zero()) map.add("delay", action.delay);
    if (action.jitter != Duration::zero()) map.add("jitter", action.jitter);
    if (action.duplicates) map.add("duplicate", "packets");
    if (action.corrupts) map.add("corrupt", "payload");
    if (action.bits_per_second == 0) return map.text();
    return map.add("bandwidth", bandwidth_text(action.bits_per_second)).add("queue", action.queue_limit).text();
  }
  std::string operator()(const NameAction& action) const {
    FlowMap map;
    if (action.failure != NameAction::Failure::kNone) map.add("fail", word_of(action.failure, kNameFailureWords));
    if (action.delay != Duration::zero()) map.add("delay", action.delay);
    if (!action.to.empty()) map.add("to", quote(action.to));
    return FlowMap().add("resolve", map.text()).text();
  }
  std::string operator()(const FlashAction&) const { return FlowMap().add("flash", "fails").text(); }
  std::string operator()(const DriftAction& action) const {
    const std::string parts = std::to_string(action.parts_per_million);
    return FlowMap().add("clock", FlowMap().add("drift_ppm", parts).text()).text();
  }
  std::string operator()(const ServerAction& action) const {
    FlowMap map;
    if (action.delay != Duration::zero()) map.add("delay", action.delay);
    if (action.drops) map.add("drop", "requests");
    if (action.answer) map.add("answer", answer_text(*action.answer));
    if (action.edit) map.add("edit", edit_text(*action.edit));
    if (action.stall) {
      const std::string at = std::to_string(action.stall->at_byte);
      map.add("stall", FlowMap().add("at_byte", at).add("length", action.stall->length).text());
    }
    if (action.close_at_byte) map.add("close_at_byte", number_text(action.close_at_byte));
    if (action.closes) map.add("close", "connection");
    if (action.request) map.add("request", request_text(*action.request));
    if (action.cache_for != Duration::zero()) map.add("cache_for", action.cache_for);
    return map.text();
  }
  std::string operator()(const DatabaseAction& action) const {
    return FlowMap().add("database", word_of(action.says, kDatabaseWords)).text();
  }
  std::string operator()(const RegistrarChange& change) const {
    FlowMap map;
    map.add("nonce_lifetime", change.nonce_lifetime);
    if (change.omits_stale) map.add("stale", "omitted");
    if (!change.algorithms.empty()) map.add("digest_algorithms", quote(digest::to_text(change.algorithms)));
    map.add("min_expires", change.min_expires).add("max_expires", change.max_expires);
    map.add("granted_expires", change.granted_expires);
    if (change.max_contacts) map.add("max_contacts", std::to_string(*change.max_contacts));
    return FlowMap().add("registrar", map.text()).text();
  }

  static std::string_view key_of(PowerAction::How how) {
    switch (how) {
      case PowerAction::How::kCut: return "power_cut";
      case PowerAction::How::kOff: return "power_off";
      case PowerAction::How::kRestart: break;
    }
    return "restart";
  }

  std::string_view target;
};

std::string match_text(const Fault& fault) {
  const FaultMatch& match = fault.match;
  FlowMap map;
  if (!match.method.empty()) map.add("method", quote(match.method));
  if (!match.path.empty()) map.add("path", quote(match.path));
  if (match.authorized) map.add("authorized", word_of(*match.authorized, kTruthWords));
  if (!match.from.empty()) map.add("from", match.from);
  const auto* server = std::get_if<ServerAction>(&fault.action);
  const int status = server != nullptr && server->edit ? server->edit->of_status : 0;
  if (status != 0) map.add("status", std::to_string(status));
  if (match.nth != 0) map.add("nth", std::to_string(match.nth));
  if (match.first != 0) map.add("first", std::to_string(match.first));
  if (match.share) map.add("share", to_text(*match.share));
  if (match.protocol != PacketProtocol::kAll) map.add("protocol", word_of(match.protocol, kProtocolWords));
  if (match.direction != FaultMatch::Direction::kBoth) {
    map.add("direction", word_of(match.direction, kDirectionWords));
  }
  if (!match.peer.empty()) map.add("peer", match.peer);
  if (match.larger_than != 0) map.add("larger_than", std::to_string(match.larger_than));
  if (match.unsolicited) map.add("unsolicited", "true");
  if (!match.name.empty()) map.add("name", quote(match.name));
  return map.text();
}

std::string trigger_text(const Trigger& trigger) {
  FlowMap map;
  if (trigger.write_byte) {
    return map.add("write", std::to_string(trigger.nth)).add("byte", number_text(trigger.write_byte)).text();
  }
  map.add("event", trigger.event);
  if (trigger.nth != 1) map.add("nth", std::to_string(trigger.nth));
  if (trigger.after != Duration::zero()) map.add("after", trigger.after);
  return map.text();
}

}  // namespace

std::string write_fault(const Fault& fault) {
  FlowMap map;
  map.add("target", fault.target);
  if (fault.when) {
    map.add("when", trigger_text(*fault.when));
    if (has_window(fault.action)) map.add("for", fault.length);
  } else if (has_window(fault.action)) {
    map.add("from", fault.at).add("until", fault.until);
  } else {
    map.add("at", fault.at);
    if (fault.spread != Duration::zero()) map.add("spread", fault.spread);
  }
  if (fault.hits) map.add("hits", to_text(*fault.hits));
  if (const std::string match = match_text(fault); match != "{}") map.add("match", match);
  ActionText action;
  action.target = fault.target;
  return map.add("do", std::visit(action, fault.action)).text();
}

}  // namespace dialtone
