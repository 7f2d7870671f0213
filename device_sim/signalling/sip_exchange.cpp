#include "device_sim/signalling/sip_exchange.h"

namespace dialtone {

Task<Result<sip::Message, IoError>> exchange_sip(Host& host, SipUserAgent& user_agent, Transport transport,
                                                 const Endpoint& to, SipRequest request, sip::Timers timers,
                                                 Moment limit) {
  using Taken = sip::ClientTransaction::Taken;
  const Endpoint target = to;
  sip::ClientTransaction transaction({.branch = request.branch,
                                      .sent_by = user_agent.local(transport),
                                      .method = request.method,
                                      .cseq = request.cseq},
                                     transport, timers, host.now(), limit);
  for (;;) {
    const Result<void, IoError> sent = user_agent.send(transport, target, request.bytes);
    if (!sent) co_return sent.error();
    while (auto response = co_await user_agent.next_response(transport, transaction.next_timer())) {
      if (transaction.take(*response) == Taken::kFinal) co_return *std::move(response);
    }
    if (transaction.has_timed_out(host.now())) co_return IoError::kDeadline;
    if (transport == Transport::kTcp) co_return IoError::kReset;
    transaction.note_sent_again(host.now());
  }
}

}  // namespace dialtone
