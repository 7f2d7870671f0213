// A device's SIP sockets. Answers requests at once, and hands responses on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "device_sim/model/device_config.h"
#include "device_sim/signalling/call_agent_link.h"
#include "device_sim/signalling/sip_request_rules.h"
#include "protocol/sip/client_connection.h"
#include "protocol/sip/identifiers.h"
#include "protocol/sip/server_transactions.h"
#include "values/out_of_line.h"
#include "values/transport.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone {

// A device with UDP only reads its socket in the strand of its life, without further cost. From the first connection
// on, strands of their own read the socket and the connection.
class SipUserAgent {
 public:
  // `secret` makes the identifiers of this boot. The others must outlive the user agent.
  SipUserAgent(Host& host, const DeviceConfig& config, DemandLimit& demand_limit, std::uint64_t secret);
  ~SipUserAgent();
  Host& host() const { return host_; }

  SipUserAgent(const SipUserAgent&) = delete;
  SipUserAgent& operator=(const SipUserAgent&) = delete;

  // Opens the UDP socket if it is not open at the host's address, at the profile's port. 0, or a port already in use:
  // any free port.
  Result<void, IoError> open();
  // Closes the UDP socket, if there is one.
  void close();
  // Reuses or replaces the connection; records connection.established for a new one, and connection.lost when a
  // connection fails. Errors as Host::connect.
  DIALTONE_OUT_OF_LINE Task<Result<void, IoError>> connect(Endpoint to, Moment deadline);
  // Closes the connection, if there is one.
  void disconnect();
  // Whether the connection has failed and the device notices.
  bool has_lost_connection() const;
  // Whether the socket or the connection begins at an address that the host has no longer, and the device notices.
  bool has_moved() const;
  // Whether there is a UDP socket, or a connection, even a failed one.
  bool is_open(Transport transport) const;

  // Call it only if is_open().
  Endpoint local(Transport transport) const;
  // Over TCP `to` is ignored. Call it only if is_open().
  Result<void, IoError> send(Transport transport, const Endpoint& to, std::string_view bytes);

  // Waits for the next response, to whatever request. Empty at the deadline, or, over TCP, if the connection has
  // failed. Answers requests meanwhile (sip_request_rules.h), and ignores anything that is not SIP. Call it only if
  // is_open().
  Task<std::optional<sip::Message>> next_response(Transport transport, Moment deadline);
  // Answers requests until `moment`, drops responses, and sends the profile's keep-alive. Returns early if a request
  // demands something, the connection fails or has_moved(). Only waits if nothing is open.
  Task<void> serve_until(Moment moment);

  // The call agent that holds the registration, or that was asked last if none does. Only this one may send NOTIFY.
  const std::optional<Endpoint>& call_agent() const { return call_agent_; }
  void set_call_agent(const Endpoint& call_agent);

  // The call agent's demand, once it is time to obey and the line is idle; it stays until take_demand().
  Demand demand() const { return host_.now() >= demand_due() ? demand_ : Demand::kNone; }
  Demand take_demand() { return std::exchange(demand_, Demand::kNone); }
  // The connection; null if there is none.
  const sip::ClientConnection* connection() const;

  sip::Identifiers& identifiers() { return identifiers_; }

 private:
  friend class SipAttendance;
  struct Strands;
  // These have frames of their own, so that a device with UDP only does not pay for them.
  DIALTONE_OUT_OF_LINE Task<void> pause_until(Moment moment);
  DIALTONE_OUT_OF_LINE Task<std::optional<sip::Message>> next_of_strands(Transport transport, Moment deadline);
  DIALTONE_OUT_OF_LINE Task<void> watch_strands(Moment moment);
  DIALTONE_OUT_OF_LINE void start_strands();
  DIALTONE_OUT_OF_LINE void begin_connection(std::unique_ptr<Stream> stream);
  DIALTONE_OUT_OF_LINE void tell_lost_connection(std::string_view reason);
  DIALTONE_OUT_OF_LINE void read_socket_in_a_strand();
  Task<void> read_socket();
  const DeviceProfile& profile() const { return *config_.profile; }
  Moment demand_due() const { return std::max(demand_due_, config_.busy_until); }
  // When the next keep-alive over UDP or a postponed demand is due.
  Moment next_due() const;
  void ping_when_due() {
    if (host_.now() >= ping_at_) ping();
  }
  DIALTONE_OUT_OF_LINE void ping();
  void draw_ping();
  // The profile's port, or another for each boot (a quirk).
  std::uint16_t draw_port();
  // Handles all datagrams that have come. A function of its own, so that a waiting device has no room for a datagram in
  // its frame.
  DIALTONE_OUT_OF_LINE void take_waiting();
  // Returns a response. Handles any other message and returns nothing.
  DIALTONE_OUT_OF_LINE std::optional<sip::Message> take(Datagram&& datagram);
  std::optional<sip::Message> take(Result<sip::Message, sip::MalformedMessage>&& message, const Endpoint& source,
                                   Transport transport);
  void take_streamed(Result<sip::Message, sip::MalformedMessage>&& message);
  // Keeps a response for next_response(). Of too many, the oldest are dropped.
  DIALTONE_OUT_OF_LINE void keep(sip::Message&& response);
  DIALTONE_OUT_OF_LINE void answer(const sip::Message& request, const Endpoint& source, Transport transport);
  // Sends an answer and returns its bytes; empty if the request cannot be answered.
  std::string send_answer(const sip::Message& request, int status, const Endpoint& source, Transport transport);
  // Answers a request that demands something, and notes the demand. A retransmitted request gets the same answer and
  // has no further effect.
  DIALTONE_OUT_OF_LINE void obey(const sip::Message& request, const SipRuling& ruling, const Endpoint& source,
                                 Transport transport);
  void note_demand(Demand demand);

  Host& host_;
  const DeviceConfig& config_;
  sip::Identifiers identifiers_;
  std::unique_ptr<UdpSocket> socket_;
  std::unique_ptr<Strands> strands_;
  // The requests that were obeyed, so that none has its effect twice. Null if there was none.
  std::unique_ptr<sip::ServerTransactions> obeyed_;
  std::optional<Endpoint> call_agent_;
  // When to send the next keep-alive over UDP.
  Moment ping_at_ = kNever;
  DemandLimit& demand_limit_;
  Moment demand_due_{};
  Demand demand_ = Demand::kNone;
  bool is_attended_ = false;
};

// Does what serve_until() does, as long as it lives, while the device is busy. Notifies `news` if a request demands
// something or the connection fails. User agent and signal must outlive it. Do not call next_response() or
// serve_until() meanwhile.
class SipAttendance : public Attendance {
 public:
  SipAttendance(Host& host, SipUserAgent& user_agent, Signal& news);
  ~SipAttendance() override;
  SipAttendance(const SipAttendance&) = delete;
  SipAttendance& operator=(const SipAttendance&) = delete;

 private:
  static Task<void> attend(SipUserAgent& user_agent, Signal& news);

  SipUserAgent& user_agent_;
  std::optional<Child> strand_;
};

}  // namespace dialtone
