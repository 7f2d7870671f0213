#include "call_agent_sim/registrar/bindings.h"

#include <algorithm>
#include <cassert>

#include "call_agent_sim/registrar/call_agent_events.h"

namespace dialtone {

const std::vector<Binding>& Bindings::of(std::string_view address_of_record) const {
  static const std::vector<Binding> none;
  const auto found = records_.find(address_of_record);
  return found == records_.end() ? none : found->second;
}

const Binding* Bindings::find(std::string_view address_of_record, std::string_view contact) const {
  for (const Binding& binding : of(address_of_record)) {
    if (binding.contact == contact) return &binding;
  }
  return nullptr;
}

std::vector<BoundContact> Bindings::all() const {
  std::vector<BoundContact> contacts;
  contacts.reserve(expiries_.size());
  for (const auto& [expiry, record] : expiries_) {
    for (const Binding& binding : record->second) {
      if (binding.sequence == expiry.second) contacts.push_back({record->first, binding.contact});
    }
  }
  return contacts;
}

void Bindings::add(std::string_view address_of_record, Binding binding) {
  assert(binding.expires > host_.now());
  note<call_agent_events::BindingAdded>(address_of_record, binding);
  tell_bound(address_of_record, insert(address_of_record, std::move(binding)));
}

void Bindings::replace(std::string_view address_of_record, std::size_t index, Binding binding) {
  const auto record = records_.find(address_of_record);
  assert(record != records_.end() && index < record->second.size());
  assert(binding.expires > host_.now());
  Binding& old = record->second[index];
  unschedule(old);
  note<call_agent_events::BindingRefreshed>(address_of_record, binding);
  if (old.contact != binding.contact) tell_unbound(address_of_record, old);
  old = std::move(binding);
  schedule(*record, old);
  tell_bound(address_of_record, old);
}

void Bindings::remove(std::string_view address_of_record, std::size_t index) {
  const auto record = records_.find(address_of_record);
  assert(record != records_.end() && index < record->second.size());
  const auto binding = record->second.begin() + static_cast<std::ptrdiff_t>(index);
  unschedule(*binding);
  note<call_agent_events::BindingRemoved>(address_of_record, *binding);
  tell_unbound(address_of_record, *binding);
  record->second.erase(binding);
  if (record->second.empty()) records_.erase(record);
  check();
}

void Bindings::restore(std::string_view address_of_record, Binding binding) {
  note<call_agent_events::BindingRestored>(address_of_record, binding);
  tell_bound(address_of_record, insert(address_of_record, std::move(binding)));
}

void Bindings::forget() {
  while (!expiries_.empty()) take_first<call_agent_events::BindingRemoved>();
  assert(records_.empty());
}

Task<void> Bindings::expire_all() {
  if (quirks_.has(RegistrarQuirk::kNeverExpiresBindings)) co_return;
  for (;;) {
    const Moment next = expiries_.empty() ? kNever : expiries_.begin()->first.first;
    co_await Wait(earlier_, next, "the next binding to expire");
    expire_due();
  }
}

Binding& Bindings::insert(std::string_view address_of_record, Binding binding) {
  assert(find(address_of_record, binding.contact) == nullptr && "a contact is bound once");
  auto record = records_.find(address_of_record);
  if (record == records_.end()) record = records_.try_emplace(std::string(address_of_record)).first;
  record->second.push_back(std::move(binding));
  schedule(*record, record->second.back());
  return record->second.back();
}

void Bindings::schedule(Records::value_type& record, Binding& binding) {
  binding.sequence = next_sequence_++;
  const auto [entry, is_new] = expiries_.emplace(Expiry{binding.expires, binding.sequence}, &record);
  assert(is_new);
  check();
  if (entry == expiries_.begin()) earlier_.notify();
}

void Bindings::unschedule(const Binding& binding) {
  const std::size_t erased = expiries_.erase({binding.expires, binding.sequence});
  assert(erased == 1 && "each binding expires once");
}

void Bindings::check() const {
  assert(records_.size() <= expiries_.size());
  assert(records_.empty() == expiries_.empty());
}

void Bindings::expire_due() {
  while (!expiries_.empty() && expiries_.begin()->first.first <= host_.now())
    take_first<call_agent_events::BindingExpired>();
}

template <typename BindingEvent>
void Bindings::take_first() {
  const auto [expiry, record] = *expiries_.begin();
  expiries_.erase(expiries_.begin());
  const std::uint64_t sequence = expiry.second;
  const auto binding = std::find_if(record->second.begin(), record->second.end(),
                                    [&](const Binding& other) { return other.sequence == sequence; });
  assert(binding != record->second.end());
  note<BindingEvent>(record->first, *binding);
  tell_unbound(record->first, *binding);
  record->second.erase(binding);
  if (record->second.empty()) records_.erase(records_.find(record->first));
  check();
}

void Bindings::tell_bound(std::string_view address_of_record, const Binding& binding) {
  for (BindingsObserver* observer : observers_) observer->on_bound(address_of_record, binding);
}

void Bindings::tell_unbound(std::string_view address_of_record, const Binding& binding) {
  for (BindingsObserver* observer : observers_) observer->on_unbound(address_of_record, binding);
}

template <typename BindingEvent>
void Bindings::note(std::string_view address_of_record, const Binding& binding) {
  host_.record(BindingEvent{.aor = address_of_record,
                            .contact = binding.contact,
                            .peer = to_text(binding.flow.peer),
                            .expires = binding.expires - host_.now()});
}

}  // namespace dialtone
