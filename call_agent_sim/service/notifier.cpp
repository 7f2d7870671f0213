#include "call_agent_sim/service/notifier.h"

#include "call_agent_sim/registrar/address_of_record.h"
#include "call_agent_sim/registrar/call_agent_events.h"

namespace dialtone {

void Notifier::notify(std::string address_of_record, std::string event) {
  std::vector<BoundContact> contacts = bindings_.all();
  if (!address_of_record.empty()) {
    std::erase_if(contacts, [&](const BoundContact& each) { return each.address_of_record != address_of_record; });
  }
  strands_.spawn("notify", notify_each(std::move(contacts), std::move(event)));
}

Task<void> Notifier::notify_each(std::vector<BoundContact> contacts, std::string event) {
  for (BoundContact& contact : contacts) {
    co_await client_.room();
    const Binding* binding = bindings_.find(contact.address_of_record, contact.contact);
    if (binding == nullptr) continue;
    const sip::Flow flow = binding->flow;
    strands_.spawn("notify one", notify_one(std::move(contact), flow, event));
    // Lets this request begin before the next one checks for room.
    co_await Wait(host_.now(), "the next to notify");
  }
}

Task<void> Notifier::notify_one(BoundContact contact, sip::Flow flow, std::string event) {
  const std::string peer = to_text(flow.peer);
  const std::string_view aor = contact.address_of_record;
  host_.record(call_agent_events::NotifySent{.aor = aor, .contact = contact.contact, .peer = peer});
  const sip::FlowOutcome outcome =
      co_await client_.ask({sip::Method::kNotify,
                            uri_of(contact.address_of_record),
                            contact.contact,
                            flow,
                            {{sip::HeaderName::kEvent, event}, {sip::HeaderName::kSubscriptionState, "terminated"}}});
  if (outcome.status != 0) {
    host_.record(call_agent_events::NotifyAnswered{.aor = aor, .peer = peer, .status = outcome.status});
  } else {
    host_.record(call_agent_events::NotifyFailed{.aor = aor, .peer = peer, .reason = outcome.failure});
  }
}

}  // namespace dialtone
