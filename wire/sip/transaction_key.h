// What makes two requests, or a request and its answer, the same transaction (RFC 3261 17.1.3, 17.2.3).
#pragma once

#include <string>

#include "values/result.h"
#include "wire/sip/message.h"
#include "wire/sip/via.h"

namespace dialtone::sip {

// Of a request: top Via's branch and sent-by, and the method (an ACK's is INVITE's). Where the branch lacks the magic
// cookie, the Request-URI, From tag, Call-ID, CSeq and the whole top Via. Equal texts mean the same transaction.
Result<std::string> server_transaction_key(const Message& request);
// For whom has read the top Via already: `via`.
Result<std::string> server_transaction_key(const Message& request, const Via& via);

}  // namespace dialtone::sip
