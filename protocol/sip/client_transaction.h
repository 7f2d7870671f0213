// A non-INVITE client transaction (RFC 3261 17.1.2): when to send its request again, which response ends it, and when
// to stop waiting for a response.
#pragma once

#include <chrono>
#include <cstdint>

#include "values/time.h"
#include "values/transport.h"
#include "wire/sip/transaction_key.h"

namespace dialtone::sip {

// RFC 3261 17.1.2.2: Timer E begins with T1 and doubles up to T2; Timer F is 64 T1.
struct Timers {
  Duration t1 = std::chrono::milliseconds(500);
  Duration t2 = std::chrono::seconds(4);
};

// Has no socket and never waits. The owner sends the request when the transaction begins and each time Timer E fires,
// passes it each response, and waits until next_timer() in between. The owner drops it after the final response: Timer
// K is not needed, because a later response belongs to no transaction and is ignored.
class ClientTransaction {
 public:
  enum class Taken : std::uint8_t {
    kForeign,  // the response belongs to another request (RFC 3261 17.1.3)
    kProvisional,
    kFinal,
  };

  // The request is sent at `now`; over UDP again at T1, 3 T1, 7 T1 and so on, at most T2 apart, over TCP never again.
  // Timer F fires 64 T1 after `now`, or at `limit` if that is earlier. What `key` refers to must outlive the
  // transaction.
  ClientTransaction(const ClientTransactionKey& key, Transport transport, const Timers& timers, Moment now,
                    Moment limit = kNever);

  const ClientTransactionKey& key() const { return key_; }

  Taken take(const Message& response);

  // The moment when Timer E or Timer F fires, whichever is first.
  Moment next_timer() const;
  // Returns true if Timer F has fired.
  bool has_timed_out(Moment now) const { return now >= timer_f_; }
  // Call after Timer E has fired and the request was sent again. Timer E is restarted at `now`, so that a host which
  // was paused sends the request only once when it continues. Only over UDP.
  void note_sent_again(Moment now);

 private:
  const ClientTransactionKey key_;
  const Timers timers_;
  const Moment timer_f_;
  // The time between the last sending and the next.
  Duration interval_;
  // The moment of Timer E; kNever over TCP.
  Moment timer_e_ = kNever;
  // True if a provisional response has come.
  bool is_proceeding_ = false;
};

}  // namespace dialtone::sip
