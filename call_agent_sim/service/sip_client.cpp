#include "call_agent_sim/service/sip_client.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <optional>

#include "call_agent_sim/registrar/address_of_record.h"
#include "values/hash.h"
#include "values/hex.h"
#include "wire/sip/headers/typed_headers.h"
#include "wire/sip/transaction_key.h"
#include "wire/sip/writer.h"

namespace dialtone {
namespace {

using namespace std::chrono_literals;

constexpr Duration kT1 = 500ms;
constexpr Duration kT2 = 4s;
constexpr Duration kTimerF = 64 * kT1;
constexpr std::uint32_t kMaxForwards = 70;
constexpr std::uint32_t kCSeq = 1;

std::string branch_of(std::uint64_t number) {
  std::string branch(sip::kMagicCookie);
  append_hex(branch, number);
  return branch;
}

// The number that branch_of() gave the branch of a response's top Via; of any other branch some number, or none.
std::optional<std::uint64_t> number_of_branch(const sip::Message& response) {
  constexpr std::size_t kPrefix = sip::kMagicCookie.size();
  const Result<sip::Via> via = sip::top_via_of(response);
  if (!via || via->branch.size() != kPrefix + kHexDigits) return std::nullopt;
  return hex_at_front(via->branch.substr(kPrefix));
}

}  // namespace

// In the tables of its client for as long as it lives.
struct SipClient::Pending {
  Pending(SipClient& all, std::uint64_t name, const ClientRequest& request)
      : client(all),
        number(name),
        branch(branch_of(number)),
        key{.branch = branch, .sent_by = client.outlet_.local(request.flow), .method = request.method, .cseq = kCSeq},
        is_new(client.pending_.try_emplace(number, this).second) {
    if (is_new) flow = client.by_connection_.emplace(request.flow.connection, this);
    assert(client.pending_.size() == client.by_connection_.size());
  }
  ~Pending() {
    if (!is_new) return;
    assert(flow->second == this);
    client.by_connection_.erase(flow);
    const std::size_t erased = client.pending_.erase(number);
    assert(erased == 1);
    assert(client.pending_.size() == client.by_connection_.size());
    client.room_.notify();
  }
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  SipClient& client;
  const std::uint64_t number;
  const std::string branch;
  const sip::ClientTransactionKey key;
  // Whether no other has its branch.
  const bool is_new;
  std::multimap<std::uint64_t, Pending*>::iterator flow{};
  // Of the last answer.
  int status = 0;
  bool lost = false;
  Signal changed;
};

Task<ClientOutcome> SipClient::ask(ClientRequest request) {
  Pending pending(*this, number_for(request), request);
  if (!pending.is_new) co_return ClientOutcome{0, "asked twice at one moment"};
  const std::string bytes = bytes_of(request, pending.key);
  co_return co_await await_answer(request, bytes, pending);
}

Task<ClientOutcome> SipClient::await_answer(const ClientRequest& request, std::string_view bytes, Pending& pending) {
  if (!outlet_.send(request.flow, bytes)) co_return ClientOutcome{0, "connection gone"};
  const Moment timer_f = host_.now() + kTimerF;
  const bool over_udp = request.flow.transport == SipTransport::kUdp;
  Duration interval = kT1;
  Moment timer_e = over_udp ? host_.now() + interval : kNever;
  for (;;) {
    const Wake wake = co_await Wait(pending.changed, std::min(timer_e, timer_f), "an answer");
    if (pending.status >= 200) co_return ClientOutcome{pending.status};
    assert(!over_udp || !pending.lost);
    if (pending.lost) co_return ClientOutcome{0, "connection gone"};
    if (host_.now() >= timer_f) co_return ClientOutcome{0, "no answer"};
    if (wake == Wake::kSignal) continue;
    assert(over_udp && "over TCP nothing is sent again");
    outlet_.send(request.flow, bytes);
    interval = pending.status == 0 ? std::min(2 * interval, kT2) : kT2;
    assert(kT1 <= interval && interval <= kT2);
    timer_e += interval;
  }
}

Task<void> SipClient::room() {
  while (in_flight() >= kMostInFlight) co_await Wait(room_, kNever, "an answer to one of many requests");
}

void SipClient::take(const sip::Message& response) {
  const std::optional<std::uint64_t> number = number_of_branch(response);
  if (!number) return;
  const auto found = pending_.find(*number);
  if (found == pending_.end()) return;
  Pending& pending = *found->second;
  assert(pending.number == *number);
  if (pending.status >= 200 || !sip::answers(response, pending.key)) return;
  pending.status = response.status();
  pending.changed.notify();
}

void SipClient::lose(std::uint64_t connection) {
  assert(connection != 0 && "datagrams have no connection that could be lost");
  const auto [first, last] = by_connection_.equal_range(connection);
  for (auto each = first; each != last; ++each) {
    each->second->lost = true;
    each->second->changed.notify();
  }
}

std::uint64_t SipClient::number_for(const ClientRequest& request) const {
  const auto moment = static_cast<std::uint64_t>(host_.now().time_since_epoch().count());
  std::uint64_t hash = combine(combine(secret_, hash_text(request.address_of_record)), hash_text(request.contact));
  return combine(combine(hash, moment), static_cast<std::uint64_t>(request.method));
}

std::string SipClient::bytes_of(const ClientRequest& request, const sip::ClientTransactionKey& key) const {
  const std::string local = to_text(key.sent_by);
  const bool over_udp = request.flow.transport == SipTransport::kUdp;
  const std::string_view identity = key.branch.substr(sip::kMagicCookie.size());
  const auto text = [](std::initializer_list<std::string_view> parts) {
    std::string joined;
    for (std::string_view part : parts) joined += part;
    return joined;
  };
  sip::Message message = sip::Message::request(request.method, request.contact);
  message.add(sip::HeaderName::kVia,
              text({over_udp ? "SIP/2.0/UDP " : "SIP/2.0/TCP ", local, ";branch=", key.branch, ";rport"}));
  message.add(sip::HeaderName::kMaxForwards, kMaxForwards);
  message.add(sip::HeaderName::kFrom, text({"<sip:", local, ">;tag=", identity}));
  message.add(sip::HeaderName::kTo, text({"<", uri_of(request.address_of_record), ">"}));
  message.add(sip::HeaderName::kCallId, text({identity, "@", to_text(key.sent_by.address)}));
  message.add(sip::HeaderName::kCSeq, text({std::to_string(kCSeq), " ", sip::name_of(request.method)}));
  message.add(sip::HeaderName::kContact, text({"<sip:", local, over_udp ? ">" : ";transport=tcp>"}));
  for (const auto& [name, value] : request.headers) message.add(name, value);
  return sip::write(message);
}

}  // namespace dialtone
