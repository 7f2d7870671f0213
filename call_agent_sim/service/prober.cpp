#include "call_agent_sim/service/prober.h"

#include <algorithm>
#include <cassert>
#include <vector>

#include "call_agent_sim/registrar/address_of_record.h"
#include "call_agent_sim/registrar/call_agent_events.h"
#include "values/hash.h"

namespace dialtone {

void Prober::on_bound(std::string_view address_of_record, const Binding& binding) {
  if (find(address_of_record, binding.contact) != targets_.end()) return;
  const Place place{phase_of(address_of_record, binding.contact), next_order_++};
  targets_.emplace(place, Target{std::string(address_of_record), binding.contact});
  changed_.notify();
}

void Prober::on_unbound(std::string_view address_of_record, const Binding& binding) {
  const auto target = find(address_of_record, binding.contact);
  if (target != targets_.end()) targets_.erase(target);
}

Task<void> Prober::probe_all() {
  assert(period_ > Duration::zero());
  dealt_with_ = host_.now();
  for (;;) {
    const Moment next = next_moment();
    if (next > host_.now()) {
      co_await Wait(changed_, next, "the next binding to probe");
      continue;
    }
    assert(next > dealt_with_ && "each moment has its turn once");
    dealt_with_ = std::max(next, host_.now() - period_);
    co_await probe_those_at((next - Moment{}) % period_);
  }
}

Duration Prober::phase_of(std::string_view address_of_record, std::string_view contact) const {
  const std::uint64_t hash = combine(hash_text(address_of_record), hash_text(contact));
  return Duration(static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(period_.count())));
}

Prober::Targets::iterator Prober::find(std::string_view address_of_record, std::string_view contact) {
  const Duration phase = phase_of(address_of_record, contact);
  for (auto each = targets_.lower_bound({phase, 0}); each != targets_.end() && each->first.first == phase; ++each) {
    if (each->second.address_of_record == address_of_record && each->second.contact == contact) return each;
  }
  return targets_.end();
}

Moment Prober::next_moment() const {
  if (targets_.empty()) return kNever;
  const Duration phase = (dealt_with_ - Moment{}) % period_;
  const Moment turn = dealt_with_ - phase;
  const auto next = targets_.lower_bound({phase + Duration(1), 0});
  return next != targets_.end() ? turn + next->first.first : turn + period_ + targets_.begin()->first.first;
}

Task<void> Prober::probe_those_at(Duration phase) {
  std::vector<std::pair<std::string, std::string>> due;
  for (auto each = targets_.lower_bound({phase, 0}); each != targets_.end() && each->first.first == phase; ++each) {
    if (!each->second.asked) due.emplace_back(each->second.address_of_record, each->second.contact);
  }
  for (auto& [address_of_record, contact] : due) {
    co_await client_.room();
    const auto target = find(address_of_record, contact);
    const Binding* binding = bindings_.find(address_of_record, contact);
    if (target == targets_.end() || binding == nullptr) continue;
    assert(!target->second.asked && "one probe of a binding at a time");
    target->second.asked = true;
    const sip::Flow flow = binding->flow;
    probes_.spawn("probe", probe(std::move(address_of_record), std::move(contact), flow));
  }
}

// If the binding has got another flow since, this result is ignored: the next probe uses the new flow.
Task<void> Prober::probe(std::string address_of_record, std::string contact, sip::Flow flow) {
  const sip::FlowOutcome outcome =
      co_await client_.ask({sip::Method::kOptions, uri_of(address_of_record), contact, flow});
  const auto found = find(address_of_record, contact);
  if (found == targets_.end()) co_return;
  Target& target = found->second;
  target.asked = false;
  const Binding* binding = bindings_.find(address_of_record, contact);
  const bool unreachable = outcome.status == 0;
  if (binding == nullptr || binding->flow != flow || target.unreachable == unreachable) co_return;
  target.unreachable = unreachable;
  if (unreachable) {
    note<call_agent_events::BindingUnreachable>(target, *binding);
  } else {
    note<call_agent_events::BindingReachable>(target, *binding);
  }
}

template <typename BindingEvent>
void Prober::note(const Target& target, const Binding& binding) {
  host_.record(BindingEvent{.aor = target.address_of_record,
                            .contact = target.contact,
                            .peer = to_text(binding.flow.peer),
                            .expires = binding.expires - host_.now()});
}

}  // namespace dialtone
