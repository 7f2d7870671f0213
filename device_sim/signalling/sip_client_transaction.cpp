#include "device_sim/signalling/sip_client_transaction.h"

#include <algorithm>
#include <cassert>

#include "wire/sip/transaction_key.h"

namespace dialtone {

Task<Result<sip::Message, IoError>> run_client_transaction(Host& host, SipUserAgent& user_agent,
                                                           SignallingTransport transport, const Endpoint& to,
                                                           SipRequest request, SipTimers timers, Moment limit) {
  assert(Duration::zero() < timers.t1 && timers.t1 <= timers.t2);
  const Endpoint target = to;
  const Moment timer_f = std::min(host.now() + 64 * timers.t1, limit);
  Duration interval = timers.t1;
  for (;;) {
    const Result<void, IoError> sent = user_agent.send(transport, target, request.bytes);
    if (!sent) co_return sent.error();
    const Moment timer_e = transport == SignallingTransport::kUdp ? std::min(host.now() + interval, timer_f) : timer_f;
    while (std::optional<sip::Message> response = co_await user_agent.next_response(transport, timer_e)) {
      const sip::ClientTransactionKey key = {.branch = request.branch,
                                             .sent_by = user_agent.local(transport),
                                             .method = request.method,
                                             .cseq = request.cseq};
      if (!sip::answers(*response, key)) continue;
      assert(response->status() >= 100);
      if (response->status() >= 200) co_return *std::move(response);
      interval = timers.t2;
    }
    if (host.now() >= timer_f) co_return IoError::kDeadline;
    if (transport == SignallingTransport::kTcp) co_return IoError::kReset;
    interval = std::min(2 * interval, timers.t2);
    assert(timers.t1 <= interval && interval <= timers.t2);
  }
}

}  // namespace dialtone
