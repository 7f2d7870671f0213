#include "scenarios/faults/request_faults.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/match_draw.h"

namespace dialtone {

bool RequestVerdict::add(const ServerAction& action) {
  bool is_new = action.delay > Duration::zero() || action.edit || action.request;
  delay += action.delay;
  if (action.edit) edits.push_back(&*action.edit);
  if (action.request) requests.push_back(&*action.request);
  if (!drops && answer == nullptr && (action.drops || action.answer)) {
    is_new = true;
    decided_by = &action;
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

bool RequestVerdict::leaves_effect(const ServerAction& action) const {
  assert((decided_by != nullptr) == (drops || answer != nullptr));
  if (&action == decided_by || action.closes) return true;
  if (drops) return false;
  const bool is_of_answer = action.delay > Duration::zero() || action.edit || action.stall || action.close_at_byte;
  return is_of_answer || answer == nullptr;
}

RequestFaults::RequestFaults(const Scenario& scenario, std::string_view target, const OpenWindows& open)
    : seed_(scenario.seed), open_(&open) {
  for (const Fault& fault : scenario.faults) {
    if (fault.target != target) continue;
    carry_out<Executor::kRequests>(fault.action, [&](const ServerAction& action) { add(scenario, fault, action); });
  }
}

void RequestFaults::add(const Scenario& scenario, const Fault& fault, const ServerAction& action) {
  const FaultMatch& match = fault.match;
  RequestWindow& window = (match.status == 0 ? requests_ : answers_).emplace_back();
  window.fault = &fault;
  window.action = &action;
  window.status = match.status;
  window.looks_closer = !match.from.empty() || match.counts();
  for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
    if (scenario.fleet[number].name == match.from) window.group = number;
  }
}

bool RequestFaults::fits(const RequestWindow& window, const SeenRequest& request) {
  const FaultMatch& match = window.fault->match;
  return (match.method.empty() || match.method == request.method) &&
         (match.path.empty() || match.path == request.path) &&
         (!match.authorized || *match.authorized == request.is_authorized);
}

bool RequestFaults::is_hit(RequestWindow& window, const Requester& requester, const SeenRequest& request,
                           Transaction*& transaction) const {
  if (!window.fault->match.from.empty() && requester.group != window.group) return false;
  RequestWindow::RequestCount& count = window.seen[requester.key];
  if (request.transaction == 0) return is_drawn(*window.fault, seed_, requester.key, ++count.requests);
  // RFC 3261 17.1.2.2, timer F: after 64 T1 nobody retransmits.
  constexpr Duration kRemembered = std::chrono::seconds(32);
  std::erase_if(count.transactions, [&](const Transaction& each) { return each.seen + kRemembered < request.now; });
  auto found = std::find_if(count.transactions.begin(), count.transactions.end(),
                            [&](const Transaction& each) { return each.id == request.transaction; });
  if (found == count.transactions.end()) {
    // Bounds the memory for a device that sends without a pause.
    constexpr std::size_t kMost = 64;
    if (count.transactions.size() == kMost) count.transactions.erase(count.transactions.begin());
    const bool is_hit = is_drawn(*window.fault, seed_, requester.key, ++count.requests);
    assert(count.transactions.size() < kMost);
    count.transactions.push_back({.id = request.transaction, .is_hit = is_hit});
    found = count.transactions.end() - 1;
  }
  found->seen = request.now;
  transaction = &*found;
  return found->is_hit;
}

void RequestFaults::count_acts(const RequestVerdict& verdict) {
  for (const Acting& acting : acting_) {
    if (!verdict.leaves_effect(*acting.window->action)) continue;
    if (acting.transaction != nullptr && std::exchange(acting.transaction->is_counted, true)) continue;
    open_->note_act(*acting.window->fault);
  }
}

}  // namespace dialtone
