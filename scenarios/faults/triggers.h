// Faults that the run itself brings about: they wait for an event, and strike some time after it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "values/time.h"
#include "world/events/record.h"

namespace dialtone {

class Triggers {
 public:
  // `host`: whom it strikes; the event's own where the target is a group, else empty.
  using Strike = std::function<void(const Fault& fault, Moment at, std::string_view host)>;

  // `plan` must outlive it. `devices`, `servers`: whether it looks after the faults of these.
  Triggers(const Plan& plan, bool devices, bool servers, Strike strike);

  bool empty() const { return waiting_.empty(); }
  // Counts, and calls strike() where it was the event that a fault waits for.
  void see(const RecordedEvent& event);

 private:
  struct Waiting {
    const Fault* fault = nullptr;
    // Of a group: each device counts for itself. Looked up only.
    bool is_of_devices = false;
    std::unordered_map<std::string, std::uint64_t> counts{};
  };

  const Plan& plan_;
  Strike strike_;
  std::vector<Waiting> waiting_;
};

}  // namespace dialtone
