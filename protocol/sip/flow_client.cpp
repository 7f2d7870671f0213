#include "protocol/sip/flow_client.h"

#include <algorithm>
#include <cassert>
#include <initializer_list>
#include <optional>

#include "protocol/sip/identifiers.h"
#include "values/hash.h"
#include "values/hex.h"
#include "wire/sip/typed_headers.h"
#include "wire/sip/writer.h"

namespace dialtone::sip {
namespace {

constexpr std::uint32_t kMaxForwards = 70;
constexpr std::uint32_t kCSeq = 1;

// Returns the number in the branch of a response's top Via, if branch_of() made the branch. For any other branch: some
// number, or nullopt.
std::optional<std::uint64_t> number_of_branch(const Message& response) {
  constexpr std::size_t kPrefix = kMagicCookie.size();
  const Result<Via> via = top_via_of(response);
  if (!via || via->branch.size() != kPrefix + kHexDigits) return std::nullopt;
  return hex_at_front(via->branch.substr(kPrefix));
}

}  // namespace

// One request in flight. Its constructor enters it into the client's tables, and its destructor removes it.
struct FlowClient::Pending {
  Pending(FlowClient& all, std::uint64_t name, const FlowRequest& request)
      : client(all),
        number(name),
        branch(branch_of(number)),
        transaction(
            {.branch = branch, .sent_by = client.sender_.local(request.flow), .method = request.method, .cseq = kCSeq},
            request.flow.transport, Timers(), client.host_.now()),
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

  FlowClient& client;
  const std::uint64_t number;
  const std::string branch;
  ClientTransaction transaction;
  // True if no other request in flight has this branch.
  const bool is_new;
  std::multimap<std::uint64_t, Pending*>::iterator flow{};
  // The status of the final answer; 0 until it comes.
  int status = 0;
  bool lost = false;
  Signal changed;
};

Task<FlowOutcome> FlowClient::ask(FlowRequest request) {
  Pending pending(*this, number_for(request), request);
  if (!pending.is_new) co_return FlowOutcome{0, "asked twice at one moment"};
  const std::string bytes = bytes_of(request, pending.transaction.key());
  co_return co_await await_answer(request, bytes, pending);
}

Task<FlowOutcome> FlowClient::await_answer(const FlowRequest& request, std::string_view bytes, Pending& pending) {
  if (!sender_.send(request.flow, bytes)) co_return FlowOutcome{0, "connection gone"};
  ClientTransaction& transaction = pending.transaction;
  for (;;) {
    const Wake wake = co_await Wait(pending.changed, transaction.next_timer(), "an answer");
    if (pending.status != 0) co_return FlowOutcome{pending.status};
    assert(!pending.lost || request.flow.transport == Transport::kTcp);
    if (pending.lost) co_return FlowOutcome{0, "connection gone"};
    if (transaction.has_timed_out(host_.now())) co_return FlowOutcome{0, "no answer"};
    if (wake == Wake::kSignal) continue;
    sender_.send(request.flow, bytes);
    transaction.note_sent_again(host_.now());
  }
}

Task<void> FlowClient::room() {
  while (in_flight() >= kMostInFlight) co_await Wait(room_, kNever, "an answer to one of many requests");
}

void FlowClient::take(const Message& response) {
  const std::optional<std::uint64_t> number = number_of_branch(response);
  if (!number) return;
  const auto found = pending_.find(*number);
  if (found == pending_.end()) return;
  Pending& pending = *found->second;
  assert(pending.number == *number);
  if (pending.status != 0) return;
  const ClientTransaction::Taken taken = pending.transaction.take(response);
  if (taken == ClientTransaction::Taken::kFinal) pending.status = response.status();
  if (taken != ClientTransaction::Taken::kForeign) pending.changed.notify();
}

void FlowClient::lose(std::uint64_t connection) {
  assert(connection != 0 && "datagrams have no connection that could be lost");
  const auto [first, last] = by_connection_.equal_range(connection);
  for (auto each = first; each != last; ++each) {
    each->second->lost = true;
    each->second->changed.notify();
  }
}

std::uint64_t FlowClient::number_for(const FlowRequest& request) const {
  const auto moment = static_cast<std::uint64_t>(host_.now().time_since_epoch().count());
  std::uint64_t hash = combine(combine(secret_, hash_text(request.to)), hash_text(request.request_uri));
  return combine(combine(hash, moment), static_cast<std::uint64_t>(request.method));
}

std::string FlowClient::bytes_of(const FlowRequest& request, const ClientTransactionKey& key) {
  const std::string local = to_text(key.sent_by);
  const bool over_udp = request.flow.transport == Transport::kUdp;
  const std::string_view identity = key.branch.substr(kMagicCookie.size());
  const auto text = [](std::initializer_list<std::string_view> parts) {
    std::string joined;
    for (std::string_view part : parts) joined += part;
    return joined;
  };
  Message message = Message::request(request.method, request.request_uri);
  message.add(HeaderName::kVia,
              text({over_udp ? "SIP/2.0/UDP " : "SIP/2.0/TCP ", local, ";branch=", key.branch, ";rport"}));
  message.add(HeaderName::kMaxForwards, kMaxForwards);
  message.add(HeaderName::kFrom, text({"<sip:", local, ">;tag=", identity}));
  message.add(HeaderName::kTo, text({"<", request.to, ">"}));
  message.add(HeaderName::kCallId, text({identity, "@", to_text(key.sent_by.address)}));
  message.add(HeaderName::kCSeq, text({std::to_string(kCSeq), " ", name_of(request.method)}));
  message.add(HeaderName::kContact, text({"<sip:", local, over_udp ? ">" : ";transport=tcp>"}));
  for (const auto& [name, value] : request.headers) message.add(name, value);
  return write(message);
}

}  // namespace dialtone::sip
