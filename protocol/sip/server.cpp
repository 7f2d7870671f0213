#include "protocol/sip/server.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <utility>

#include "protocol/sip/scripted_answer.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/writer.h"

namespace dialtone::sip {
namespace {

// How often expired answers are freed, many at once. An answer is not used after its Timer J, even if it is not freed
// yet.
constexpr Duration kForgettingPeriod = std::chrono::seconds(1);

// Returns true if a datagram is a keep-alive: only line ends (RFC 5626 3.5.1), or four zero bytes, as many phones send.
bool is_keep_alive(std::string_view bytes) {
  return bytes.find_first_not_of("\r\n") == std::string_view::npos || bytes == std::string_view("\0\0\0\0", 4);
}

// The status of a written answer.
int status_of(std::string_view answer) {
  constexpr std::string_view version = "SIP/2.0 ";
  assert(answer.starts_with(version));
  int status = 0;
  std::from_chars(answer.data() + version.size(), answer.data() + answer.size(), status);
  return status;
}

void tell_script(ServerAct& act, int status, bool is_again) {
  if (act.on_answer) std::exchange(act.on_answer, nullptr)(status, is_again, act);
}

}  // namespace

Server::Server(Host& host, Service& service, const ServerOptions& options, const std::vector<ServerSockets>& sockets,
               std::uint64_t secret, ServerScript* script)
    : host_(host),
      service_(service),
      options_(options),
      sockets_(sockets),
      identifiers_(secret),
      script_(script),
      transactions_(options.most_transactions, options.most_transaction_bytes),
      client_(host, *this, secret),
      connections_(host, options.tcp, *this),
      delayed_(host) {}

Task<void> Server::receive(std::uint16_t address) {
  UdpSocket& socket = *sockets_[address].udp;
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket.receive(kNever);
    if (!datagram || is_keep_alive(datagram->bytes) || !has_room_for(datagram->bytes)) continue;
    Lane& lane = lanes_[std::hash<Endpoint>()(datagram->from) % kLanes];
    const Flow flow{datagram->from, 0, address, Transport::kUdp};
    waiting_bytes_ += datagram->bytes.size();
    lane.waiting.push_back({flow, std::move(datagram->bytes)});
    ++unfinished_;
    lane.arrived.notify();
  }
}

bool Server::has_room_for(std::string_view datagram) const {
  return unfinished_ < options_.most_waiting && waiting_bytes_ + datagram.size() <= options_.most_waiting_bytes;
}

Task<void> Server::accept(std::uint16_t address) { return connections_.accept_all(*sockets_[address].tcp, address); }

Task<void> Server::work_lane(std::size_t index) {
  assert(index < kLanes);
  Lane& lane = lanes_[index];
  for (;;) {
    while (lane.waiting.empty()) co_await Wait(lane.arrived, kNever, "a message");
    Arrived arrived = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    const std::size_t size_bytes = arrived.datagram.size();
    co_await handle({arrived.flow, read_message(std::move(arrived.datagram)), size_bytes});
  }
}

Task<void> Server::forget_transactions() {
  for (;;) {
    if (transactions_.next_to_forget() == kNever) {
      co_await Wait(answered_, kNever, "an answer to keep");
    } else {
      co_await host_.sleep_until(transactions_.next_to_forget() + kForgettingPeriod);
      transactions_.forget(host_.now());
    }
  }
}

Task<void> Server::finish(Moment deadline) {
  for (const ServerSockets& sockets : sockets_) sockets.tcp->close();
  connections_.close_all();
  while (unfinished_ > 0) {
    if (co_await Wait(finished_, deadline, "the last answers") == Wake::kDeadline) co_return;
  }
}

Task<void> Server::take(Arrival arrival) {
  ++unfinished_;
  waiting_bytes_ += arrival.size_bytes;
  return handle(std::move(arrival));
}

Task<void> Server::handle(Arrival arrival) {
  if (options_.work_per_message > Duration::zero()) co_await host_.work(options_.work_per_message);
  if (arrival.message && !arrival.message->is_request()) client_.take(*arrival.message);
  const std::size_t size_bytes = arrival.size_bytes;
  std::optional<Request> request = read(std::move(arrival));
  if (request && script_ != nullptr) {
    request->act = script_->on_request(host_.world_now(), request->flow.peer, request->message);
  }
  const bool are_too_many = unfinished_ > options_.most_waiting || waiting_bytes_ > options_.most_waiting_bytes;
  if (!request || are_too_many) {
    note_finished(size_bytes);
  } else if (request->act.drop) {
    if (request->act.close) connections_.close(request->flow.connection);
    note_finished(size_bytes);
  } else if (request->act.delay > Duration::zero()) {
    delayed_.spawn("delayed request", deal_with_later(*std::move(request)));
  } else {
    co_await deal_with(*std::move(request));
  }
}

// Returns nullopt for ACKs and responses, which are never answered, and for requests without a Via, whose answer would
// have no destination.
std::optional<Server::Request> Server::read(Arrival arrival) const {
  const bool is_malformed = !arrival.message.ok();
  Message message;
  if (!is_malformed) {
    message = *std::move(arrival.message);
  } else {
    std::optional<Message> request = arrival.message.error().request;
    if (!request) return std::nullopt;
    message = *std::move(request);
  }
  if (!message.is_request() || message.method() == Method::kAck) return std::nullopt;
  if (!message.first(HeaderName::kVia)) return std::nullopt;
  const Result<Via> via = top_via_of(message);
  Request request;
  request.flow = arrival.flow;
  request.size_bytes = arrival.size_bytes;
  request.reply_to = answer_endpoint(via, arrival.flow.peer);
  // A malformed request begins no transaction: a truncated copy must not take the place of the complete request.
  const Result<std::string> key = via ? server_transaction_key(message, *via) : via.error();
  if (key && !is_malformed) request.transaction = ServerTransactions::name_of(*key, arrival.flow.peer.address);
  request.to_tag = identifiers_.to_tag(key ? std::string_view(*key) : message.first(HeaderName::kVia).value_or(""));
  request.message = std::move(message);
  request.is_malformed = is_malformed;
  return request;
}

