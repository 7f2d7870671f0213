// What a device that only registers makes of a request (RFC 3261 8.2): it tells that it lives (OPTIONS), and its call
// agent may have it fetch its settings again (NOTIFY with the event check-sync, as phones understand it).
#pragma once

#include <cstdint>
#include <string_view>

#include "device_sim/model/profile.h"
#include "values/endpoint.h"
#include "values/time.h"
#include "wire/sip/message.h"

namespace dialtone {

// What a request makes the device do besides answering.
enum class SipDemand : std::uint8_t {
  kNone,
  kResync,  // fetch the settings again
  kReboot,
};

struct SipRuling {
  // 0: no answer at all.
  int status = 0;
  SipDemand demand = SipDemand::kNone;
};

// How often a device obeys: NOTIFYs without end must not become requests to the provisioning server without end, nor
// one boot after another. It outlives a reboot.
class DemandLimit {
 public:
  // Counts a demand that comes at `now`, and returns when it is obeyed: three are obeyed at once, later ones at one an
  // interval. The interval is the longer base of the profile's usual retries.
  Moment admit(const DeviceProfile& profile, Moment now);

 private:
  // When the next demand would come if all that were admitted had come at one an interval.
  Moment next_free_{};
};

// For a request that could not be parsed whole.
SipRuling rule_on_malformed(const sip::Message& request);

// Only the call agent may make it do something: a NOTIFY of another gets 403.
SipRuling rule_on(const sip::Message& request, bool is_from_call_agent);

// The answer of that status, with the headers that belong to it. The same request gets the same bytes. The answer is at
// most half as long again as the request and 600 bytes more, so that a request with a forged source gains little.
sip::Message answer_to(const sip::Message& request, int status, std::string_view to_tag, const Endpoint& source);

}  // namespace dialtone
