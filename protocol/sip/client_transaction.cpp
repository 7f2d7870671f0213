#include "protocol/sip/client_transaction.h"

#include <algorithm>
#include <cassert>

namespace dialtone::sip {

ClientTransaction::ClientTransaction(const ClientTransactionKey& key, Transport transport, const Timers& timers,
                                     Moment now, Moment limit)
    : key_(key), timers_(timers), timer_f_(std::min(now + 64 * timers.t1, limit)), interval_(timers.t1) {
  assert(Duration::zero() < timers.t1 && timers.t1 <= timers.t2);
  if (transport == Transport::kUdp) timer_e_ = now + interval_;
}

ClientTransaction::Taken ClientTransaction::take(const Message& response) {
  if (!answers(response, key_)) return Taken::kForeign;
  assert(response.status() >= 100);
  if (response.status() >= 200) return Taken::kFinal;
  is_proceeding_ = true;
  return Taken::kProvisional;
}

Moment ClientTransaction::next_timer() const { return std::min(timer_e_, timer_f_); }

void ClientTransaction::note_sent_again(Moment now) {
  assert(timer_e_ != kNever && "over TCP nothing is sent again");
  interval_ = is_proceeding_ ? timers_.t2 : std::min(2 * interval_, timers_.t2);
  assert(timers_.t1 <= interval_ && interval_ <= timers_.t2);
  timer_e_ = now + interval_;
}

}  // namespace dialtone::sip
