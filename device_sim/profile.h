// A model's habits: what all devices of one kind have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "device_sim/back_off.h"
#include "values/time.h"

namespace dialtone {

// How the request document travels to the provisioning server.
enum class DocumentCarrier : std::uint8_t {
  kBody,   // in the body of a GET
  kQuery,  // percent-encoded in the URL of a GET
  kPost,   // in the body of a POST
};

// Shared by the devices of a kind, and owned by whoever makes them; it must not change while they live.
struct DeviceProfile {
  std::string product = "ATA-2";
  std::string firmware_version = "1.4.2";
  std::string user_agent = "dialtone-ATA-2/1.4.2";

  // From power-on until its software does anything; the spread is an even draw on top, for each boot.
  Duration boot_time = std::chrono::seconds(2);
  Duration boot_spread = std::chrono::seconds(1);

  // --- provisioning ---
  DocumentCarrier document = DocumentCarrier::kBody;
  // For each question about a name.
  Duration name_deadline = std::chrono::seconds(10);
  // For each address that is tried.
  Duration connect_deadline = std::chrono::seconds(10);
  // From the connection to the last byte of the answer.
  Duration answer_deadline = std::chrono::seconds(30);
  // Redirects that are followed, all to http.
  int most_redirects = 3;
  BackOffRule provisioning_retry{.base = std::chrono::seconds(5), .cap = std::chrono::minutes(5)};
  // After a 401 or 403: asking again soon changes nothing.
  BackOffRule refusal_retry{.base = std::chrono::minutes(5), .cap = std::chrono::hours(1)};
  // A device that has stored settings uses them after so many attempts in vain; at least 1.
  std::uint32_t attempts_before_stored_settings = 2;

  // --- registration ---
  // Where it is taken, and where it is 0, any free one.
  std::uint16_t sip_port = 5060;
  // RFC 3261 17.1.2: Timer E begins with T1 and doubles up to T2, Timer F is 64 T1.
  Duration t1 = std::chrono::milliseconds(500);
  Duration t2 = std::chrono::seconds(4);
  // What is asked for where the settings do not say.
  std::uint32_t expires_seconds = 3600;
  // The part of the granted time after which it asks again, drawn evenly between the two.
  std::uint32_t refresh_from_percent = 80;
  std::uint32_t refresh_to_percent = 90;
  // RFC 5626 4.5.
  BackOffRule registration_retry{.base = std::chrono::seconds(30), .cap = std::chrono::minutes(30)};
  // After so many rounds in vain it asks the provisioning server whether its settings are still right; at least 1.
  std::uint32_t rounds_before_provisioning = 4;

  // --- both ---
  // The longest Retry-After that is believed.
  Duration longest_retry_after = std::chrono::hours(1);
  // How long taking leave of the registrar may keep the power on.
  Duration leave_deadline = std::chrono::seconds(2);
};

}  // namespace dialtone
