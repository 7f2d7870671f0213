#include "device_sim/load/sip_load.h"

#include <array>
#include <cassert>
#include <utility>
#include <vector>

#include "device_sim/signalling/register_request.h"
#include "protocol/digest/digest_session.h"
#include "subscribers/subscriber_settings.h"
#include "wire/sip/parser.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

constexpr Purpose kSipLoadSecret("load.sip");

// Returns the values of the challenges: the registrar's, or a proxy's.
std::vector<std::string_view> sip_challenges_in(const sip::Message& response) {
  const sip::HeaderName name =
      response.status() == 407 ? sip::HeaderName::kProxyAuthenticate : sip::HeaderName::kWwwAuthenticate;
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < response.header_count(); ++i) {
    if (response.name_at(i) == name) values.push_back(response.header(i).value);
  }
  return values;
}

bool asks_for_proof(const sip::Message& response) { return response.status() == 401 || response.status() == 407; }

}  // namespace

// One request over UDP. Its constructor enters it into pending_, and its destructor removes it.
struct SipLoad::Pending {
  Pending(SipLoad& all, std::string_view branch_text, const sip::ClientTransaction& begun)
      : load(all), branch(branch_text), transaction(begun) {
    [[maybe_unused]] const bool is_new = load.pending_.emplace(branch, this).second;
    assert(is_new && "a branch is made once");
  }
  ~Pending() { load.pending_.erase(branch); }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  SipLoad& load;
  const std::string branch;
  sip::ClientTransaction transaction;
  std::optional<sip::Message> answer;
  Signal changed;
};

SipLoad::SipLoad(Host& host, const LoadConfig& config)
    : host_(host), config_(config), identifiers_(host.chance(kSipLoadSecret).bits()) {}

SipLoad::~SipLoad() = default;

Task<LoadOutcome> SipLoad::ask(const Subscriber& claimed, std::string secret) {
  Result<Way> way = co_await open_way();
  if (!way) co_return LoadOutcome{.failure = way.error().reason};
  const DeviceSettings settings = settings_of(claimed);
  const std::string uri = registrar_uri(settings);
  const std::string contact = contact_uri(settings, way->local, config_.transport);
  const std::string call_id = identifiers_.next_client_nonce();
  const std::string from_tag = identifiers_.from_tag();
  DigestSession session;
  std::string authorization;
  bool is_of_proxy = false;
  for (std::uint32_t cseq = 1;; ++cseq) {
    const std::string branch = identifiers_.next_branch();
    Result<sip::Message, IoError> response =
        co_await exchange(*way, branch, cseq,
                          write_register({.settings = settings,
                                          .request_uri = uri,
                                          .transport = config_.transport,
                                          .local = way->local,
                                          .contact = contact,
                                          .stale_contact = {},
                                          .branch = branch,
                                          .from_tag = from_tag,
                                          .call_id = call_id,
                                          .cseq = cseq,
                                          .expires_seconds = claimed.expires,
                                          .user_agent = config_.profile->user_agent,
                                          .authorization = is_of_proxy ? "" : std::string_view(authorization),
                                          .proxy_authorization = is_of_proxy ? std::string_view(authorization) : ""}));
    if (!response) co_return LoadOutcome{.failure = std::string(to_text(response.error()))};
    const LoadOutcome outcome{.status = response->status(), .authorized = !authorization.empty()};
    if (!asks_for_proof(*response) || secret.empty() || outcome.authorized) co_return outcome;
    if (!session.take_challenge(sip_challenges_in(*response))) co_return outcome;
    is_of_proxy = response->status() == 407;
    authorization = session.authorization({claimed.auth_username, secret}, "REGISTER", uri,
                                          identifiers_.client_nonce_for(session.nonce()));
    if (authorization.empty()) co_return outcome;
  }
}

Task<Result<SipLoad::Way>> SipLoad::open_way() {
  const Result<Endpoint, IoError> to = co_await find_call_agent();
  if (!to) co_return Failure{"the name of the call agent: " + std::string(to_text(to.error()))};
  Way way{.to = *to, .local = {}};
  if (config_.transport == Transport::kUdp) {
    if (const Result<void, IoError> opened = open_socket(); !opened) {
      co_return Failure{"a socket: " + std::string(to_text(opened.error()))};
    }
    way.local = socket_->local();
    co_return std::move(way);
  }
  Result<std::unique_ptr<Stream>, IoError> stream =
      co_await host_.connect(*to, host_.now() + config_.profile->connect_deadline);
  if (!stream) co_return Failure{"connecting to " + to_text(*to) + ": " + std::string(to_text(stream.error()))};
  way.local = (*stream)->local();
  way.stream = *std::move(stream);
  co_return std::move(way);
}

