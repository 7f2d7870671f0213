// Tells devices of an event out of the blue, as an operator does to have them provision again: NOTIFY without a
// subscription (`Event: check-sync`), over each binding's flow. It records notify.sent, then notify.answered or
// notify.failed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "call_agent_sim/registrar/bindings.h"
#include "protocol/sip/flow_client.h"
#include "protocol/strand_group.h"
#include "world/host.h"

namespace dialtone {

class Notifier {
 public:
  // `bindings` and `client` outlive it.
  Notifier(Host& host, const Bindings& bindings, sip::FlowClient& client)
      : host_(host), bindings_(bindings), client_(client), strands_(host) {}

  // Those who are bound now, in the order in which they expire; an empty address of record means all. `event` is the
  // header's value. Not more at a time than sip::FlowClient has room for.
  void notify(std::string address_of_record, std::string event);

 private:
  Task<void> notify_each(std::vector<BoundContact> contacts, std::string event);
  Task<void> notify_one(BoundContact contact, sip::Flow flow, std::string event);

  Host& host_;
  const Bindings& bindings_;
  sip::FlowClient& client_;
  StrandGroup strands_;
};

}  // namespace dialtone
