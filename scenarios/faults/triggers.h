// Faults with a trigger: each waits for an event of the run and strikes at once or some time after the event.
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
  // `host`: the host that recorded the event, if the fault targets a group; otherwise empty.
  using Strike = std::function<void(const Fault& fault, Moment at, std::string_view host)>;

  // `plan` must outlive this object. `devices`, `servers`: whether to watch the faults whose targets are devices, or
  // servers.
  Triggers(const Plan& plan, bool devices, bool servers, Strike strike);

  bool empty() const { return waiting_.empty(); }
  // Counts the event, and calls the Strike for each fault whose trigger is now complete.
  void see(const RecordedEvent& event);

 private:
  struct Waiting {
    const Fault* fault = nullptr;
    // True if the target is a group: events are counted for each device separately. The map is never iterated.
    bool is_of_devices = false;
    std::unordered_map<std::string, std::uint64_t> counts{};
  };

  const Plan& plan_;
  Strike strike_;
  std::vector<Waiting> waiting_;
};

}  // namespace dialtone
