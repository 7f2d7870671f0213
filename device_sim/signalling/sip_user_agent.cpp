#include "device_sim/signalling/sip_user_agent.h"

#include <algorithm>
#include <cassert>

#include "device_sim/model/device_events.h"
#include "device_sim/signalling/datagram_keep_alive.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

// There is one transaction at a time, so only the newest responses can belong to it.
constexpr std::size_t kMostResponses = 16;
constexpr std::size_t kMostObeyed = 64;

}  // namespace

// The strands that read while the device's main strand is busy, and the responses that they have read. Exists from the
// first connection on.
struct SipUserAgent::Strands : sip::ClientConnection::Owner {
  explicit Strands(SipUserAgent& whose) : user_agent(whose) {}

  void take(Result<sip::Message, sip::MalformedMessage>&& message) override {
    user_agent.take_streamed(std::move(message));
  }
  void lose(std::string_view reason) override { user_agent.tell_lost_connection(reason); }

  SipUserAgent& user_agent;
  // Notified when a response has come, a request demands something, or a strand has ended.
  Signal happened;
  std::vector<sip::Message> responses;
  std::unique_ptr<sip::ClientConnection> connection;
  std::optional<Child> socket_reader;
};

SipUserAgent::SipUserAgent(Host& host, const DeviceConfig& config, DemandLimit& demand_limit, std::uint64_t secret)
    : host_(host), config_(config), identifiers_(secret), demand_limit_(demand_limit) {}

SipUserAgent::~SipUserAgent() = default;

// --- sockets ---

Result<void, IoError> SipUserAgent::open() {
  if (socket_ != nullptr && socket_->local().address == host_.address()) return {};
  close();
  const std::uint16_t port = draw_port();
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host_.open_udp({host_.address(), port});
  if (!socket && port != 0) socket = host_.open_udp({host_.address(), 0});
  if (!socket) return socket.error();
  socket_ = *std::move(socket);
  opened_from_ = host_.address();
  if (strands_ != nullptr) read_socket_in_a_strand();
  return {};
}

void SipUserAgent::close() {
  if (strands_ != nullptr) strands_->socket_reader.reset();
  socket_.reset();
}

std::uint16_t SipUserAgent::draw_port() {
  constexpr Purpose kPort("device.sip_port");
  constexpr std::uint16_t kFirstDynamicPort = 49152;  // RFC 6335 section 6
  if (!profile().quirks.has(Quirk::kNewPortAtEachBoot)) return profile().sip_port;
  return static_cast<std::uint16_t>(kFirstDynamicPort + host_.chance(kPort).below(65536 - kFirstDynamicPort));
}

Task<Result<void, IoError>> SipUserAgent::connect(Endpoint to, Moment deadline) {
  if (strands_ == nullptr) start_strands();
  const sip::ClientConnection* present = connection();
  if (present != nullptr && !has_lost_connection() && present->remote() == to) co_return Result<void, IoError>();
  disconnect();
  Result<std::unique_ptr<Stream>, IoError> stream = co_await host_.connect(to, deadline);
  if (!stream) co_return stream.error();
  begin_connection(*std::move(stream));
  assert(connection()->remote() == to);
  co_return Result<void, IoError>();
}

void SipUserAgent::begin_connection(std::unique_ptr<Stream> stream) {
  constexpr Purpose kKeepAlive("device.keep_alive");
  sip::ClientConnectionOptions options{
      .keep_alive = profile().connection_keep_alive, .pings = kKeepAlive, .peer = "call agent"};
  if (profile().quirks.has(Quirk::kNeverNoticesADeadConnection)) options.keep_alive.answer_deadline = Duration::zero();
  strands_->connection = std::make_unique<sip::ClientConnection>(host_, std::move(stream), options, *strands_);
  opened_from_ = host_.address();
  const std::string to = to_text(connection()->remote());
  const std::string local = to_text(connection()->local());
  host_.record(device_events::ConnectionEstablished{.to = to, .local = local});
}

void SipUserAgent::tell_lost_connection(std::string_view reason) {
  const std::string to = to_text(connection()->remote());
  host_.record(device_events::ConnectionLost{.to = to, .reason = reason});
  strands_->happened.notify();
}

void SipUserAgent::disconnect() {
  if (strands_ != nullptr) strands_->connection.reset();
}

bool SipUserAgent::has_lost_connection() const {
  return connection() != nullptr && connection()->has_failed() &&
         !profile().quirks.has(Quirk::kNeverNoticesADeadConnection);
}

bool SipUserAgent::has_moved() const {
  if (profile().quirks.has(Quirk::kDoesNotRegisterFromANewAddress)) return false;
  if (opened_from_ == host_.address()) return false;
  return socket_ != nullptr || (connection() != nullptr && !profile().quirks.has(Quirk::kNeverNoticesADeadConnection));
}

bool SipUserAgent::is_open(Transport transport) const {
  return transport == Transport::kUdp ? socket_ != nullptr : connection() != nullptr;
}

