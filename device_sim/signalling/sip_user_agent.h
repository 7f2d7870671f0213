// A device's SIP sockets. Answers requests at once, and hands over responses.
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

// A device that has used only UDP reads its socket in its main strand, at no further cost. From the first TCP
// connection on, separate strands read the socket and the connection.
class SipUserAgent {
 public:
  // The identifiers of this boot are derived from `secret`. The other arguments must outlive the user agent.
  SipUserAgent(Host& host, const DeviceConfig& config, DemandLimit& demand_limit, std::uint64_t secret);
  ~SipUserAgent();
  Host& host() const { return host_; }

  SipUserAgent(const SipUserAgent&) = delete;
  SipUserAgent& operator=(const SipUserAgent&) = delete;

  // Opens the UDP socket at the host's address and the profile's port, unless it is open at that address. 0, or a port
  // already in use: any free port.
  Result<void, IoError> open();
  // Closes the UDP socket, if there is one.
  void close();
  // Reuses or replaces the TCP connection; records connection.established for a new one, and connection.lost when a
  // connection fails. Errors as Host::connect.
  DIALTONE_OUT_OF_LINE Task<Result<void, IoError>> connect(Endpoint to, Moment deadline);
  // Closes the TCP connection, if there is one.
  void disconnect();
  // Returns true if the connection has failed and the device notices such a failure.
  bool has_lost_connection() const;
  // Returns true if the socket or the connection begins at an address that the host no longer has, and the device
  // notices that.
  bool has_moved() const;
  // Returns true if there is a UDP socket, or a connection, even a failed one.
  bool is_open(Transport transport) const;

  // Call only if is_open().
  Endpoint local(Transport transport) const;
  // Over TCP `to` is ignored. Call only if is_open().
  Result<void, IoError> send(Transport transport, const Endpoint& to, std::string_view bytes);

  // Waits for the next response, to any request. nullopt at the deadline, or, over TCP, if the connection has failed.
  // Meanwhile answers requests (sip_request_rules.h), and ignores anything that is not SIP. Call only if is_open().
  Task<std::optional<sip::Message>> next_response(Transport transport, Moment deadline);
  // Answers requests until `moment`, drops responses, and sends the profile's keep-alive. Returns early if a request
  // demands something, the connection fails or has_moved(). If nothing is open, only waits.
  Task<void> serve_until(Moment moment);

  // The call agent that holds the registration or, if none does, was asked last. Only this one may send NOTIFY.
  const std::optional<Endpoint>& call_agent() const { return call_agent_; }
  void set_call_agent(const Endpoint& call_agent);

  // Returns the call agent's demand once it is time to obey it and the line is idle, otherwise kNone; the demand stays
  // until take_demand().
  Demand demand() const { return host_.now() >= demand_due() ? demand_ : Demand::kNone; }
  Demand take_demand() { return std::exchange(demand_, Demand::kNone); }
  // The connection; null if there is none.
  const sip::ClientConnection* connection() const;

  sip::Identifiers& identifiers() { return identifiers_; }

 private:
  friend class SipAttendance;
  struct Strands;
  // Separate coroutines for devices with connections, so that a device with UDP only has smaller frames.
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
  // Returns the profile's port, or another one at each boot (a quirk).
  std::uint16_t draw_port();
  // Handles all datagrams that have arrived. A separate function, so that the frame of a waiting device has no room for
  // a datagram.
  DIALTONE_OUT_OF_LINE void take_waiting();
  // Returns the message if it is a response. Handles any other message and returns nullopt.
  DIALTONE_OUT_OF_LINE std::optional<sip::Message> take(Datagram&& datagram);
  std::optional<sip::Message> take(Result<sip::Message, sip::MalformedMessage>&& message, const Endpoint& source,
                                   Transport transport);
  void take_streamed(Result<sip::Message, sip::MalformedMessage>&& message);
  // Keeps a response for next_response(). If there are too many, drops the oldest.
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
  // The host's address when the socket or the connection was opened. Their own local address may be another one: a host
  // whose address is 0.0.0.0 leaves the choice to the system.
  IpAddress opened_from_;
  std::unique_ptr<Strands> strands_;
  // The requests that were obeyed, so that none takes effect twice. Null until there is one.
  std::unique_ptr<sip::ServerTransactions> obeyed_;
  std::optional<Endpoint> call_agent_;
  // When to send the next keep-alive over UDP.
  Moment ping_at_ = kNever;
  DemandLimit& demand_limit_;
  Moment demand_due_{};
  Demand demand_ = Demand::kNone;
  bool is_attended_ = false;
};

// While this object lives and the device is busy, does what serve_until() does. Notifies `news` if a request demands
// something or the connection fails. The user agent and the signal must outlive it. Until then, do not call
// next_response() or serve_until().
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
