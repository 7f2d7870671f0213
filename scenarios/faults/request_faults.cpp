#include "scenarios/faults/request_faults.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/match_draw.h"

namespace dialtone {

namespace {

// RFC 3261 17.1.2.2, timer F: after 64 T1 no client retransmits.
constexpr Duration kRemembered = std::chrono::seconds(32);

bool takes_turns(const std::vector<HeaderText>& headers) {
  return std::any_of(headers.begin(), headers.end(), [](const HeaderText& each) { return !each.cycle.empty(); });
}

// True if a part of the action varies from one answer to the next.
bool takes_turns(const ServerAction& action) {
  const auto* answer = action.answer ? &*action.answer : nullptr;
  if (answer != nullptr && (!answer->statuses.empty() || !answer->bodies.empty())) return true;
  return (answer != nullptr && takes_turns(answer->headers)) || (action.edit && takes_turns(action.edit->headers)) ||
         (action.request && takes_turns(action.request->headers));
}

// True if an answer that goes that way can be sent so, in part at least.
bool can_be_sent(const AnswerSending& sending, const AnswerWay& way) {
  if (sending.copies > 1 || sending.after_next) return true;
  if (way.transport == Transport::kTcp) return false;
  return sending.from_another_port || (sending.to_another_device && way.can_reach_another);
}

bool closes_over(const AnswerWay& way, const ServerAction& action) {
  return action.closes && way.transport != Transport::kUdp;
}

}  // namespace

bool RequestVerdict::add(const ServerAction& action, std::uint64_t turn) {
  bool is_new = action.delay > Duration::zero() || action.edit || action.request;
  delay += action.delay;
  if (action.edit) edits.push_back({&*action.edit, turn});
  if (action.request) requests.push_back({&*action.request, turn});
  if (!drops && answer == nullptr && (action.drops || action.answer)) {
    is_new = true;
    decided_by = &action;
    drops = action.drops;
    if (action.answer) answer = &*action.answer;
    answer_turn = turn;
  }
  if (action.sending && sending == nullptr && can_be_sent(*action.sending, way)) {
    is_new = true;
    sending = &*action.sending;
  }
  if (action.stall && stall == nullptr) {
    is_new = true;
    stall = &*action.stall;
  }
  if (action.close_at_byte && !close_at_byte) {
    is_new = true;
    close_at_byte = action.close_at_byte;
  }
  if (closes_over(way, action) && !closes) is_new = closes = true;
  if (action.cache_for > Duration::zero() && cache_for == Duration::zero()) {
    is_new = true;
    cache_for = action.cache_for;
  }
  return is_new;
}

void RequestVerdict::add_to(HttpAct& act) const {
  if (!act.close_at_byte) act.close_at_byte = close_at_byte;
  if (stall == nullptr || act.stall > Duration::zero()) return;
  act.stall_at_byte = stall->at_byte;
  act.stall = stall->length;
}

bool RequestVerdict::leaves_effect(const ServerAction& action) const {
  assert((decided_by != nullptr) == (drops || answer != nullptr));
  if (&action == decided_by || closes_over(way, action)) return true;
  if (drops) return false;
  const bool is_of_answer =
      action.delay > Duration::zero() || action.edit || action.stall || action.close_at_byte || action.sending;
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
  RequestWindow& window = (match.status.is_any() ? requests_ : answers_).emplace_back();
  window.fault = &fault;
  window.action = &action;
  window.looks_closer = !match.from.empty() || match.counts() || match.refused || takes_turns(action);
  counts_refusals_ = counts_refusals_ || match.refused;
  for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
    if (scenario.fleet[number].name == match.from) window.group = number;
  }
}

KeptRequest RequestFaults::keep(const SeenRequest& request, const Requester& requester) const {
  KeptRequest kept{request.now, request.is_authorized, request.transaction, requester, request.way};
  for (std::size_t place = 0; place < answers_.size(); ++place) {
    if (fits(answers_[place].fault->match, request)) kept.fitting.push_back(place);
  }
  return kept;
}

