// A device's SIP sockets: what goes out of them, and what comes in. Requests are answered at once, responses handed on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "device_sim/model/profile.h"
#include "device_sim/signalling/call_agent_link.h"
#include "device_sim/signalling/signalling_transport.h"
#include "device_sim/signalling/sip_request_rules.h"
#include "protocol/sip/client_connection.h"
#include "protocol/sip/identifiers.h"
#include "protocol/sip/server_transactions.h"
#include "wire/sip/message.h"
#include "world/host.h"

namespace dialtone {

// A device that speaks UDP alone reads its socket in the strand of its life, which costs nothing besides. With the
// first connection everything that comes is read in strands of its own.
class SipUserAgent {
 public:
  // Draws this boot's identifiers. All three must outlive it.
  SipUserAgent(Host& host, const DeviceProfile& profile, DemandLimit& demand_limit);
  ~SipUserAgent();
  Host& host() const { return host_; }

  SipUserAgent(const SipUserAgent&) = delete;
  SipUserAgent& operator=(const SipUserAgent&) = delete;

  // Opens the UDP socket where it is not open; at the profile's port, or at any free one where that is taken or 0.
  Result<void, IoError> open();
  // Sees to it that there is a good connection to `to`: the one that is there, or a new one in its place, of which
  // connection.established tells; connection.lost tells of its end unless this side wants that. As Host::connect.
  [[gnu::noinline]] Task<Result<void, IoError>> connect(Endpoint to, Moment deadline);
  // Closes the connection where there is one.
  void disconnect();
  // Whether there is a connection that has failed, and the device is one that notices.
  bool has_lost_connection() const;
  // Whether there is a UDP socket or a connection, good or failed.
  bool is_open(SignallingTransport transport) const;

  // Only when open.
  Endpoint local(SignallingTransport transport) const;
  // `to` matters over UDP alone.
  Result<void, IoError> send(SignallingTransport transport, const Endpoint& to, std::string_view bytes);

  // The next response that comes, whosever it is; nothing at the deadline, or when it is awaited over a connection that
  // has failed. Meanwhile OPTIONS gets 200 and other requests what sip_request_rules.h says; what is not SIP is
  // ignored. Only when open.
  Task<std::optional<sip::Message>> next_response(SignallingTransport transport, Moment deadline);
  // Does that until `moment` and drops the responses, and keeps a NAT's way open where the profile says so; returns
  // before where a request demands something or the connection fails. A mere pause where nothing is open.
  Task<void> serve_until(Moment moment);

  // Whoever holds the registration, or as long as nobody does, was asked for it: only it may send NOTIFY.
  const std::optional<Endpoint>& call_agent() const { return call_agent_; }
  void set_call_agent(const Endpoint& call_agent);

  // What the call agent wants, once it is time to obey; it stays until it was taken.
  Demand demand() const { return host_.now() >= demand_due_ ? demand_ : Demand::kNone; }
  Demand take_demand() { return std::exchange(demand_, Demand::kNone); }
  // The connection, where there is one.
  const sip::ClientConnection* connection() const;

  sip::Identifiers& identifiers() { return identifiers_; }

 private:
  friend class SipAttendance;
  struct Strands;
  // In a frame of its own, which a device that waits at its socket does not pay for.
  [[gnu::noinline]] Task<void> pause_until(Moment moment);
  [[gnu::noinline]] Task<std::optional<sip::Message>> next_of_strands(SignallingTransport transport, Moment deadline);
  [[gnu::noinline]] Task<void> watch_strands(Moment moment);
  [[gnu::noinline]] void start_strands();
  [[gnu::noinline]] void begin_connection(std::unique_ptr<Stream> stream);
  [[gnu::noinline]] void tell_lost_connection(std::string_view reason);
  [[gnu::noinline]] void read_socket_in_a_strand();
  Task<void> read_socket();
  // When something is due without a message's coming: the keep-alive over UDP, or what was demanded before.
  Moment next_due() const;
  void ping_when_due() {
    if (host_.now() >= ping_at_) ping();
  }
  [[gnu::noinline]] void ping();
  void draw_ping();
  // That of the profile; or another for each boot.
  std::uint16_t draw_port();
  // Deals with what has come. Apart, so that a device that waits for an hour holds no datagram's room meanwhile.
  [[gnu::noinline]] void take_waiting();
  // The response that came from `source`; nothing where it was something else, which is dealt with.
  [[gnu::noinline]] std::optional<sip::Message> take(Datagram&& datagram);
  std::optional<sip::Message> take(Result<sip::Message, sip::MalformedMessage>&& message, const Endpoint& source,
                                   SignallingTransport transport);
  void take_streamed(Result<sip::Message, sip::MalformedMessage>&& message);
  // Keeps it for whoever awaits one; of many that nobody takes, the oldest go.
  [[gnu::noinline]] void keep(sip::Message&& response);
  [[gnu::noinline]] void answer(const sip::Message& request, const Endpoint& source, SignallingTransport transport);
  // The bytes of the answer; empty where there is nothing to answer to.
  std::string send_answer(const sip::Message& request, int status, const Endpoint& source,
                          SignallingTransport transport);
  // Answers a request that demands something, and takes the demand; a request that comes again gets the same answer,
  // and has no further effect.
  [[gnu::noinline]] void obey(const sip::Message& request, const SipRuling& ruling, const Endpoint& source,
                              SignallingTransport transport);
  void note_demand(Demand demand);

  Host& host_;
  const DeviceProfile& profile_;
  sip::Identifiers identifiers_;
  std::unique_ptr<UdpSocket> socket_;
  std::unique_ptr<Strands> strands_;
  // Requests that must not have their effect twice. Null: none so far.
  std::unique_ptr<sip::ServerTransactions> obeyed_;
  std::optional<Endpoint> call_agent_;
  // When the next keep-alive goes out over UDP.
  Moment ping_at_ = kNever;
  DemandLimit& demand_limit_;
  Moment demand_due_{};
  Demand demand_ = Demand::kNone;
  bool is_attended_ = false;
};

// Does for as long as it lives what serve_until() does, while whoever waits there is busy elsewhere. Notifies `news`
// where a request demands something or the connection fails. User agent and signal must outlive it; nobody calls
// next_response() or serve_until() meanwhile.
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