Endpoint SipUserAgent::local(Transport transport) const {
  assert(is_open(transport));
  return transport == Transport::kUdp ? socket_->local() : connection()->local();
}

Result<void, IoError> SipUserAgent::send(Transport transport, const Endpoint& to, std::string_view bytes) {
  assert(is_open(transport));
  return transport == Transport::kUdp ? socket_->send(to, bytes) : strands_->connection->send(bytes);
}

const sip::ClientConnection* SipUserAgent::connection() const {
  return strands_ == nullptr ? nullptr : strands_->connection.get();
}

// --- waiting ---

Task<std::optional<sip::Message>> SipUserAgent::next_response(Transport transport, Moment deadline) {
  assert(is_open(transport));
  assert(!is_attended_ && "one at a time reads what comes");
  if (strands_ != nullptr) co_return co_await next_of_strands(transport, deadline);
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(deadline);
    if (!datagram) co_return std::nullopt;
    std::optional<sip::Message> response = take(*std::move(datagram));
    if (response) co_return response;
  }
}

Task<std::optional<sip::Message>> SipUserAgent::next_of_strands(Transport transport, Moment deadline) {
  for (;;) {
    std::vector<sip::Message>& responses = strands_->responses;
    if (!responses.empty()) {
      sip::Message response = std::move(responses.front());
      responses.erase(responses.begin());
      co_return response;
    }
    assert(is_open(transport) && "nobody ends the connection that an answer is awaited over");
    if (transport == Transport::kTcp && strands_->connection->has_failed()) co_return std::nullopt;
    const Wake wake = co_await Wait(strands_->happened, deadline, "a SIP response");
    if (wake == Wake::kDeadline) co_return std::nullopt;
  }
}

Task<void> SipUserAgent::serve_until(Moment moment) {
  assert(!is_attended_ && "one at a time reads what comes");
  while (strands_ == nullptr && socket_ != nullptr) {
    take_waiting();
    if (demand() != Demand::kNone || has_moved()) co_return;
    if (co_await socket_->readable(std::min(moment, next_due())) == Wake::kSignal) continue;
    if (host_.now() >= moment) co_return;
    ping_when_due();
  }
  if (strands_ != nullptr) {
    co_await watch_strands(moment);
  } else {
    co_await pause_until(moment);
  }
}

Task<void> SipUserAgent::watch_strands(Moment moment) {
  for (;;) {
    take_waiting();
    if (demand() != Demand::kNone) co_return;
    if (has_lost_connection() || has_moved()) co_return;
    const Wake wake = co_await Wait(strands_->happened, std::min(moment, next_due()), "SIP messages");
    if (wake == Wake::kSignal) continue;
    if (host_.now() >= moment) co_return;
    ping_when_due();
  }
}

// --- keep-alive ---

void SipUserAgent::set_call_agent(const Endpoint& call_agent) {
  call_agent_ = call_agent;
  if (ping_at_ == kNever) draw_ping();
}

void SipUserAgent::draw_ping() {
  constexpr Purpose kKeepAlive("device.datagram_keep_alive");
  if (profile().datagram_keep_alive == DatagramKeepAlive::kNone) return;
  ping_at_ = host_.now() +
             host_.chance(kKeepAlive).between(profile().datagram_keep_alive_least, profile().datagram_keep_alive_most);
}

Moment SipUserAgent::next_due() const {
  const bool awaits = demand_ != Demand::kNone && host_.now() < demand_due();
  return awaits ? std::min(ping_at_, demand_due()) : ping_at_;
}

void SipUserAgent::ping() {
  draw_ping();
  // A connection has its own keep-alive.
  if (socket_ == nullptr || connection() != nullptr) return;
  assert(call_agent_ && "only who has a call agent draws a keep-alive");
  const std::string bytes = keep_alive_bytes(profile().datagram_keep_alive, identifiers_.next_number());
  static_cast<void>(socket_->send(*call_agent_, bytes).ok());
}

void SipUserAgent::take_waiting() {
  // These responses belong to no transaction any more.
  if (strands_ != nullptr) return strands_->responses.clear();
  while (std::optional<Datagram> datagram = socket_->try_receive()) take(*std::move(datagram));
}

Task<void> SipUserAgent::pause_until(Moment moment) { co_await host_.sleep_until(moment); }

// --- strands ---

void SipUserAgent::start_strands() {
  assert(strands_ == nullptr);
  strands_ = std::make_unique<Strands>(*this);
  if (socket_ != nullptr) read_socket_in_a_strand();
}

void SipUserAgent::read_socket_in_a_strand() {
  assert(socket_ != nullptr && !strands_->socket_reader && "one strand reads the socket");
  strands_->socket_reader.emplace(host_, "SIP datagrams", read_socket(), strands_->happened);
}

Task<void> SipUserAgent::read_socket() {
  for (;;) {
    while (std::optional<Datagram> datagram = socket_->try_receive()) {
      std::optional<sip::Message> response = take(*std::move(datagram));
      if (response) keep(*std::move(response));
    }
    strands_->happened.notify();
    co_await socket_->readable(kNever);
  }
}

