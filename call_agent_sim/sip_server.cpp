#include "call_agent_sim/sip_server.h"

#include <utility>

#include "call_agent_sim/hex.h"
#include "values/hash.h"
#include "wire/sip/parser.h"
#include "wire/sip/response.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/validate.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

constexpr std::string_view kAllow = "OPTIONS, REGISTER";
// Timer J is kept exactly; the memory is given back a little later, for many answers at once.
constexpr Duration kForgettingPeriod = std::chrono::seconds(1);

// Line ends alone (RFC 5626 3.5.1), or four zero bytes, as many phones send.
bool is_keep_alive(std::string_view bytes) {
  return bytes.find_first_not_of("\r\n") == std::string_view::npos || bytes == std::string_view("\0\0\0\0", 4);
}

// What a request that is not a REGISTER is answered with.
int status_for(sip::Method method) {
  switch (method) {
    case sip::Method::kOptions: return 200;
    case sip::Method::kCancel: return 481;
    case sip::Method::kUnknown: return 501;
    default: return 405;
  }
}

}  // namespace

SipServer::SipServer(Host& host, Registrar& registrar, const SipServerOptions& options, std::uint64_t secret,
                     SipScript* script)
    : host_(host),
      registrar_(registrar),
      options_(options),
      secret_(secret),
      script_(script),
      transactions_(options.most_transactions) {}

Task<void> SipServer::receive(UdpSocket& socket) {
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket.receive(kNever);
    if (!datagram || is_keep_alive(datagram->bytes) || unfinished_ == options_.most_waiting) continue;
    Lane& lane = lanes_[std::hash<Endpoint>()(datagram->from) % kLanes];
    lane.waiting.push_back({&socket, std::move(*datagram)});
    ++unfinished_;
    lane.arrived.notify();
  }
}

Task<void> SipServer::work_lane(std::size_t index) {
  Lane& lane = lanes_[index];
  for (;;) {
    while (lane.waiting.empty()) co_await Wait(lane.arrived, kNever, "a message");
    Arrived message = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    co_await handle(std::move(message));
  }
}

Task<void> SipServer::forget_transactions() {
  for (;;) {
    if (transactions_.next_to_forget() == kNever) {
      co_await Wait(answered_, kNever, "an answer to keep");
    } else {
      co_await host_.sleep_until(transactions_.next_to_forget() + kForgettingPeriod);
      transactions_.forget(host_.now());
    }
  }
}

Task<void> SipServer::finish(Moment deadline) {
  while (unfinished_ > 0) {
    if (co_await Wait(finished_, deadline, "the last answers") == Wake::kDeadline) co_return;
  }
}

Task<void> SipServer::handle(Arrived arrived) {
  if (options_.work_per_message > Duration::zero()) co_await host_.work(options_.work_per_message);
  std::optional<Request> request = read(std::move(arrived));
  SipAct act;
  if (request && script_ != nullptr) act = script_->on_request(host_.now(), request->source, request->message);
  if (!request || act.drop) {
    note_finished();
  } else if (act.answer) {
    answer(*request, *act.answer);
    note_finished();
  } else if (act.delay > Duration::zero()) {
    host_.spawn("delayed request", deal_with_later(*std::move(request), act.delay));
  } else {
    co_await deal_with(*std::move(request));
  }
}

// Neither an ACK nor a response is ever answered; what cannot be read has no Via to answer to.
std::optional<SipServer::Request> SipServer::read(Arrived arrived) {
  Result<sip::Message> message = sip::parse_message(std::move(arrived.datagram.bytes));
  if (!message || !message->is_request() || message->method() == sip::Method::kAck) return std::nullopt;
  const Result<sip::Via> via = sip::top_via_of(*message);
  if (!via) return std::nullopt;
  const Endpoint& source = arrived.datagram.from;
  const Endpoint reply_to = sip::answer_endpoint(*via, source);
  Result<std::string> key = sip::server_transaction_key(*message);
  return Request{arrived.socket, std::move(*message), source, reply_to, key ? std::move(*key) : std::string()};
}

Task<void> SipServer::deal_with_later(Request request, Duration delay) {
  co_await host_.sleep(delay);
  co_await deal_with(std::move(request));
}

Task<void> SipServer::deal_with(Request request) {
  const sip::Message& message = request.message;
  if (!message.has_known_version()) {
    answer(request, 505);
  } else if (!sip::validate(message)) {
    answer(request, 400);
  } else if (message.method() == sip::Method::kRegister) {
    co_await answer_register(request);
  } else {
    answer(request, status_for(message.method()));
  }
  note_finished();
}

Task<void> SipServer::answer_register(const Request& request) {
  switch (transactions_.begin(request.key, host_.now())) {
    case Transactions::State::kInProgress: co_return;
    case Transactions::State::kAnswered: send(request, transactions_.answer(request.key)); co_return;
    case Transactions::State::kNew: break;
  }
  const sip::Message answer = co_await registrar_.answer(request.message, to_tag_of(request), request.source);
  std::string bytes = sip::write(answer);
  send(request, bytes);
  transactions_.finish(request.key, std::move(bytes), host_.now());
  answered_.notify();
}

void SipServer::answer(const Request& request, int status) {
  sip::Message answer = sip::response_to(request.message, status, to_tag_of(request), request.source);
  if (status == 200 || status == 405 || status == 501) answer.add(sip::HeaderName::kAllow, kAllow);
  send(request, sip::write(answer));
}

// A datagram that could not be sent is one that was lost: the peer asks again.
void SipServer::send(const Request& request, std::string_view bytes) {
  static_cast<void>(request.socket->send(request.reply_to, bytes).ok());
}

std::string SipServer::to_tag_of(const Request& request) const {
  const std::string_view via = request.message.first(sip::HeaderName::kVia).value_or("");
  std::string tag;
  append_hex(tag, combine(secret_, hash_text(request.key.empty() ? via : request.key)));
  return tag;
}

void SipServer::note_finished() {
  if (--unfinished_ == 0) finished_.notify();
}

}  // namespace dialtone
