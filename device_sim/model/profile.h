// A model's habits: what all devices of one kind have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "device_sim/life/back_off.h"
#include "device_sim/model/quirks.h"
#include "protocol/sip/keep_alive_rule.h"
#include "values/time.h"

namespace dialtone {

// How the request document travels to the provisioning server.
enum class DocumentCarrier : std::uint8_t {
  kBody,   // in the body of a GET
  kQuery,  // percent-encoded in the URL of a GET
  kPost,   // in the body of a POST
};

// What a device sends to its call agent so that a NAT keeps the way open.
enum class DatagramKeepAlive : std::uint8_t {
  kNone,
  kLineEnds,   // two
  kZeroBytes,  // four
  kStun,       // a binding request (RFC 5626 4.4.2)
};

// Shared by the devices of a kind, and owned by whoever makes them; it must not change while they live.
struct DeviceProfile {
  std::string product = "ATA-2";
  std::string firmware_version = "1.4.2";
  // Of its HTTP and SIP requests; see model_text.h.
  std::string user_agent = "dialtone-ATA-2/1.4.2";
  // What it does wrong.
  Quirks quirks{};

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
  // Whether the requests of one provisioning (after a challenge, or a redirect to the same server) share a connection,
  // where the server lets them. It is closed when the settings are there.
  bool keeps_http_connection = false;
  // Redirects that are followed, all to http.
  int most_redirects = 3;
  BackOffRule provisioning_retry{.base = std::chrono::seconds(5), .cap = std::chrono::minutes(5)};
  // After a 401 or 403: asking again soon changes nothing.
  BackOffRule refusal_retry{.base = std::chrono::minutes(5), .cap = std::chrono::hours(1)};
  // How long after it got settings it asks for them again; zero: not before its next boot. The wait is drawn evenly
  // from the last part of the period, so that a fleet does not come in step.
  Duration resync_period{};
  std::uint32_t resync_spread_percent = 10;
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
  // No refresh comes sooner than that, however little was granted: what is granted for less lapses in between.
  Duration least_refresh = std::chrono::seconds(5);
  // Of a TCP connection to a call agent (RFC 5626 4.4.1).
  sip::KeepAliveRule connection_keep_alive{.least = std::chrono::seconds(95),
                                           .most = std::chrono::seconds(120),
                                           .answer_deadline = std::chrono::seconds(10)};
  // Over UDP, to the call agent; from one to the next (RFC 5626 4.4.2).
  DatagramKeepAlive datagram_keep_alive = DatagramKeepAlive::kNone;
  Duration datagram_keep_alive_least = std::chrono::seconds(24);
  Duration datagram_keep_alive_most = std::chrono::seconds(29);
  // Where a further call agent serves, the first is asked again at the first refresh after that time.
  Duration first_call_agent_after = std::chrono::hours(1);
  // Whether the Contact has the address that the call agent saw (RFC 3581) in place of the device's own.
  bool rewrites_contact = false;
  // RFC 5626 4.5.
  BackOffRule registration_retry{.base = std::chrono::seconds(30), .cap = std::chrono::minutes(30)};
  // After a 403 or a 6xx: asking again soon changes nothing.
  BackOffRule registration_refusal_retry{.base = std::chrono::minutes(10), .cap = std::chrono::hours(1)};
  // After so many rounds in vain it asks the provisioning server whether its settings are still right; at least 1.
  std::uint32_t rounds_before_provisioning = 4;

  // Whether it takes its binding away before it reboots; the power button always has it do so.
  bool removes_binding_before_reboot = false;

  // --- both ---
  // The longest Retry-After that is believed.
  Duration longest_retry_after = std::chrono::hours(1);
  // How long taking leave of the registrar may keep the power on.
  Duration leave_deadline = std::chrono::seconds(2);
};

}  // namespace dialtone
