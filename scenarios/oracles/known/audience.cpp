#include "scenarios/oracles/known/audience.h"

#include "scenarios/language/names/event_forms.h"
#include "scenarios/language/names/scenario_names.h"
#include "scenarios/language/parties/server_kind.h"

namespace dialtone {

Audience::Audience(std::string_view whose, const FleetState& fleet)
    : group_(fleet.group_number(whose)), end_of_devices_(fleet.last_of(fleet.group_count() - 1)) {
  if (whose.empty()) return;
  if (const std::optional<ServerKind> server = server_targeted(whose)) {
    kind_ = Kind::kHost;
    host_ = host_name_of(*server);
  } else {
    kind_ = whose == kAllDevices ? Kind::kDevices : Kind::kGroup;
  }
}

Audience Audience::counting_once(std::string_view whose, const FleetState& fleet) {
  Audience audience(whose, fleet);
  if (audience.kind_ == Kind::kEverybody) audience.kind_ = Kind::kOnce;
  return audience;
}

bool Audience::has(const SeenEvent& seen) const {
  switch (kind_) {
    case Kind::kEverybody: return true;
    case Kind::kOnce: return seen.device != kNobody || !is_told_twice(seen.event.name);
    case Kind::kDevices: return seen.device < end_of_devices_;
    case Kind::kGroup: return seen.device != kNobody && seen.group == group_;
    case Kind::kHost: return seen.event.host == host_;
  }
  return false;
}

}  // namespace dialtone
