// Asks each binding once in a period, with an OPTIONS over its flow, whether its device is still there. It records
// binding.unreachable when one does not answer, once, and binding.reachable when it answers again.
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
  // `bindings` and `client` outlive it. It must be told of every binding.
  Prober(Host& host, const Bindings& bindings, sip::FlowClient& client, Duration period)
      : host_(host), bindings_(bindings), client_(client), period_(period), probes_(host) {}

  void on_bound(std::string_view address_of_record, const Binding& binding) override;
  void on_unbound(std::string_view address_of_record, const Binding& binding) override;

  // For ever. The place of a binding in the period is a hash of its names, so that those who registered at one moment
  // are not asked at one.
  Task<void> probe_all();

 private:
  struct Target {
    std::string address_of_record;
    std::string contact;
    bool asked = false;
    bool unreachable = false;
  };
  // A place in the period, and an order within it.
  using Place = std::pair<Duration, std::uint64_t>;
  using Targets = std::map<Place, Target>;

  Duration phase_of(std::string_view address_of_record, std::string_view contact) const;
  Targets::iterator find(std::string_view address_of_record, std::string_view contact);
  // When the next place after `dealt_with_` comes that has a target.
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
  // The places of all moments until this one have had their turn.
  Moment dealt_with_;
  Signal changed_;
  StrandGroup probes_;
};

}  // namespace dialtone
