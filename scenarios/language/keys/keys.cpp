#include "scenarios/language/keys/keys.h"

#include <cstdlib>

#include "scenarios/language/faults/fault_words.h"

namespace dialtone {

void Keys::truth(const Key& key, const Slot<bool>& slot) { word(key, slot, kTruthWords); }

std::string_view called(NameOf what) {
  switch (what) {
    case NameOf::kFamily: return "family of devices";
    case NameOf::kProfile: return "profile";
    case NameOf::kGroup:
    case NameOf::kGroupOrAll:
    case NameOf::kEachOf:
    case NameOf::kWhose: return "group";
    case NameOf::kNat: return "NAT";
    case NameOf::kProxy: return "proxy";
    case NameOf::kFault: return "fault";
    case NameOf::kServer: return "server";
    case NameOf::kTarget: return "group, server, proxy or NAT";
    case NameOf::kEvent: return "event";
  }
  std::abort();
}

}  // namespace dialtone
