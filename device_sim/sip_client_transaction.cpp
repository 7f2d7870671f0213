#include "device_sim/sip_client_transaction.h"

#include <algorithm>

#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

bool answers(const sip::Message& response, const SipRequest& request) {
  const Result<sip::Via> via = sip::top_via_of(response);
  const Result<sip::CSeq> cseq = sip::cseq_of(response);
  return via && cseq && via->branch == request.branch && cseq->number == request.cseq && cseq->method == request.method;
}

}  // namespace

Task<Result<sip::Message, IoError>> run_client_transaction(Host& host, SipUserAgent& user_agent, const Endpoint& to,
                                                           SipRequest request, SipTimers timers, Moment limit) {
  const Endpoint target = to;
  const Moment timer_f = std::min(host.now() + 64 * timers.t1, limit);
  Duration interval = timers.t1;
  for (;;) {
    if (const Result<void, IoError> sent = user_agent.send(target, request.bytes); !sent) co_return sent.error();
    const Moment timer_e = host.now() + interval;
    while (std::optional<sip::Message> response = co_await user_agent.next_response(std::min(timer_e, timer_f))) {
      if (!answers(*response, request)) continue;
      if (response->status() >= 200) co_return *std::move(response);
      interval = timers.t2;
    }
    if (host.now() >= timer_f) co_return IoError::kDeadline;
    interval = std::min(2 * interval, timers.t2);
  }
}

}  // namespace dialtone