void SipUserAgent::take_streamed(Result<sip::Message, sip::MalformedMessage>&& message) {
  std::optional<sip::Message> response = take(std::move(message), connection()->remote(), Transport::kTcp);
  if (response) keep(*std::move(response));
  strands_->happened.notify();
}

void SipUserAgent::keep(sip::Message&& response) {
  std::vector<sip::Message>& responses = strands_->responses;
  if (responses.size() == kMostResponses) responses.erase(responses.begin());
  assert(!response.is_request());
  assert(responses.size() < kMostResponses);
  responses.push_back(std::move(response));
}

// --- messages ---

std::optional<sip::Message> SipUserAgent::take(Datagram&& datagram) {
  return take(sip::read_message(std::move(datagram.bytes)), datagram.from, Transport::kUdp);
}

std::optional<sip::Message> SipUserAgent::take(Result<sip::Message, sip::MalformedMessage>&& message,
                                               const Endpoint& source, Transport transport) {
  if (!message) {
    const std::optional<sip::Message>& request = message.error().request;
    if (request) send_answer(*request, rule_on_malformed(*request).status, source, transport);
    return std::nullopt;
  }
  if (!message->is_request()) return *std::move(message);
  answer(*message, source, transport);
  return std::nullopt;
}

void SipUserAgent::answer(const sip::Message& request, const Endpoint& source, Transport transport) {
  const SipRuling ruling = rule_on(request, call_agent_ && call_agent_->address == source.address);
  if (ruling.demand == Demand::kNone) {
    send_answer(request, ruling.status, source, transport);
  } else {
    obey(request, ruling, source, transport);
  }
}

void SipUserAgent::obey(const sip::Message& request, const SipRuling& ruling, const Endpoint& source,
                        Transport transport) {
  using State = sip::ServerTransactions::State;
  const Result<std::string> key = sip::server_transaction_key(request);
  // Requests over TCP are not retransmitted.
  const bool may_come_again = key && transport == Transport::kUdp;
  const auto name =
      may_come_again ? sip::ServerTransactions::name_of(*key, source.address) : sip::ServerTransactions::Name();
  if (may_come_again && obeyed_ == nullptr) {
    obeyed_ = std::make_unique<sip::ServerTransactions>(kMostObeyed, 2 * kMostObeyed * sip::kMaxMessageSize);
  }
  if (may_come_again && obeyed_->begin(name, host_.now()) == State::kAnswered) {
    const Endpoint to = sip::answer_endpoint(sip::top_via_of(request), source);
    static_cast<void>(send(transport, to, obeyed_->answer(name)).ok());
    return;
  }
  std::string answer = send_answer(request, ruling.status, source, transport);
  if (answer.empty()) return;
  if (may_come_again) obeyed_->finish(name, std::move(answer), host_.now());
  note_demand(ruling.demand);
}

void SipUserAgent::note_demand(Demand demand) {
  if (profile().quirks.has(Quirk::kIgnoresNotify)) return;
  if (demand_ == Demand::kNone) demand_due_ = demand_limit_.admit(profile(), host_.now());
  demand_ = std::max(demand_, demand);
  assert(demand_ != Demand::kNone && demand_due_ != kNever);
}

std::string SipUserAgent::send_answer(const sip::Message& request, int status, const Endpoint& source,
                                      Transport transport) {
  const std::optional<std::string_view> top = request.first(sip::HeaderName::kVia);
  if (status == 0 || !top) return {};
  const Result<sip::Via> via = sip::top_via_of(request);
  std::string answer = sip::write(answer_to(request, status, identifiers_.to_tag(via ? via->branch : *top), source));
  // An answer that cannot be sent counts as lost on the way.
  static_cast<void>(send(transport, sip::answer_endpoint(via, source), answer).ok());
  return answer;
}

// --- attendance ---

SipAttendance::SipAttendance(Host& host, SipUserAgent& user_agent, Signal& news) : user_agent_(user_agent) {
  assert(!user_agent.is_attended_ && "one at a time reads what comes");
  user_agent.is_attended_ = true;
  if (user_agent.strands_ == nullptr && user_agent.socket_ == nullptr) return;
  strand_.emplace(host, "requests meanwhile", attend(user_agent, news), news);
}

SipAttendance::~SipAttendance() { user_agent_.is_attended_ = false; }

Task<void> SipAttendance::attend(SipUserAgent& user_agent, Signal& news) {
  for (;;) {
    user_agent.take_waiting();
    const bool is_lost = user_agent.has_lost_connection() || user_agent.has_moved();
    if (user_agent.demand() != Demand::kNone || is_lost) news.notify();
    if (user_agent.strands_ != nullptr) {
      co_await Wait(user_agent.strands_->happened, user_agent.next_due(), "SIP messages");
    } else {
      co_await user_agent.socket_->readable(user_agent.next_due());
    }
    user_agent.ping_when_due();
  }
}

}  // namespace dialtone
