// Sends devices a NOTIFY without a subscription over the flow of each binding, as an operator does to make them
// provision again (`Event: check-sync`). Records notify.sent, then notify.answered or notify.failed.
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
  // `bindings` and `client` must outlive the notifier.
  Notifier(Host& host, const Bindings& bindings, sip::FlowClient& client)
      : host_(host), bindings_(bindings), client_(client), strands_(host) {}

  // Notifies all bindings that the address of record has at the time of the call, or those of all addresses if it is
  // empty, in the order in which they expire. At most as many requests are in flight as sip::FlowClient permits.
  // `event` is the value of the Event header.
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
