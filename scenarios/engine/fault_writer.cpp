#include "scenarios/engine/fault_writer.h"

#include "scenarios/engine/flow_map.h"
#include "scenarios/engine/scenario_words.h"

namespace dialtone {
namespace {

std::string answer_text(const ScriptedAnswer& answer) {
  FlowMap map;
  map.add("status", std::to_string(answer.status));
  FlowMap headers;
  for (const auto& [name, value] : answer.headers) headers.add(name, quote(value));
  if (!answer.headers.empty()) map.add("headers", headers.text());
  if (!answer.body.empty()) map.add("body", quote(answer.body));
  return map.text();
}

struct ActionText {
  std::string operator()(const PowerCutAction& action) const {
    return FlowMap().add("power_cut", FlowMap().add("off_for", action.off_for).text()).text();
  }
  std::string operator()(const PowerOffAction& action) const {
    return FlowMap().add("power_off", FlowMap().add("off_for", action.off_for).text()).text();
  }
  std::string operator()(const ResetAction&) const { return FlowMap().add("reset", "tcp").text(); }
  std::string operator()(const NotifyAction& action) const {
    return FlowMap().add("notify", quote(action.event)).text();
  }
  std::string operator()(const DropPacketsAction& action) const {
    return FlowMap().add("drop", word_of(action.protocol, kDropWords)).text();
  }
  std::string operator()(const ServerAction& action) const {
    FlowMap map;
    if (action.delay != Duration::zero()) map.add("delay", action.delay);
    if (action.drops) map.add("drop", "requests");
    if (action.answer) map.add("answer", answer_text(*action.answer));
    return map.text();
  }
};

}  // namespace

std::string write_fault(const Fault& fault) {
  FlowMap map;
  map.add("target", fault.target);
  if (has_window(fault.action)) {
    map.add("from", fault.at).add("until", fault.until);
  } else {
    map.add("at", fault.at);
    if (!is_server(fault.target)) map.add("spread", fault.spread);
  }
  FlowMap match;
  if (!fault.match.method.empty()) match.add("method", quote(fault.match.method));
  if (!fault.match.path.empty()) match.add("path", quote(fault.match.path));
  if (match.text() != "{}") map.add("match", match.text());
  return map.add("do", std::visit(ActionText{}, fault.action)).text();
}

}  // namespace dialtone