RequestVerdict RequestFaults::see_answer(const KeptRequest& request, int status, bool is_again) {
  RequestVerdict verdict{.way = request.way, .sending = request.sending};
  acting_.clear();
  for (const std::size_t place : request.fitting) {
    RequestWindow& window = answers_[place];
    const Fault& fault = *window.fault;
    if (!fault.match.status.has(status) || !open_->is_open(fault, request.now)) continue;
    if (is_again && !window.action->sending) continue;
    Acting acting{&window};
    const bool looks = window.looks_closer || request.transaction != 0;
    if (looks && !is_hit(window, request.requester, request.now, request.transaction, acting)) continue;
    if (verdict.add(*window.action, acting.turn)) acting_.push_back(acting);
  }
  count_acts(verdict);
  // A challenge to a client that has not yet sent credentials is not a refusal.
  const bool is_challenge = (status == 401 || status == 407) && !request.is_authorized;
  if (counts_refusals_ && status >= 400 && !is_challenge && !is_again) ++refusals_[request.requester.key];
  return verdict;
}

void RequestFaults::erase_old(std::vector<Transaction>& transactions, Moment now) {
  std::erase_if(transactions, [&](const Transaction& each) { return each.seen + kRemembered < now; });
}

void RequestFaults::forget_old(RequestWindow& window, Moment now) {
  while (!window.remembered.empty() && window.remembered.front().first + kRemembered < now) {
    const std::uint64_t device = window.remembered.front().second;
    window.remembered.pop_front();
    const auto found = window.seen.find(device);
    assert(found != window.seen.end() && found->second.is_remembered);
    RequestWindow::RequestCount& count = found->second;
    erase_old(count.transactions, now);
    if (!count.transactions.empty()) {
      window.remembered.emplace_back(now, device);
    } else if (!window.looks_closer) {
      window.seen.erase(found);
    } else {
      count.transactions = {};
      count.is_remembered = false;
    }
  }
}

std::size_t RequestFaults::remembered() const {
  std::size_t devices = 0;
  for (const std::vector<RequestWindow>* windows : {&requests_, &answers_}) {
    for (const RequestWindow& window : *windows) devices += window.seen.size();
  }
  return devices;
}

bool RequestFaults::is_hit(RequestWindow& window, const Requester& requester, Moment now, std::uint64_t transaction,
                           Acting& acting) const {
  if (!window.fault->match.from.empty() && requester.group != window.group) return false;
  if (transaction != 0) forget_old(window, now);
  RequestWindow::RequestCount& count = window.seen[requester.key];
  if (transaction == 0) {
    acting.turn = count.hits;
    if (!is_hit_now(window, requester, count)) return false;
    ++count.hits;
    return true;
  }
  erase_old(count.transactions, now);
  auto found = std::find_if(count.transactions.begin(), count.transactions.end(),
                            [&](const Transaction& each) { return each.id == transaction; });
  if (found == count.transactions.end()) {
    // Limits the memory for a device that sends without a pause.
    constexpr std::size_t kMost = 64;
    if (count.transactions.size() == kMost) count.transactions.erase(count.transactions.begin());
    if (!std::exchange(count.is_remembered, true)) window.remembered.emplace_back(now, requester.key);
    const bool is_hit = is_hit_now(window, requester, count);
    assert(count.transactions.size() < kMost);
    count.transactions.push_back({.id = transaction, .is_hit = is_hit, .turn = count.hits});
    if (is_hit) ++count.hits;
    found = count.transactions.end() - 1;
  }
  found->seen = now;
  acting.transaction = &*found;
  acting.turn = found->turn;
  return found->is_hit;
}

bool RequestFaults::is_hit_now(const RequestWindow& window, const Requester& requester,
                               RequestWindow::RequestCount& count) const {
  const Fault& fault = *window.fault;
  if (fault.match.refused) {
    const auto refusals = refusals_.find(requester.key);
    if (!fault.match.refused->holds_for(refusals == refusals_.end() ? 0 : refusals->second)) return false;
  }
  return is_drawn(fault, seed_, requester.key, ++count.requests);
}

void RequestFaults::count_acts(const RequestVerdict& verdict) {
  for (const Acting& acting : acting_) {
    if (!verdict.leaves_effect(*acting.window->action)) continue;
    if (acting.transaction != nullptr && std::exchange(acting.transaction->is_counted, true)) continue;
    open_->note_act(*acting.window->fault);
  }
}

}  // namespace dialtone