Task<Result<Endpoint, IoError>> SipLoad::find_call_agent() {
  if (!call_agent_) {
    const Result<Addresses, IoError> found =
        co_await host_.resolve(config_.call_agent, host_.now() + config_.profile->name_deadline);
    if (!found) co_return found.error();
    assert(!found->empty());
    call_agent_ = Endpoint{found->front(), config_.call_agent_port};
  }
  co_return *call_agent_;
}

Result<void, IoError> SipLoad::open_socket() {
  // A host that has got another address needs a new socket.
  if (socket_ != nullptr && socket_->local().address == host_.address()) return {};
  Result<std::unique_ptr<UdpSocket>, IoError> socket = host_.open_udp({host_.address(), 0});
  if (!socket) return socket.error();
  reading_.reset();
  socket_ = *std::move(socket);
  reading_.emplace(host_, "answers", read_socket(), ended_);
  return {};
}

Task<Result<sip::Message, IoError>> SipLoad::exchange(Way& way, std::string_view branch, std::uint32_t cseq,
                                                      std::string bytes) {
  sip::ClientTransaction transaction(
      {.branch = branch, .sent_by = way.local, .method = sip::Method::kRegister, .cseq = cseq}, config_.transport,
      {.t1 = config_.profile->t1, .t2 = config_.profile->t2}, host_.now());
  if (way.stream != nullptr) co_return co_await over_tcp(way, transaction, bytes);
  Pending pending(*this, branch, transaction);
  co_return co_await over_udp(way.to, pending, bytes);
}

Task<Result<sip::Message, IoError>> SipLoad::over_udp(const Endpoint& to, Pending& pending, std::string_view bytes) {
  for (;;) {
    const Result<void, IoError> sent = socket_->send(to, bytes);
    if (!sent) co_return sent.error();
    while (!pending.answer && host_.now() < pending.transaction.next_timer()) {
      co_await Wait(pending.changed, pending.transaction.next_timer(), "an answer");
    }
    if (pending.answer) co_return *std::move(pending.answer);
    if (pending.transaction.has_timed_out(host_.now())) co_return IoError::kDeadline;
    pending.transaction.note_sent_again(host_.now());
  }
}

Task<Result<sip::Message, IoError>> SipLoad::over_tcp(Way& way, sip::ClientTransaction& transaction,
                                                      std::string_view bytes) {
  using State = sip::StreamReader::State;
  const Moment deadline = transaction.next_timer();
  const Result<void, IoError> written = co_await way.stream->write(bytes, deadline);
  if (!written) co_return written.error();
  std::array<char, 2048> piece;
  for (;;) {
    const State state = way.reader.next();
    if (state == State::kFailed) co_return IoError::kReset;
    if (state == State::kMessage) {
      Result<sip::Message, sip::MalformedMessage> message = way.reader.take();
      const bool is_response = message && !message->is_request();
      if (is_response && transaction.take(*message) == sip::ClientTransaction::Taken::kFinal) {
        co_return *std::move(message);
      }
    }
    if (state != State::kNeedMore) continue;
    const Result<std::size_t, IoError> got = co_await way.stream->read(piece, deadline);
    if (!got) co_return got.error();
    if (*got == 0) co_return IoError::kClosed;
    way.reader.feed({piece.data(), *got});
  }
}

Task<void> SipLoad::read_socket() {
  for (;;) {
    Result<Datagram, IoError> datagram = co_await socket_->receive(kNever);
    if (datagram) take(std::move(datagram->bytes));
  }
}

// Requests, such as a call agent's OPTIONS, get no answer, because a load does not behave like a phone.
void SipLoad::take(std::string datagram) {
  Result<sip::Message> message = sip::parse_message(std::move(datagram));
  if (!message || message->is_request()) return;
  const Result<sip::Via> via = sip::top_via_of(*message);
  const auto found = via ? pending_.find(via->branch) : pending_.end();
  if (found == pending_.end() || found->second->answer) return;
  Pending& pending = *found->second;
  if (pending.transaction.take(*message) == sip::ClientTransaction::Taken::kFinal) pending.answer = *std::move(message);
  pending.changed.notify();
}

}  // namespace dialtone
