// Faults with a trigger: each waits for an event of the run and strikes some time after it.
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
  // `host`: the host that recorded the event if the target is a group; otherwise empty.
  using Strike = std::function<void(const Fault& fault, Moment at, std::string_view host)>;

  // `plan` must outlive it. `devices`, `servers`: whether it watches faults that target devices, or servers.
  Triggers(const Plan& plan, bool devices, bool servers, Strike strike);

  bool empty() const { return waiting_.empty(); }
  // Counts the event, and calls the Strike for each fault that has waited for it.
  void see(const RecordedEvent& event);

 private:
  struct Waiting {
    const Fault* fault = nullptr;
    // True if the target is a group: each device counts separately. The map is never iterated.
    bool is_of_devices = false;
    std::unordered_map<std::string, std::uint64_t> counts{};
  };

  const Plan& plan_;
  Strike strike_;
  std::vector<Waiting> waiting_;
};

}  // namespace dialtone
