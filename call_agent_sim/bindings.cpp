#include "call_agent_sim/bindings.h"

#include <algorithm>
#include <cassert>

namespace dialtone {

const std::vector<Binding>& Bindings::of(std::string_view address_of_record) const {
  static const std::vector<Binding> kNone;
  const auto found = records_.find(address_of_record);
  return found == records_.end() ? kNone : found->second;
}

void Bindings::add(std::string_view address_of_record, Binding binding) {
  auto record = records_.find(address_of_record);
  if (record == records_.end()) record = records_.try_emplace(std::string(address_of_record)).first;
  note("binding.added", address_of_record, binding);
  record->second.push_back(std::move(binding));
  schedule(*record, record->second.back());
}

void Bindings::replace(std::string_view address_of_record, std::size_t index, Binding binding) {
  const auto record = records_.find(address_of_record);
  assert(record != records_.end() && index < record->second.size());
  unschedule(record->second[index]);
  note("binding.refreshed", address_of_record, binding);
  record->second[index] = std::move(binding);
  schedule(*record, record->second[index]);
}

void Bindings::remove(std::string_view address_of_record, std::size_t index) {
  const auto record = records_.find(address_of_record);
  assert(record != records_.end() && index < record->second.size());
  const auto binding = record->second.begin() + static_cast<std::ptrdiff_t>(index);
  unschedule(*binding);
  note("binding.removed", address_of_record, *binding);
  record->second.erase(binding);
  if (record->second.empty()) records_.erase(record);
}

Task<void> Bindings::expire_all() {
  for (;;) {
    const Moment next = expiries_.empty() ? kNever : expiries_.begin()->first.first;
    co_await Wait(earlier_, next, "the next binding to expire");
    expire_due();
  }
}

void Bindings::schedule(Records::value_type& record, Binding& binding) {
  binding.sequence = next_sequence_++;
  const auto entry = expiries_.emplace(Expiry{binding.expires, binding.sequence}, &record).first;
  if (entry == expiries_.begin()) earlier_.notify();
}

void Bindings::expire_due() {
  while (!expiries_.empty() && expiries_.begin()->first.first <= host_.now()) {
    const auto [expiry, record] = *expiries_.begin();
    expiries_.erase(expiries_.begin());
    const std::uint64_t sequence = expiry.second;
    const auto binding = std::find_if(record->second.begin(), record->second.end(),
                                      [&](const Binding& other) { return other.sequence == sequence; });
    assert(binding != record->second.end());
    note("binding.expired", record->first, *binding);
    record->second.erase(binding);
    if (record->second.empty()) records_.erase(records_.find(record->first));
  }
}

void Bindings::note(std::string_view event, std::string_view address_of_record, const Binding& binding) {
  const std::string peer = to_text(binding.peer);
  host_.record(event, {{"aor", address_of_record},
                       {"contact", std::string_view(binding.contact)},
                       {"peer", std::string_view(peer)},
                       {"expires", binding.expires - host_.now()}});
}

}  // namespace dialtone
