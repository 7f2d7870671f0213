// Transaction keys: which requests, and which request and response, belong to the same transaction (RFC 3261 17.1.3,
// 17.2.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "values/result.h"
#include "wire/sip/headers/method.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"

namespace dialtone::sip {

// Returns a text that is equal for requests of the same transaction. It consists of the top Via's branch and sent-by,
// and the method (INVITE for an ACK). If the branch lacks the magic cookie, it consists of Request-URI, From tag,
// Call-ID, CSeq and the whole top Via.
Result<std::string> server_transaction_key(const Message& request);
// For a caller that has parsed the top Via already, as `via`.
Result<std::string> server_transaction_key(const Message& request, const Via& via);

// The key of a request that was sent: the parts of its only Via and its CSeq.
struct ClientTransactionKey {
  // A view; compared without regard to case.
  std::string_view branch;
  Endpoint sent_by;
  Method method = Method::kUnknown;
  std::uint32_t cseq = 0;
};

// Returns true if the response belongs to that request: it has a single Via, with the request's branch and sent-by, and
// the request's CSeq (RFC 3261 17.1.3, 18.1.2). A response with several Vias must be discarded (8.1.3.3).
bool answers(const Message& response, const ClientTransactionKey& request);

}  // namespace dialtone::sip
