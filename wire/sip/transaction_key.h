// What makes two requests, or a request and its answer, the same transaction (RFC 3261 17.1.3, 17.2.3).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "values/result.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/message.h"
#include "wire/sip/method.h"

namespace dialtone::sip {

// Of a request: top Via's branch and sent-by, and the method (an ACK's is INVITE's). Where the branch lacks the magic
// cookie, the Request-URI, From tag, Call-ID, CSeq and the whole top Via. Equal texts mean the same transaction.
Result<std::string> server_transaction_key(const Message& request);
// For whom has read the top Via already: `via`.
Result<std::string> server_transaction_key(const Message& request, const Via& via);

// A request that was sent, as its only Via and its CSeq name it.
struct ClientTransactionKey {
  // A view, in any case.
  std::string_view branch;
  Endpoint sent_by;
  Method method = Method::kUnknown;
  std::uint32_t cseq = 0;
};

// Whether a response belongs to that request: it has a single Via, with the request's branch and sent-by, and the
// request's CSeq (RFC 3261 17.1.3, 18.1.2). A response with several Vias is to be discarded (8.1.3.3).
bool answers(const Message& response, const ClientTransactionKey& request);

}  // namespace dialtone::sip
