#include "device_sim/sip_client_transaction.h"

#include <algorithm>

#include "wire/sip/grammar.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// RFC 3261 17.1.3; and what others have sent, or went through hands that left their Via in it, is dropped before that
// (8.1.3.3, 18.1.2).
bool answers(const sip::Message& response, const SipRequest& request, const Endpoint& local) {
  const Result<sip::Via> via = sip::only_via_of(response);
  if (!via || !sip::equal_ignoring_case(via->branch, request.branch)) return false;
  if (via->sent_by.address() != local.address || via->sent_by.port.value_or(sip::kDefaultPort) != local.port) {
    return false;
  }
  const Result<sip::CSeq> cseq = sip::cseq_of(response);
  return cseq && cseq->number == request.cseq && cseq->method == request.method;
}

}  // namespace

Task<Result<sip::Message, IoError>> run_client_transaction(Host& host, SipUserAgent& user_agent,
                                                           SignallingTransport transport, const Endpoint& to,
                                                           SipRequest request, SipTimers timers, Moment limit) {
  const Endpoint target = to;
  const Moment timer_f = std::min(host.now() + 64 * timers.t1, limit);
  Duration interval = timers.t1;
  for (;;) {
    const Result<void, IoError> sent = user_agent.send(transport, target, request.bytes);
    if (!sent) co_return sent.error();
    const Moment timer_e = transport == SignallingTransport::kUdp ? std::min(host.now() + interval, timer_f) : timer_f;
    while (std::optional<sip::Message> response = co_await user_agent.next_response(transport, timer_e)) {
      if (!answers(*response, request, user_agent.local(transport))) continue;
      if (response->status() >= 200) co_return *std::move(response);
      interval = timers.t2;
    }
    if (host.now() >= timer_f) co_return IoError::kDeadline;
    if (transport == SignallingTransport::kTcp) co_return IoError::kReset;
    interval = std::min(2 * interval, timers.t2);
  }
}

}  // namespace dialtone