Task<void> Server::deal_with_later(Request request) {
  co_await host_.sleep(request.act.delay);
  co_await deal_with(std::move(request));
}

Task<void> Server::deal_with(Request request) {
  assert(unfinished_ > 0);
  assert(request.message.is_request() && !request.act.drop);
  if (begin_transaction(request)) {
    if (request.act.answer) {
      finish_with(request, plain_answer(request, *request.act.answer));
    } else if (const int status = service_.judge(request.message, request.is_malformed); status != 0) {
      finish_with(request, plain_answer(request, status));
    } else {
      ServiceAnswer answer = co_await service_.answer(request.message, request.to_tag, request.flow);
      if (answer.keep_until && request.flow.transport == Transport::kTcp) {
        connections_.keep(request.flow.connection, *answer.keep_until);
      }
      finish_with(request, std::move(answer.message));
    }
  }
  if (request.act.close) connections_.close(request.flow.connection);
  note_finished(request.size_bytes);
}

Message Server::plain_answer(const Request& request, int status) const {
  return service_.plain_answer(request.message, status, request.to_tag, request.flow.peer);
}

// Over TCP no answer is kept: Timer J is zero (RFC 3261 17.2.2).
bool Server::begin_transaction(Request& request) {
  if (request.flow.transport == Transport::kTcp || !request.transaction) return true;
  switch (transactions_.begin(*request.transaction, host_.now())) {
    case ServerTransactions::State::kInProgress: return false;
    case ServerTransactions::State::kAnswered: {
      const std::string_view answer = transactions_.answer(*request.transaction);
      tell_script(request.act, status_of(answer), true);
      // While an answer to this peer is held, a retransmission is dropped: it must not release the held answer.
      if (request.act.after_next && held_.holds_for(request.flow.peer)) return false;
      send_answer(request, answer);
      return false;
    }
    case ServerTransactions::State::kNew: break;
  }
  return true;
}

void Server::finish_with(Request& request, Message answer) {
  assert(!answer.is_request());
  ServerAct& act = request.act;
  tell_script(act, answer.status(), false);
  if (!act.headers.empty()) answer = with_headers(answer, act.headers);
  if (act.sent) act.sent(answer);
  std::string bytes = write(answer);
  send_answer(request, bytes);
  if (request.flow.transport == Transport::kTcp || !request.transaction) return;
  transactions_.finish(*request.transaction, std::move(bytes), host_.now());
  answered_.notify();
}

// Has no effect if the connection is gone.
void Server::send_answer(const Request& request, std::string_view bytes) {
  const ServerAct& act = request.act;
  Flow flow = request.flow;
  if (flow.transport == Transport::kUdp) flow.peer = act.to.value_or(request.reply_to);
  if (act.after_next && held_.hold(request.flow.peer, {act, flow, std::string(bytes)}, host_.now())) return;
  send_now(act, flow, bytes);
  while (const std::optional<HeldAnswers::Held> held = held_.take(request.flow.peer)) {
    send_now(held->act, held->flow, held->bytes);
  }
}

void Server::send_now(const ServerAct& act, const Flow& flow, std::string_view bytes) {
  for (std::uint32_t copy = 0; copy < act.copies; ++copy) {
    const bool is_odd = act.from_another_port && flow.transport == Transport::kUdp;
    is_odd ? send_from_another_port(flow, bytes) : static_cast<void>(send(flow, bytes));
  }
}

void Server::send_from_another_port(const Flow& flow, std::string_view bytes) {
  std::unique_ptr<UdpSocket>& socket = other_ports_[flow.address];
  if (socket == nullptr) {
    Result<std::unique_ptr<UdpSocket>, IoError> opened = host_.open_udp({local(flow).address, 0});
    if (opened) socket = *std::move(opened);
  }
  socket == nullptr ? static_cast<void>(send(flow, bytes)) : static_cast<void>(socket->send(flow.peer, bytes).ok());
}

void Server::lose(const Flow& connection) {
  client_.lose(connection.connection);
  held_.lose(connection);
}

// A datagram that cannot be sent counts as lost: the peer, or this server, retransmits.
bool Server::send(const Flow& flow, std::string_view bytes) {
  if (flow.transport == Transport::kTcp) return connections_.send(flow.connection, bytes);
  assert(flow.address < sockets_.size() && flow.connection == 0);
  static_cast<void>(sockets_[flow.address].udp->send(flow.peer, bytes).ok());
  return true;
}

// A socket bound to the unspecified address sends from the host's own address.
Endpoint Server::local(const Flow& flow) const {
  assert(flow.address < sockets_.size());
  Endpoint local = sockets_[flow.address].local();
  if (local.address.is_unspecified()) local.address = host_.address();
  return local;
}

void Server::note_finished(std::size_t size_bytes) {
  assert(unfinished_ > 0 && "each message is dealt with once");
  assert(waiting_bytes_ >= size_bytes);
  waiting_bytes_ -= size_bytes;
  if (--unfinished_ == 0) finished_.notify();
}

}  // namespace dialtone::sip
