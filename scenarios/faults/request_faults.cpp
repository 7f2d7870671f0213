#include "scenarios/faults/request_faults.h"

#include "world/chance.h"

namespace dialtone {

bool RequestVerdict::add(const ServerAction& action) {
  bool is_new = action.delay > Duration::zero() || action.edit || action.request;
  delay += action.delay;
  if (action.edit) edits.push_back(&*action.edit);
  if (action.request) requests.push_back(&*action.request);
  if (!drops && answer == nullptr && (action.drops || action.answer)) {
    is_new = true;
    drops = action.drops;
    if (action.answer) answer = &*action.answer;
  }
  if (action.stall && stall == nullptr) {
    is_new = true;
    stall = &*action.stall;
  }
  if (action.close_at_byte && !close_at_byte) {
    is_new = true;
    close_at_byte = action.close_at_byte;
  }
  if (action.closes && !closes) is_new = closes = true;
  if (action.cache_for > Duration::zero() && cache_for == Duration::zero()) {
    is_new = true;
    cache_for = action.cache_for;
  }
  return is_new;
}

RequestFaults::RequestFaults(const Scenario& scenario, std::string_view target, const OpenWindows& open)
    : seed_(scenario.seed), open_(&open) {
  for (const Fault& fault : scenario.faults) {
    const auto* action = std::get_if<ServerAction>(&fault.action);
    if (fault.target != target || action == nullptr) continue;
    const FaultMatch& match = fault.match;
    const int status = action->edit ? action->edit->of_status : 0;
    Window& window = (status == 0 ? requests_ : answers_).emplace_back();
    window.fault = &fault;
    window.status = status;
    window.looks_closer = !match.from.empty() || match.nth != 0 || match.first != 0 || match.share;
    for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
      if (scenario.fleet[number].name == match.from) window.group = number;
    }
  }
}

bool RequestFaults::fits(const Window& window, const SeenRequest& request) {
  const FaultMatch& match = window.fault->match;
  return (match.method.empty() || match.method == request.method) &&
         (match.path.empty() || match.path == request.path) &&
         (!match.authorized || *match.authorized == request.is_authorized);
}

RequestFaults::Decision RequestFaults::decide(Window& window, const Requester& requester,
                                              std::uint64_t transaction) const {
  if (!window.fault->match.from.empty() && requester.group != window.group) return Decision::kNo;
  auto& count = window.seen[requester.key];
  const bool is_again = transaction != 0 && transaction == count.last_transaction;
  if (!is_again) {
    count.last_transaction = transaction;
    count.last_decided = is_hit(window, requester.key, count.requests++);
  }
  if (!count.last_decided) return Decision::kNo;
  return is_again ? Decision::kBefore : Decision::kNow;
}

bool RequestFaults::is_hit(const Window& window, std::uint64_t device, std::uint64_t ordinal) const {
  const FaultMatch& match = window.fault->match;
  if (match.nth != 0 && ordinal + 1 != match.nth) return false;
  if (match.first != 0 && ordinal >= match.first) return false;
  if (!match.share) return true;
  return draw(seed_, window.fault->name, Purpose("fault.share"), device, ordinal).happens(*match.share);
}

}  // namespace dialtone
