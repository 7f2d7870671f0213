// A model's profile: the behaviour that all devices of one kind have in common.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "device_sim/model/back_off.h"
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

// What a device sends to its call agent to keep a NAT's mapping open.
enum class DatagramKeepAlive : std::uint8_t {
  kNone,
  kLineEnds,   // a datagram of two line ends
  kZeroBytes,  // a datagram of four zero bytes
  kStun,       // a STUN binding request (RFC 5626 4.4.2)
};

// Shared by the devices of a kind, and owned by whoever made it; must not change while the devices live.
struct DeviceProfile {
  std::string product = "ATA-2";
  std::string firmware_version = "1.4.2";
  // The User-Agent of HTTP and SIP requests; see model_text.h.
  std::string user_agent = "dialtone-ATA-2/1.4.2";
  // The errors of this model.
  Quirks quirks{};

  // From power-on until the software runs; at each boot a random part of boot_spread is added.
  Duration boot_time = std::chrono::seconds(2);
  Duration boot_spread = std::chrono::seconds(1);

  // --- provisioning ---
  DocumentCarrier document = DocumentCarrier::kBody;
  // The limit for each look-up of a name.
  Duration name_deadline = std::chrono::seconds(10);
  // The limit for the connection to each address that the device tries.
  Duration connect_deadline = std::chrono::seconds(10);
  // The limit from the established connection to the last byte of the answer.
  Duration answer_deadline = std::chrono::seconds(30);
  // True if the requests of one provisioning (after a challenge, or a redirect to the same server) share a connection,
  // if the server permits it. The connection is closed when the settings have arrived.
  bool keeps_http_connection = false;
  // The number of redirects that are followed, all to http.
  int most_redirects = 3;
  BackOffRule provisioning_retry{.base = std::chrono::seconds(5), .cap = std::chrono::minutes(5)};
  // The back-off after a 401 or 403, when asking again soon would change nothing.
  BackOffRule refusal_retry{.base = std::chrono::minutes(5), .cap = std::chrono::hours(1)};
  // How long after receiving settings the device asks for them again; zero: only at its next boot. The wait is drawn
  // evenly from the last resync_spread_percent of the period, so that a fleet does not ask all at once.
  Duration resync_period{};
  std::uint32_t resync_spread_percent = 10;
  // A device with stored settings uses them after this many failed attempts; at least 1.
  std::uint32_t attempts_before_stored_settings = 2;

  // --- registration ---
  //
  // The local UDP port. 0, or a port already in use: any free port.
  std::uint16_t sip_port = 5060;
  // RFC 3261 17.1.2: Timer E starts at T1 and doubles up to T2; Timer F is 64 T1.
  Duration t1 = std::chrono::milliseconds(500);
  Duration t2 = std::chrono::seconds(4);
  // The expiry to ask for if the settings have none.
  std::uint32_t expires_seconds = 3600;
  // The device refreshes after a part of the granted time, drawn evenly between these two percentages.
  std::uint32_t refresh_from_percent = 80;
  std::uint32_t refresh_to_percent = 90;
  // No refresh comes sooner than this, however short the granted time is: a shorter grant expires before its refresh.
  Duration least_refresh = std::chrono::seconds(5);
  // Keep-alive of a TCP connection to a call agent (RFC 5626 4.4.1).
  sip::KeepAliveRule connection_keep_alive{.least = std::chrono::seconds(95),
                                           .most = std::chrono::seconds(120),
                                           .answer_deadline = std::chrono::seconds(10)};
  // Keep-alive over UDP to the call agent: the datagram, and the limits of the interval (RFC 5626 4.4.2).
  DatagramKeepAlive datagram_keep_alive = DatagramKeepAlive::kNone;
  Duration datagram_keep_alive_least = std::chrono::seconds(24);
  Duration datagram_keep_alive_most = std::chrono::seconds(29);
  // While a call agent other than the first serves, the first is tried again at the first refresh after this time.
  Duration first_call_agent_after = std::chrono::hours(1);
  // True if the device puts the address that the call agent saw (RFC 3581) into its Contact, instead of its own
  // address.
  bool rewrites_contact = false;
  // The back-off of RFC 5626 4.5.
  BackOffRule registration_retry{.base = std::chrono::seconds(30), .cap = std::chrono::minutes(30)};
  // The back-off after a 403 or a 6xx, when asking again soon would change nothing.
  BackOffRule registration_refusal_retry{.base = std::chrono::minutes(10), .cap = std::chrono::hours(1)};
  // After this many failed rounds the device asks the provisioning server whether its settings are still right; at
  // least 1.
  std::uint32_t rounds_before_provisioning = 4;

  // True if the device deregisters before it reboots. It always deregisters before it is switched off.
  bool removes_binding_before_reboot = false;

  // --- provisioning and registration ---
  //
  // A longer Retry-After is shortened to this.
  Duration longest_retry_after = std::chrono::hours(1);
  // The longest time for deregistering before the power goes off.
  Duration leave_deadline = std::chrono::seconds(2);
};

}  // namespace dialtone
