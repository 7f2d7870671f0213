// Asks each binding's device once per period, with OPTIONS over the binding's flow, whether it is reachable. Records
// binding.unreachable when the device does not answer for the first time, and binding.reachable when it answers again.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "call_agent_sim/registrar/bindings.h"
#include "protocol/sip/flow_client.h"
#include "protocol/strand_group.h"
#include "world/host.h"

namespace dialtone {

class Prober : public BindingsObserver {
 public:
  // `bindings` and `client` must outlive the prober, which must observe all bindings from the first on.
  Prober(Host& host, const Bindings& bindings, sip::FlowClient& client, Duration period)
      : host_(host), bindings_(bindings), client_(client), period_(period), probes_(host) {}

  void on_bound(std::string_view address_of_record, const Binding& binding) override;
  void on_unbound(std::string_view address_of_record, const Binding& binding) override;

  // Probes for ever. A hash of the address of record and the contact determines when in the period a binding is probed,
  // so that devices which registered at the same moment are probed at different moments.
  Task<void> probe_all();

 private:
  struct Target {
    std::string address_of_record;
    std::string contact;
    bool asked = false;
    bool unreachable = false;
  };
  // A binding's time within the period, and an order among bindings with the same time.
  using Place = std::pair<Duration, std::uint64_t>;
  using Targets = std::map<Place, Target>;

  Duration phase_of(std::string_view address_of_record, std::string_view contact) const;
  Targets::iterator find(std::string_view address_of_record, std::string_view contact);
  // Returns the next moment after `dealt_with_` at which a binding is to be probed.
  Moment next_moment() const;
  Task<void> probe_those_at(Duration phase);
  Task<void> probe(std::string address_of_record, std::string contact, sip::Flow flow);
  template <typename BindingEvent>
  void note(const Target& target, const Binding& binding);

  Host& host_;
  const Bindings& bindings_;
  sip::FlowClient& client_;
  Duration period_;
  Targets targets_;
  std::uint64_t next_order_ = 0;
  // All moments up to this one have been handled.
  Moment dealt_with_;
  Signal changed_;
  StrandGroup probes_;
};

}  // namespace dialtone
